from calendar import monthrange
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import or_
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import days, spacing, times
from everly.scheduling.engine.bits import Gap, bit_index
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.spacing import extremes, stretches, wall_gaps
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned, wall_firing, window
from tests.scheduling.engine.oracle import CHANGES, ZONES, day_rules, number

seconds = st.integers(0, 23).map(lambda hour: hour * 3600) | st.integers(0, DAY - 1)
some_times = st.sets(seconds, min_size=1, max_size=4).map(times.at) | st.builds(times.span, seconds, seconds)


@st.composite
def wall_sets(draw: st.DrawFn, centre: int) -> WallSet:
    """Up to three day rules with times of their own."""
    rules = draw(st.lists(st.tuples(some_times, day_rules(centre)), min_size=1, max_size=3))
    joined = wall_set(rules[0][0], rules[0][1].days)
    for chosen, rule in rules[1:]:
        joined |= wall_set(chosen, rule.days)
    return joined


def neighbours(base: Pattern | Zoned, first: int, last: int) -> list[Gap]:
    """The distance of each member to the next, found one by one."""
    listed, found = [], base.ceil(first)
    while found is not None and found <= last:
        listed.append(found)
        found = base.ceil(found + 1)
    return [Gap(other - one, one) for one, other in pairwise(listed)]


def assert_are_the_extremes(base: Pattern | Zoned, first: int, last: int) -> None:
    told, found = neighbours(base, first, last), extremes(wall_gaps(stretches(base, first, last)))
    if not told:
        assert found is None
        return
    assert found is not None
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)
    assert {found.shortest, found.longest} <= set(told)


@given(st.data(), st.integers(0, 400 * DAY), st.integers(0, 3 * DAY))
@settings(max_examples=60, deadline=None)
def test_extremes_in_utc_are_those_of_all_neighbours(data: st.DataObject, start: int, more: int) -> None:
    centre = 19_800
    wall = data.draw(wall_sets(centre))
    length = min(more if any(times.count > 50 for times, _ in wall.cells) else start + more, 400 * DAY)
    first = (centre - 200) * DAY + start
    assert_are_the_extremes(Pattern(wall), first, first + length)


def test_days_that_are_far_apart_are_indexed_once_however_many_cells_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    with_index = Mock(wraps=bit_index)
    monkeypatch.setattr(spacing, "bit_index", with_index)
    months = (1, 3, 5, 7, 9, 11)
    cells = [wall_set(times.at([month * 3600]), days.month_date(month, 1)) for month in months]
    assert_are_the_extremes(Pattern(reduce(or_, cells)), 40 * DAY, 3650 * DAY)
    assert with_index.call_count == 1 + 2 * len(cells)  # all days, and twice those of each cell


@given(st.data(), st.sampled_from(CHANGES), st.integers(-20 * DAY, 3 * DAY), st.integers(0, 40 * DAY), st.booleans())
@settings(max_examples=60, deadline=None)
def test_extremes_around_clock_changes_are_those_of_all_neighbours(
    data: st.DataObject, change: tuple[str, int], start: int, length: int, is_firing: bool
) -> None:
    zone, centre = change
    wall = data.draw(wall_sets(centre // DAY))
    if any(times.count > 50 for times, _ in wall.cells):
        length = min(length, DAY // 4)
    base = (wall_firing if is_firing else window)(wall, ZONES[zone])
    if isinstance(base, Pattern | Zoned):
        assert_are_the_extremes(base, centre + start, centre + start + length)


@pytest.mark.parametrize(
    ("month", "day", "weekday"), [(2, 29, None), (2, 29, 4), (None, 13, 4), (None, 31, None), (10, 31, 6)]
)
def test_rare_days_over_all_of_time(month: int | None, day: int, weekday: int | None) -> None:
    rule = days.month_days({day}) & days.weekdays({weekday} if weekday is not None else range(7))
    base = Pattern(wall_set(times.at([60]), rule & days.months({month} if month else range(1, 13))))
    listed = [
        number(date(year, each, day)) * DAY + 60
        for year in range(1, 10_000)
        for each in ([month] if month else range(1, 13))
        if day <= monthrange(year, each)[1] and weekday in (None, date(year, each, day).weekday())
    ]
    told = [Gap(other - one, one) for one, other in pairwise(listed)]
    found = extremes(wall_gaps(stretches(base, MIN_INSTANT, MAX_INSTANT)))
    assert found is not None
    assert {found.shortest, found.longest} <= set(told)
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)


def test_one_member_or_none_has_no_gaps() -> None:
    base = Pattern(wall_set(times.at([3600]), days.date_range(5, 5)))
    assert extremes(wall_gaps(stretches(base, MIN_INSTANT, MAX_INSTANT))) is None
    assert extremes(wall_gaps(stretches(base, 0, 100))) is None
