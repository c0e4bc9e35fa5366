"""Triggers without operands, most of them instances of the APScheduler class that means the same.

The same but for changes of the clock: there APScheduler's classes lose firings and repeat them.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

from apscheduler import DeserializationError
from apscheduler.triggers import calendarinterval, cron, interval

from everly.grammar.tree import Calendar, Cron, Elapsed, Unit
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MIN_INSTANT
from everly.scheduling.lower import Scope
from everly.scheduling.triggers.base import ScheduleTrigger
from everly.scheduling.triggers.cron_arguments import cron_arguments
from everly.scheduling.triggers.plan import Plan

_ARGUMENT = {Unit.DAY: "days", Unit.WEEK: "weeks", Unit.MONTH: "months", Unit.YEAR: "years"}
_LONGEST = timedelta.max // timedelta(seconds=1)


class WindowTrigger(ScheduleTrigger):
    """`mon-fri` as an operand: every second of it."""

    __module__ = "everly.scheduling.triggers"


class IntervalTrigger(ScheduleTrigger, interval.IntervalTrigger):
    """`every 90 minutes`: elapsed time, whatever the zone's clock does."""

    __module__ = "everly.scheduling.triggers"

    def _describe(self) -> None:
        match self._plan.shape:
            case Elapsed(seconds), _:
                interval.IntervalTrigger.__init__(self, **_units(seconds), **_named("time", self._ends()))
            case expr, _:
                raise DeserializationError(f"not an interval: {expr}")


class CalendarIntervalTrigger(ScheduleTrigger, calendarinterval.CalendarIntervalTrigger):
    """`every 2 weeks at 09:00`: one time of day on every nth day, week, month or year."""

    __module__ = "everly.scheduling.triggers"

    def _describe(self) -> None:
        match self._plan.shape:
            case Calendar() as firing, scope:
                zone = scope.zone.tzinfo
                dates = [_shown(end, zone).date() for end in self._ends()]
                length: dict[str, Any] = {_ARGUMENT[firing.unit]: firing.count}
                arguments = length | _time_of_day(firing, scope) | _named("date", dates)
                calendarinterval.CalendarIntervalTrigger.__init__(self, **arguments, timezone=zone)
            case expr, _:
                raise DeserializationError(f"not an interval of the calendar: {expr}")


class CronTrigger(ScheduleTrigger, cron.CronTrigger):
    """`0 9 * * mon-fri`: a cron line that APScheduler's own fields can say."""

    __module__ = "everly.scheduling.triggers"

    def _describe(self) -> None:
        match self._plan.shape:
            case Cron() as line, scope if (arguments := cron_arguments(line)) is not None:
                zone = scope.zone.tzinfo
                times = [_shown(end, zone) for end in self._ends()]
                cron.CronTrigger.__init__(self, **arguments, **_named("time", times), timezone=zone)
            case expr, _:
                raise DeserializationError(f"not a cron line that APScheduler's own fields can say: {expr}")


def leaf_class(plan: Plan) -> type[ScheduleTrigger]:
    """The class for a schedule without operands.

    A class may come to hold more schedules, but never fewer: states that name it are kept in data stores.
    """
    match plan.shape:
        case _ if plan.instants.ceil(MIN_INSTANT) is None:
            return ScheduleTrigger
        case _ if plan.is_window:
            return WindowTrigger
        case Elapsed(seconds), _ if seconds <= _LONGEST:
            return IntervalTrigger
        case Calendar() as firing, scope if _is_plain(firing, scope):
            return CalendarIntervalTrigger
        case Cron() as line, _ if cron_arguments(line) is not None:
            return CronTrigger
        case _:
            return ScheduleTrigger


def _is_plain(firing: Calendar, scope: Scope) -> bool:
    """Whether it has one time of day, on a day that no month lacks: APScheduler leaves out months that lack it."""
    if firing.on is not None or (firing.at is not None and len(firing.at) > 1):
        return False
    anchor = scope.wall // DAY
    if not FIRST_DAY <= anchor <= LAST_DAY:
        return False
    there = date_of(anchor)
    match firing.unit:
        case Unit.MONTH:
            return there.day <= 28
        case Unit.YEAR:
            return (there.month, there.day) != (2, 29)
        case _:
            return True


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    """A moment in a zone, or as it is where the zone's clock shows a year that Python does not have."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def _time_of_day(firing: Calendar, scope: Scope) -> dict[str, Any]:
    second = scope.wall % DAY if firing.at is None else firing.at[0]
    return {"hour": second // 3600, "minute": second // 60 % 60, "second": second % 60}


def _units(seconds: int) -> dict[str, Any]:
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds % length == 0:
            return {unit: seconds // length}
    return {"seconds": seconds}


def _named(what: str, ends: list[Any]) -> dict[str, Any]:
    """The first firing and the end, if there is one, as APScheduler calls them."""
    return dict(zip((f"start_{what}", f"end_{what}"), ends, strict=False))
