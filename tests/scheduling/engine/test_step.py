import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.civil import FIRST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.days import month_date, months, weekdays
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.engine.formula import Frame, Reachable
from everly.scheduling.engine.nodes import EMPTY
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, Times, at, progression, span
from everly.scheduling.engine.wall import EVERYTHING, WallSet, wall_set
from tests.scheduling.engine.oracle import DAY
from tests.scheduling.engine.test_wall import CENTRE, walls

instants = st.integers(-(10**10), 10**10)
small = st.builds(Step, st.integers(-500, 500), st.integers(1, 60))


@given(st.builds(Step, instants, st.integers(1, 10**9)), instants)
def test_ceil_and_floor_enclose_a_point_within_one_period(step: Step, point: int) -> None:
    above, below = step.ceil(point), step.floor(point)
    assert above is not None
    assert below is not None
    assert below <= point <= above
    assert above - below in (0, step.period)
    assert step.contains(above)
    assert step.contains(point) == (above == point) == (below == point)


@given(small, small)
def test_the_intersection_of_steps_holds_their_common_members(a: Step, b: Step) -> None:
    common = {each for each in range(4000) if a.contains(each) and b.contains(each)}
    assert {each for each in range(4000) if (a & b).contains(each)} == common
    assert (a & b == EMPTY) == (not common)
    assert a & b == b & a


@given(small, small)
def test_within_is_the_subset_relation(a: Step, b: Step) -> None:
    assert a.within(b) == all(b.contains(each) for each in a.between(0, 4000))


@given(small, st.integers(-1000, 1000), st.integers(0, 500))
def test_between_and_count_agree_with_membership(step: Step, first: int, length: int) -> None:
    members = [each for each in range(first, first + length + 1) if step.contains(each)]
    assert list(step.between(first, first + length)) == members
    assert step.count(first, first + length) == len(members)


def test_equal_steps_are_equal_whatever_member_names_them() -> None:
    assert Step(5, 60) == Step(65, 60) == Step(-55, 60)
    assert hash(Step(5, 60)) == hash(Step(-55, 60))


def test_steps_end_with_the_calendar() -> None:
    step = Step(0, 7 * 10**10)
    assert step.ceil(MAX_INSTANT + 1) is None
    assert step.floor(MIN_INSTANT - 1) is None
    assert Step(0, 10**15).ceil(1) is None
    assert Step(0, 10**15).floor(-1) is None
    assert not Step(0, 1).contains(MAX_INSTANT + 1)
    assert list(Step(0, 1).between(MAX_INSTANT - 1, MAX_INSTANT + 5)) == [MAX_INSTANT - 1, MAX_INSTANT]
    assert Step(0, 1).count(MIN_INSTANT - 5, MAX_INSTANT + 5) == MAX_INSTANT - MIN_INSTANT + 1


def test_a_period_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="period 0 is less than 1"):
        Step(0, 0)


def _sieved(step: Step, wall: WallSet, offset: int) -> WallSet:
    return Reachable(frozenset([step])).narrow(wall, Frame(offset, {}))


periods = st.sampled_from([3600, 5400, 25_200, 43_200, DAY, 90_000, 7 * DAY, 648_000])


@given(walls, periods, st.integers(0, 10**6), st.integers(-50_000, 50_000))
@settings(max_examples=80, deadline=None)
def test_a_step_on_the_wall_is_the_step(wall: WallSet, period: int, anchor: int, offset: int) -> None:
    step = Step(anchor, period)
    cut, sieved = step.on_wall(wall, offset), _sieved(step, wall, offset)
    for start in range((CENTRE - 8) * DAY, (CENTRE + 8) * DAY, DAY):
        readings = [each + offset for each in step.between(start - offset, start - offset + DAY - 1)]
        members = [reading for reading in readings if wall.has(reading)]
        assert cut.count(start, start + DAY - 1) == len(members)
        assert all(cut.has(each) for each in members)
        assert sieved.count(start, start + DAY - 1) == (wall.count(start, start + DAY - 1) if members else 0)


@given(st.sampled_from([62, 17, 420, 5400, 7200, 172_800, 100_003]), st.integers(0, 10**6), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_only_turns_on_which_a_step_takes_a_time_are_gone_through(period: int, anchor: int, phase: int) -> None:
    step = Step(anchor, period)
    for times in (progression(62, phase), progression(3600, phase), span(phase % DAY, DAY - 1), ALL_DAY):
        turns = dict(step._by_turn(times, step.anchor))
        assert all(turns.values())
        wanted = {turn: times & progression(period, anchor - turn * DAY) for turn in range(min(step.cycle, 500))}
        assert {turn: shared for turn, shared in turns.items() if turn < 500} == {
            turn: shared for turn, shared in wanted.items() if shared
        }


@pytest.mark.parametrize("period", [60, 25_200, 90_000, 10 * DAY])
def test_cells_bounds_what_on_wall_makes(period: int) -> None:
    step = Step(17, period)
    assert 0 < len(step.on_wall(EVERYTHING, 0)) <= step.cells(EVERYTHING)


@pytest.mark.parametrize("period", [1_000_003, 10**12 - 11, 10**15 - 1, 10**600 + 9])
def test_a_step_of_any_period_is_laid_on_the_wall_in_little_memory(period: int) -> None:
    step, few, hour = Step(12_345, period), wall_set(at([5, 3600, 12_345]), ALL), wall_set(span(0, 3599), ALL)
    tracemalloc.start()
    cut, sieved = step.on_wall(few, 0), _sieved(step, hour, 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
    assert cut.has(12_345)
    assert sieved.busy.next_day(FIRST_DAY) is not None or period > MAX_INSTANT - MIN_INSTANT


@pytest.mark.parametrize("period", [37 * 60, 24 * 60 * 7, 90_000])
@pytest.mark.parametrize("chosen", [weekdays(range(5)), weekdays([0]), months([1]), month_date(2, 29)])
@pytest.mark.parametrize("times", [ALL_DAY, span(0, 40_000)])
def test_whether_a_step_makes_few_cells_is_known_without_making_them(period: int, chosen: Days, times: Times) -> None:
    """A step of more than a day passes some days by, so of 25 turns of 90,000 seconds only 24 have a member."""
    step, wall = Step(1234, period), wall_set(times, chosen)
    cells = len(step.on_wall(wall, 0))
    for most in (cells - 1, cells, 24):
        assert step.is_few_on_wall(wall, most) is (cells <= most)
