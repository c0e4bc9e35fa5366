"""Frozen classes do what dataclasses with `frozen=True, slots=True` do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.frozen import field, frozen, replace
from tests.classes import classes_of


@frozen(kw_only=True)
class Placed:
    place: int = field(default=0, compare=False, repr=False)


@frozen
class Pair(Placed):
    first: Any = field(hash=None)
    second: Any = 2


@frozen
class Counted(Pair):
    second: Any = 5
    seen: list[int] = field(default_factory=list, init=False, repr=False, compare=False)
    notes: list[str] = field(default_factory=list, compare=False)
    total: int = field(init=False, compare=False)
    tag: Any = field(default=7, hash=False)
    fixed: int = field(default=9, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.first + self.second)


@frozen(order=True)
class Range:
    """Text."""

    start: int
    end: int = 9


@frozen
class Nothing:
    pass


def peer(cls: type, bases: tuple[type, ...], **options: bool) -> type:
    """What `dataclasses` makes of the same names."""
    fields: list[tuple[str, Any, Any]] = []
    for name, hint in cls.__annotations__.items():
        given = vars(cls)["__frozen_fields__"][name].arguments
        fields.append((name, hint, dataclasses.field(**given)))
    own = {name: value for name, value in vars(cls).items() if name == "__post_init__"}
    return dataclasses.make_dataclass(
        cls.__name__, fields, bases=bases, namespace=own, frozen=True, slots=True, **options
    )


PLACED = peer(Placed, (), kw_only=True)
PAIR = peer(Pair, (PLACED,))
PEERS: dict[type, Any] = {
    Placed: PLACED,
    Pair: PAIR,
    Counted: peer(Counted, (PAIR,)),
    Range: peer(Range, (), order=True),
    Nothing: peer(Nothing, ()),
}
ARGUMENTS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (Placed, (), {}),
    (Placed, (), {"place": 3}),
    (Pair, (1,), {}),
    (Pair, (), {"second": 4, "first": "'"}),
    (Pair, (1, 3), {"place": 8}),
    (Counted, (1,), {}),
    (Counted, (1, 2, ["a"], 0), {"place": 1}),
    (Range, (1,), {}),
    (Range, (1, 2), {}),
    (Nothing, (), {}),
]
WRONG: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (Placed, (1,), {}),
    (Pair, (), {}),
    (Pair, (1, 2, 3), {}),
    (Pair, (1,), {"first": 1}),
    (Pair, (1,), {"third": 1}),
    (Counted, (1,), {"total": 1}),
    (Counted, (1,), {"fixed": 1}),
    (Nothing, (1,), {}),
]
EVERY = pytest.mark.parametrize(("cls", "args", "named"), ARGUMENTS)


def values(instance: Any) -> dict[str, Any]:
    return {each.name: getattr(instance, each.name) for each in dataclasses.fields(instance)}


@EVERY
def test_instances_have_the_same_values_and_text(cls: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    made, other = cls(*args, **named), PEERS[cls](*args, **named)
    assert values(made) == values(other)
    assert repr(made) == repr(other)
    assert hash(made) == hash(other)
    assert dataclasses.asdict(made) == dataclasses.asdict(other)


@pytest.mark.parametrize(("cls", "args", "named"), WRONG)
def test_wrong_arguments_are_refused_alike(cls: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as found:
        cls(*args, **named)
    with pytest.raises(TypeError) as expected:
        PEERS[cls](*args, **named)
    assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("cls", PEERS)
def test_classes_look_the_same(cls: Any) -> None:
    other = PEERS[cls]
    assert cls.__match_args__ == other.__match_args__
    assert cls.__slots__ == other.__slots__
    assert not hasattr(cls.__new__(cls), "__dict__")
    assert list(inspect.signature(cls).parameters) == list(inspect.signature(other).parameters)
    assert [repr(each.kind) for each in inspect.signature(cls).parameters.values()] == [
        repr(each.kind) for each in inspect.signature(other).parameters.values()
    ]
    assert [str(each) for each in dataclasses.fields(cls)] == [str(each) for each in dataclasses.fields(other)]


SMALL = st.tuples(*[st.integers(0, 2)] * 4)


@given(SMALL, SMALL)
def test_instances_are_equal_when_what_is_compared_is(mine: tuple[int, ...], theirs: tuple[int, ...]) -> None:
    def made(cls: Any, numbers: tuple[int, ...]) -> Any:
        first, second, tag, place = numbers
        return cls(first, second, [], tag, place=place)

    one, other = made(Counted, mine), made(Counted, theirs)
    assert (one == other) == (mine[:3] == theirs[:3])
    assert (one == other) == (made(PEERS[Counted], mine) == made(PEERS[Counted], theirs))
    assert (hash(one) == hash(other)) == (mine[:2] == theirs[:2])


def test_only_instances_of_one_class_are_equal() -> None:
    assert Pair(1) != Counted(1, 2)
    assert Pair(1).__eq__(Counted(1, 2)) is NotImplemented
    assert Nothing() == Nothing()


@given(*[st.integers(0, 2)] * 4)
def test_ordered_instances_compare_as_their_values(a: int, b: int, c: int, d: int) -> None:
    mine, theirs = Range(a, b), Range(c, d)
    found = (mine < theirs, mine <= theirs, mine > theirs, mine >= theirs)
    assert found == ((a, b) < (c, d), (a, b) <= (c, d), (a, b) > (c, d), (a, b) >= (c, d))


def test_an_order_has_to_be_asked_for() -> None:
    with pytest.raises(TypeError, match="not supported"):
        _ = Pair(1) < Pair(2)  # type: ignore[operator]
    with pytest.raises(TypeError, match="not supported"):
        _ = Range(1) < (1, 9)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["first", "place", "other"])
def test_nothing_can_be_changed(name: str) -> None:
    made = Pair(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot change field '{name}'"):
        setattr(made, name, 2)
    with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot change field '{name}'"):
        delattr(made, name)
    assert values(made) == {"place": 0, "first": 1, "second": 2}


def test_each_instance_gets_what_is_made_anew() -> None:
    first, second = Counted(1), Counted(1)
    first.seen.append(1)
    assert (first.seen, second.seen) == ([1], [])
    assert first.notes is not second.notes


def test_a_default_that_can_change_is_refused() -> None:
    with pytest.raises(TypeError, match=r"share the default \[\]; give a default_factory"):

        @frozen
        class _Shared:
            names: list[str] = []  # noqa: RUF012 - what is refused


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
@EVERY
def test_copies_have_all_values(
    again: Callable[[Any], Any], cls: Any, args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    made = cls(*args, **named)
    copied = again(made)
    assert type(copied) is cls
    assert values(copied) == values(made)


@pytest.mark.parametrize("change", [replace, dataclasses.replace, lambda made, **new: made.__replace__(**new)])
def test_replacing_makes_another_with_other_values(change: Callable[..., Any]) -> None:
    made = Counted(1, 2, ["a"], 3, place=4)
    made.seen.append(1)
    other = change(made, first=5, place=6)
    assert type(other) is Counted
    assert values(other) == {
        "place": 6,
        "first": 5,
        "second": 2,
        "seen": [],
        "notes": ["a"],
        "total": 7,
        "tag": 3,
        "fixed": 9,
    }
    assert (made.first, made.place) == (1, 4)
    with pytest.raises((TypeError, ValueError), match="seen"):
        change(made, seen=[])


def test_patterns_match_by_place() -> None:
    match Counted(1, 2, tag=4):
        case Counted(first, second, notes, tag, place=place):
            assert (first, second, notes, tag, place) == (1, 2, [], 4, 0)


def test_a_method_of_the_class_stays() -> None:
    @frozen
    class Named:
        name: str

        def __repr__(self) -> str:
            return f"<{self.name}>"

    assert repr(Named("a")) == "<a>"
    assert Named("a") == Named("a")


def test_a_plain_subclass_may_add_to_what_is_made() -> None:
    class Greeted(Pair):
        def __init__(self, first: int) -> None:
            super().__init__(first, 3)

        def __eq__(self, other: object) -> bool:
            return super().__eq__(other)

        __hash__ = Pair.__hash__

    assert (Greeted(1).first, Greeted(1).second) == (1, 3)
    assert Greeted(1) == Greeted(1)
    assert Greeted(1) != Pair(1, 3)
    assert list(inspect.signature(Greeted).parameters) == ["first"]


def test_a_method_is_compiled_when_it_is_first_used_and_once() -> None:
    @frozen
    class Late:
        name: str

    assert type(vars(Late)["__init__"]).__name__ == "_Later"
    Late("a")
    written = vars(Late)["__init__"]
    assert inspect.isfunction(written)
    Late("b")
    assert vars(Late)["__init__"] is written
    assert written.__qualname__.endswith("Late.__init__")
    assert type(vars(Late)["__eq__"]).__name__ == "_Later"


@pytest.mark.parametrize("package", ["grammar", "scheduling", "linting", "jobs"])
def test_every_class_of_data_is_made_this_way(package: str) -> None:
    """A dataclass would cost the start of a command as much as forty frozen classes."""
    found = classes_of(package)
    assert {each for each in found if "__dataclass_params__" in vars(each)} == set()
    assert {each for each in found if "__frozen_fields__" in vars(each)} != set()
