"""Moments and zones, as clauses take them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from everly.grammar.tree import (
    SECONDS,
    After,
    ClockTime,
    Date,
    DayOfMonth,
    FreeDate,
    Moment,
    NearDay,
    NextWeekday,
    Now,
    RelativeDay,
    Unit,
    When,
    Zone,
)
from everly.scheduling.testing.zones import zones

FREE_DATES = ("May 2, 2024", "2 May 2024", "May 2, 2024 at 10 PM", "May 2 2024 10:00", "5/13/2024", "thu, may 2 2024")


@cache
def times_of_day() -> st.SearchStrategy[int]:
    """Seconds after midnight, often whole hours or minutes."""
    hours = st.integers(0, 23).map(lambda hour: hour * 3600)
    minutes = st.integers(0, 1439).map(lambda minute: minute * 60)
    return st.one_of(hours, minutes, st.integers(0, 86399))


@cache
def _iso_dates() -> st.SearchStrategy[When]:
    day = st.dates(date(1000, 1, 1)) | st.dates(date(2020, 1, 1), date(2030, 12, 31))
    return st.builds(lambda day, time: Date(day.year, day.month, day.day, time), day, st.none() | times_of_day())


@cache
def _later() -> st.SearchStrategy[When]:
    """So many units, as decimals that come to whole seconds."""
    whole = st.builds(After, st.integers(1, 400).map(Fraction), st.sampled_from(Unit))
    halves = st.builds(
        After, st.integers(1, 400).map(lambda count: Fraction(count, 4)), st.sampled_from((Unit.MINUTE, Unit.HOUR))
    )
    return whole | halves.filter(lambda later: (later.count * SECONDS[later.unit]).denominator == 1)


@cache
def moments() -> st.SearchStrategy[Moment]:
    """Every kind of moment, with a zone where one may stand."""
    time = st.none() | times_of_day()
    placed: st.SearchStrategy[When] = st.one_of(
        _iso_dates(),
        st.builds(ClockTime, times_of_day()),
        st.builds(NextWeekday, st.integers(0, 6), time),
        st.builds(DayOfMonth, st.integers(1, 31), time),
        st.builds(NearDay, st.sampled_from(RelativeDay), time),
    )
    free: st.SearchStrategy[When] = st.one_of(
        st.just(Now()), _later(), st.builds(FreeDate, st.sampled_from(FREE_DATES))
    )
    return st.builds(Moment, placed, st.none() | zones().map(Zone)) | st.builds(Moment, free)
