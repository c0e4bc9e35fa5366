"""Unions of which a branch takes long to search: what they answer is what there is, where another branch has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import branches
from everly.scheduling.engine.branches import Branches
from everly.scheduling.engine.effort import TooMuchWorkError, at_most, spend
from everly.scheduling.engine.nodes import EMPTY, Bounded, Difference, InstantSet, Intersection, Listed, Union
from everly.scheduling.engine.step import Step
from tests.scheduling.engine.test_searched import ASKS

DAY = 86_400
STEPS = st.builds(
    lambda period, anchor: Bounded(Step(anchor % period, period), -20, 90), st.integers(1, 12), st.integers(0, 11)
)
LISTS = st.sets(st.integers(-10, 70), max_size=4).map(lambda found: Listed(tuple(sorted(found))) if found else EMPTY)
SETS: st.SearchStrategy[InstantSet] = st.recursive(
    STEPS | LISTS,
    lambda sets: st.one_of(
        st.lists(sets, min_size=2, max_size=3).map(lambda found: Intersection(tuple(found))),
        st.lists(sets, min_size=2, max_size=3).map(lambda found: Union(tuple(found))),
        st.lists(sets, min_size=2, max_size=3).map(lambda found: Branches(tuple(found))),
        st.builds(Difference, sets, sets),
        st.builds(Bounded, sets, st.none() | st.integers(0, 60), st.none() | st.integers(0, 60)),
    ),
    max_leaves=5,
)


def has(instants: InstantSet, point: int) -> bool:
    """What a set means, by the plainest reading of how it is put together."""
    match instants:
        case Union(operands):
            return any(has(each, point) for each in operands)
        case Intersection(operands):
            return all(has(each, point) for each in operands)
        case Difference(base, removed):
            return has(base, point) and not has(removed, point)
        case Bounded(base, first, last):
            return (first is None or point >= first) and (last is None or point <= last) and has(base, point)
        case _:
            return instants.contains(point)


@given(SETS, st.integers(-5, 65), st.integers(-5, 65))
@example(Branches((Step(0, 7), Intersection((Step(0, 5), Step(1, 5))))), 0, 60)  # which agree on nothing
@settings(deadline=None)
def test_a_stretch_has_the_members_that_it_has_one_by_one(instants: InstantSet, first: int, last: int) -> None:
    members = [point for point in range(first, last + 1) if has(instants, point)]
    for _ in range(2):  # also of what is remembered
        with at_most(20_000):
            assert list(instants.between(first, last)) == members
            assert instants.meets(first, last) == bool(members)
            assert instants.last_between(first, last) == (members[-1] if members else None)
            if members:
                assert instants.ceil(first) == members[0]
                assert instants.floor(last) == members[-1]


def never() -> InstantSet:
    """A set without members, of which no search will tell."""
    return Difference(Step(0, 60), Step(0, 60))


def late() -> InstantSet:
    """A set whose members are so far from each other that it takes more than a few steps from one to the next."""
    return Difference(Step(0, 60), Difference(Step(0, 60), Step(0, 10 * DAY)))


def test_what_one_branch_has_is_found_though_another_may_be_searched_for_ever() -> None:
    each = Branches((never(), Step(0, DAY)))
    with at_most(100_000):
        assert each.ceil(1) == DAY
        assert each.floor(2 * DAY - 1) == DAY
        assert list(each.between(DAY, 5 * DAY)) == [DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY]
        assert each.last_between(DAY + 1, 3 * DAY - 1) == 2 * DAY
        assert each.last_between(DAY + 1, DAY + 3600) is None
        assert each.meets(5, DAY)
        assert not each.meets(DAY + 1, DAY + 3600)


def test_what_takes_long_but_comes_sooner_is_not_passed_over() -> None:
    each = Branches((Step(25 * DAY, 30 * DAY), late(), never()))
    with at_most(1_000_000):
        assert each.ceil(1) == 10 * DAY
        assert each.ceil(20 * DAY + 1) == 25 * DAY
        assert each.floor(26 * DAY) == 25 * DAY
        assert each.floor(24 * DAY) == 20 * DAY


def test_of_several_that_take_long_one_that_finds_none_does_not_keep_the_others_from_being_asked() -> None:
    for operands in ((never(), late()), (late(), never())):
        each = Branches(operands)
        with at_most(1_000_000):
            assert each.ceil(1) == 10 * DAY
            assert each.floor(20 * DAY - 1) == 10 * DAY


def test_a_branch_that_once_took_long_is_searched_no_further_than_the_others_are() -> None:
    each = Branches((never(), Step(0, 3600)))
    each.ceil(1)
    with at_most(400):  # 60 of the minutes of one hour
        assert each.ceil(3601) == 7200


class Asking(InstantSet):
    """Every hour, found with many steps from a point on; while it is searched another thread asks, too."""

    def __init__(self, hard_from: int) -> None:
        self.hard_from = hard_from
        self.meanwhile: list[Callable[[], object]] = []

    def ceil(self, instant: int) -> int | None:
        spend(2_000 if instant >= self.hard_from else 0)
        return Step(0, 3600).ceil(instant)

    def between(self, first: int, last: int) -> Iterator[int]:
        while self.meanwhile:
            self.meanwhile.pop()()
        return Step(0, 3600).between(first, last)


def test_while_one_thread_asks_another_may_find_that_a_branch_takes_long() -> None:
    asking = Asking(hard_from=0)
    each = Branches((asking, Asking(hard_from=DAY)))
    asking.meanwhile.append(lambda: each.ceil(DAY))
    with at_most(1_000_000):
        assert each.ceil(1) == 3600


@pytest.mark.parametrize("ask", ASKS)
def test_where_no_branch_has_any_the_search_ends_too(
    ask: Callable[[InstantSet], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branches, "_MOST_STEPS", 2_000)
    with pytest.raises(TooMuchWorkError), at_most(20_000):
        ask(Branches((never(), never())))
