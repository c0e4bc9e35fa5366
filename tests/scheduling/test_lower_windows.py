from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.tree import (
    WORKDAY,
    And,
    Dates,
    Elapsed,
    Except,
    Expr,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Schedule,
    Times,
    Weekdays,
    Window,
    YearDays,
    Years,
)
from everly.scheduling.dates import date_of
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import Scope, unbounded
from everly.scheduling.lower.windows import days_of, window_on_wall
from everly.scheduling.testing.windows import day_windows, time_windows
from tests.firings import instant
from tests.scheduling.oracle import fires

_UTC = Zone("UTC", UTC)
_DAY = 86_400
_YEARS = (datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))  # a common year and a leap year


def _days(window: Expr, year: int) -> list[str]:
    days = days_of(window)
    start = instant(datetime(year, 1, 1, tzinfo=UTC)) // _DAY
    return [f"{date_of(day):%m-%d}" for day in range(start, start + 366) if days.has(day) and date_of(day).year == year]


@settings(max_examples=150, deadline=None)
@given(day_windows(), st.sampled_from(_YEARS))
def test_window_of_days_holds_the_days_it_names(window: Window, year: datetime) -> None:
    days = days_of(window)
    daily = Schedule(And((Elapsed(_DAY), window)))
    for number in range(0, 365, 3):
        day = year + timedelta(days=number)
        assert days.has(instant(day) // _DAY) == fires(daily, year, UTC, day)


@settings(max_examples=100, deadline=None)
@given(time_windows(), st.lists(st.integers(0, _DAY - 1), min_size=1, max_size=20))
def test_window_of_times_holds_every_second_of_them_on_every_day(window: Times, seconds: list[int]) -> None:
    wall = window_on_wall(window)
    ends = [end + step for span in window.ranges for end in span for step in (-1, 0, 1)]
    year = _YEARS[1]
    for second in (each % _DAY for each in [*seconds, *ends]):
        when = year + timedelta(seconds=second)
        assert wall.has(instant(when)) == fires(Schedule(And((Elapsed(1), window))), year, UTC, when)


@pytest.mark.parametrize(
    ("window", "days"),
    [
        (MonthDays((31,)), ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"]),
        (MonthDays((-1,), (2, 4)), ["02-29", "04-30"]),
        (MonthDays((-2, 1), (2,)), ["02-01", "02-28"]),
        (NthWeekdays(((-1, 4),), (11,)), ["11-29"]),
        (NthWeekdays(((1, WORKDAY), (-1, WORKDAY)), (6,)), ["06-03", "06-28"]),
        (NthWeekdays(((5, 3),), (2, 3)), ["02-29"]),
        (YearDays((((12, 30), (1, 2)),)), ["01-01", "01-02", "12-30", "12-31"]),
        (YearDays((((2, 28), (3, 1)),)), ["02-28", "02-29", "03-01"]),
        (Dates((((2023, 12, 31), (2024, 1, 2)),)), ["01-01", "01-02"]),
        (And((Weekdays((4,)), MonthDays((13,)))), ["09-13", "12-13"]),
        (Except(YearDays((((5, 1), (5, 4)),)), Weekdays((5, 6))), ["05-01", "05-02", "05-03"]),
        (Not(Or((Months(tuple(range(1, 12))), MonthDays(tuple(range(3, 32)))))), ["12-01", "12-02"]),
        (Years(((2000, 2023), (2025, 9999))), []),
    ],
)
def test_days_of_2024(window: Expr, days: list[str]) -> None:
    assert _days(window, 2024) == days


def test_times_past_midnight_belong_to_both_ends_of_the_day() -> None:
    wall = window_on_wall(Times(((22 * 3600, 6 * 3600),)))
    assert [wall.has(second) for second in (0, 6 * 3600, 6 * 3600 + 1, 22 * 3600 - 1, 22 * 3600)] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_window_holds_every_second_of_both_passes_of_a_fold() -> None:
    scope = Scope(Zone("America/New_York", ZoneInfo("America/New_York")), 0)
    window = unbounded(Times(((3600, 2 * 3600 - 1),)), scope)
    fold = instant(datetime(2024, 11, 3, 5, tzinfo=UTC))  # 01:00 in summer time
    assert window.count(fold - _DAY // 2, fold + _DAY // 2) == 2 * 3600
    gap = instant(datetime(2024, 3, 10, 6, tzinfo=UTC))
    skipped = unbounded(Times(((2 * 3600, 3 * 3600 - 1),)), scope)
    assert skipped.count(gap - _DAY // 2, gap + _DAY // 2) == 0


def test_expression_without_days_is_refused() -> None:
    with pytest.raises(TypeError, match="no window of days"):
        days_of(Elapsed(60))
