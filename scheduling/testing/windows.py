"""Windows that keep what the tree promises: sorted, merged, on dates that there are."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from everly.grammar.tree import (
    WORKDAY,
    Dates,
    MonthDays,
    Months,
    NthWeekdays,
    Times,
    Weekdays,
    Window,
    YearDays,
    Years,
)
from everly.grammar.vocabulary import LONGEST_MONTH
from everly.scheduling.testing.ranges import circular, disjoint, subsets

_LEAP_YEAR = date(2024, 1, 1)
_FIRST, _LAST = date(1970, 1, 1).toordinal(), date(2100, 12, 31).toordinal()


@cache
def days_of_month() -> st.SearchStrategy[tuple[int, ...]]:
    """Days counted from the front or the end, or both."""
    front = subsets(range(1, 32))
    back = subsets(range(-31, 0), most=2).filter(lambda days: len(days) < 4)
    return st.one_of(front, back, st.tuples(back, front).map(lambda both: both[0] + both[1]))


@cache
def nth_weekdays() -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Pairs of an ordinal and a weekday."""
    weekday = st.tuples(st.sampled_from((1, 2, 3, 4, 5, -1, -2, -5)), st.integers(0, 6))
    workday = st.tuples(st.sampled_from((1, 2, 15, -1, -3)), st.just(WORKDAY))
    return st.sets(st.one_of(weekday, workday), min_size=1, max_size=3).map(
        lambda pairs: tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0] < 0, pair[0])))
    )


def _has_days(window: MonthDays) -> bool:
    """Whether the longest of its months has any of its days."""
    longest = max(LONGEST_MONTH[month - 1] for month in window.months or (1,))
    return any(abs(day) <= longest for day in window.days)


def _from_the_end(window: MonthDays) -> bool:
    """Whether it has no months or counts from their end; other days of months that are named are days of the year."""
    return window.months is None or min(window.days) < 0


def _shared_days(days: tuple[int, ...], months: tuple[int, ...]) -> YearDays:
    """The same days of several months; no two of the days are neighbours."""
    return YearDays(tuple(((month, day), (month, day)) for month in months for day in days))


def _month_and_day(day: int) -> tuple[int, int]:
    when = _LEAP_YEAR + timedelta(days=day)
    return when.month, when.day


def _date(ordinal: int) -> tuple[int, int, int]:
    when = date.fromordinal(ordinal)
    return when.year, when.month, when.day


@cache
def _some_months() -> st.SearchStrategy[tuple[int, ...] | None]:
    return st.none() | subsets(range(1, 13))


@cache
def day_windows() -> st.SearchStrategy[Window]:
    """Windows that are one list of whole days."""
    days = circular(0, 365).map(lambda found: YearDays(tuple((_month_and_day(a), _month_and_day(b)) for a, b in found)))
    dates = disjoint(_FIRST, _LAST).map(lambda found: Dates(tuple((_date(a), _date(b)) for a, b in found)))
    return st.one_of(
        st.builds(Weekdays, subsets(range(7))),
        st.builds(Months, subsets(range(1, 13))),
        st.builds(Years, disjoint(1970, 2100)),
        st.builds(MonthDays, days_of_month(), _some_months()).filter(_has_days).filter(_from_the_end),
        st.builds(_shared_days, subsets(range(2, 28, 2)), subsets(range(1, 13))),
        st.builds(NthWeekdays, nth_weekdays(), _some_months()),
        days,
        dates,
    )


@cache
def time_windows() -> st.SearchStrategy[Window]:
    """Times of day, often whole minutes."""
    minutes = circular(0, 1439).map(lambda found: Times(tuple((a * 60, b * 60) for a, b in found)))
    return minutes | st.builds(Times, circular(0, 86399))
