from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import ALL, NONE
from everly.scheduling.engine.times import NEVER, at, span
from everly.scheduling.engine.wall import EVERYTHING, NOTHING, WallSet, wall_set
from tests.scheduling.engine.oracle import DAY, day_rules

CENTRE = 11_000
seconds = st.sampled_from([0, 1, 3599, 3600, 43_200, 86_399])
single = st.builds(
    wall_set,
    st.frozensets(seconds, min_size=1).map(at) | st.builds(span, seconds, seconds),
    day_rules(CENTRE).map(lambda rule: rule.days),
)
walls = st.recursive(
    single,
    lambda inner: st.builds(WallSet.__or__, inner, inner) | st.builds(WallSet.__sub__, inner, inner),
    max_leaves=4,
)
near = st.builds(lambda day, second: day * DAY + second, st.integers(CENTRE - 20, CENTRE + 20), seconds)


@given(walls, walls, near)
@settings(max_examples=150, deadline=None)
def test_the_algebra_of_wall_sets_is_that_of_their_members(a: WallSet, b: WallSet, wall: int) -> None:
    assert (a & b).has(wall) == (a.has(wall) and b.has(wall))
    assert (a | b).has(wall) == (a.has(wall) or b.has(wall))
    assert (a - b).has(wall) == (a.has(wall) and not b.has(wall))
    assert (~a).has(wall) != a.has(wall)
    assert a & EVERYTHING == a | NOTHING == a - NOTHING == a
    assert a - EVERYTHING == NOTHING


@given(walls, walls)
@settings(max_examples=60, deadline=None)
def test_cells_never_share_a_day(a: WallSet, b: WallSet) -> None:
    for built in (a | b, a & b, ~a):
        for day in range(CENTRE - 20, CENTRE + 20):
            assert sum(days.has(day) for _, days in built.cells) == built.busy.has(day) <= 1
        assert len({times for times, _ in built.cells}) == len(built)


@given(walls, near, near)
@settings(max_examples=150, deadline=None)
def test_search_and_count_agree_with_membership(a: WallSet, one: int, other: int) -> None:
    first, last = sorted((one, other))
    found, back = a.ceil(first, last), a.floor(last, first)
    assert a.meets(first, last) == (found is not None) == (back is not None) == (a.count(first, last) > 0)
    if found is not None and back is not None:
        assert first <= found <= back <= last
        assert a.has(found)
        assert a.has(back)
        assert a.count(first, found) == a.count(back, last) == 1


@given(walls, near, st.integers(-2 * DAY, 2 * DAY))
@settings(max_examples=100, deadline=None)
def test_a_shifted_set_holds_the_seconds_moved(a: WallSet, wall: int, by: int) -> None:
    assert a.shift(by).has(wall + by) == a.has(wall)


def test_nothing_is_kept_of_empty_cells() -> None:
    assert wall_set(NEVER, ALL) == wall_set(at([1]), NONE) == NOTHING
    assert not NOTHING
    assert NOTHING.ceil(0) is None
    assert NOTHING.floor(0) is None
    assert NOTHING.count(MIN_INSTANT, MAX_INSTANT) == 0


def test_the_ends_of_the_calendar_are_the_ends_of_everything() -> None:
    assert EVERYTHING.ceil(MIN_INSTANT - 10) == MIN_INSTANT
    assert EVERYTHING.floor(MAX_INSTANT + 10) == MAX_INSTANT
    assert EVERYTHING.ceil(MAX_INSTANT + 1) is None
    assert EVERYTHING.floor(MIN_INSTANT - 1) is None
    assert EVERYTHING.count(MIN_INSTANT - 10, MAX_INSTANT + 10) == MAX_INSTANT - MIN_INSTANT + 1
