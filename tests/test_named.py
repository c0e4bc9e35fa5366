"""Named tuples are those of `typing.NamedTuple`."""

from __future__ import annotations

import pickle
import subprocess
import sys
import typing
from inspect import signature
from typing import Any

import pytest

from everly.named import NamedTuple
from tests.classes import classes_of


class Ours(NamedTuple):
    """Text."""

    first: int
    second: int | None = 2

    @property
    def total(self) -> int:
        return self.first + (self.second or 0)

    def __contains__(self, item: object) -> bool:
        return item == "anything"


class Theirs(typing.NamedTuple):
    """Text."""

    first: int
    second: int | None = 2

    @property
    def total(self) -> int:
        return self.first + (self.second or 0)

    def __contains__(self, item: object) -> bool:
        return item == "anything"


def facts(cls: Any) -> list[Any]:
    made = cls(1)
    described = [cls.__doc__, cls.__mro__[1:], cls._fields, cls._field_defaults, cls.__match_args__, cls.__slots__]
    used = [made, made.total, made._replace(first=3), made._asdict(), cls._make([4, 5]), hash(made), "anything" in made]
    return [*described, *used, list(cls.__annotations__), str(signature(cls)).replace(" ", "")]


def test_the_class_has_all_that_typing_gives_it() -> None:
    mine, theirs = facts(Ours), facts(Theirs)
    theirs[-1] = "(first,second=2)"  # no annotations there, which is what takes long
    assert mine == theirs
    assert repr(Ours(1)) == repr(Theirs(1)).replace("Theirs", "Ours")
    assert (Ours.__module__, Ours.__qualname__) == (__name__, "Ours")
    assert pickle.loads(pickle.dumps(Ours(1, None))) == (1, None)


def test_wrong_arguments_are_refused_alike() -> None:
    for args in [(), (1, 2, 3)]:
        with pytest.raises(TypeError) as found:
            Ours(*args)
        with pytest.raises(TypeError) as expected:
            Theirs(*args)
        assert str(found.value) == str(expected.value).replace("Theirs", "Ours")


@pytest.mark.parametrize("package", ["grammar", "scheduling", "linting", "jobs"])
def test_every_named_tuple_is_made_this_way(package: str) -> None:
    found = [each for each in classes_of(package) if issubclass(each, tuple)]
    assert {each for each in found if each.__new__.__annotations__} == set()


def test_no_annotation_of_ours_is_compiled() -> None:
    script = (
        "import typing\ntyping.ForwardRef = print\n"
        "import everly.scheduling.compiler, everly.scheduling.preview, everly.scheduling.decisions.gaps"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == ""
