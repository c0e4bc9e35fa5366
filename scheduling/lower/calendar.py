"""Calendar firings: every so many days, weeks, months or years, at times of day."""

from __future__ import annotations

from everly.grammar.tree import At, Calendar, Unit
from everly.scheduling.dates import date_of
from everly.scheduling.engine import days, times
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, WEEK
from everly.scheduling.engine.dayset import Days
from everly.scheduling.engine.nodes import EMPTY, InstantSet
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing
from everly.scheduling.lower.scopes import Scope
from everly.scheduling.lower.windows import days_of


def calendar_set(firing: Calendar, scope: Scope) -> InstantSet:
    """The days of an interval at its times; what it does not state is the anchor's, as the zone's clock shows it."""
    day, second = divmod(scope.wall, DAY)
    if not FIRST_DAY <= day <= LAST_DAY:  # the zone's clock has left the calendar, though UTC has not
        return EMPTY
    chosen = _days(firing, day) if firing.on is None else periods(firing, day) & days_of(firing.on)
    return wall_firing(wall_set(times.at(firing.at or (second,)), chosen), scope.zone)


def at_set(firing: At, scope: Scope) -> InstantSet:
    """Times of day on the days of a window."""
    return wall_firing(wall_set(times.at(firing.times), days_of(firing.window)), scope.zone)


def periods(firing: Calendar, anchor: int) -> Days:
    """All days of every nth week, month or year, counted from that of the anchor, a day number."""
    there = date_of(anchor)
    match firing.unit:
        case Unit.WEEK:
            return days.week_periods(firing.count, anchor)
        case Unit.MONTH:
            return days.month_periods(firing.count, there.year, there.month)
        case Unit.YEAR:
            return days.year_periods(firing.count, there.year)
        case _:
            raise ValueError(f"no period of days: {firing.unit.value}")


def _days(firing: Calendar, anchor: int) -> Days:
    """The anchor's day and every nth day, week, month or year from it, in months too short for it the last day."""
    there = date_of(anchor)
    match firing.unit:
        case Unit.DAY:
            return days.every_nth_day(firing.count, anchor)
        case Unit.WEEK:
            return days.every_nth_day(WEEK * firing.count, anchor)
        case Unit.MONTH:
            return days.every_nth_month(firing.count, there.year, there.month, there.day)
        case Unit.YEAR:
            return days.every_nth_month(12 * firing.count, there.year, there.month, there.day)
        case _:
            raise ValueError(f"elapsed time, not calendar time: {firing.unit.value}")
