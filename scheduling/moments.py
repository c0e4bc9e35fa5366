"""Moments: from `tomorrow 10:00` and `May 2, 2024` to instants, given what time it is now and where."""

from __future__ import annotations

from calendar import monthrange
from typing import assert_never

from everly.frozen import frozen
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.moments import moment_text
from everly.grammar.span import Span
from everly.grammar.tree import (
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
    When,
)
from everly.scheduling.absolute import zone_named
from everly.scheduling.dates import Here, check_day, day_number, impossible_date
from everly.scheduling.engine.civil import DAY, FIRST_DAY, MAX_INSTANT, MIN_INSTANT, WEEK, weekday_of
from everly.scheduling.engine.zones import Zone
from everly.scheduling.free_moments import Dated, read_dated
from everly.scheduling.offsets_from_now import day_after, instant_after, is_calendar_time


@frozen
class Reading:
    """The instant that a moment is, and what there is to say about it."""

    instant: int
    warnings: tuple[Fault, ...] = ()


def read_moment(moment: Moment, *, now: int, zone: Zone, closing: bool = False) -> Reading:
    """The instant of a moment, read in its own zone if it names one, else in `zone`.

    A wall time that the clock skips is the first instant after the gap; one that it repeats is the first pass. A day
    without a time is its first second, and its last when the moment is a `closing` one.

    Raises:
        Fault: The moment is not one of the calendar, or its zone is unknown.
    """
    here = Here(now, zone if moment.zone is None else zone_named(moment.zone), moment.span)
    match moment.when:
        case Now():
            check_day(now // DAY, moment.span)
            return Reading(now)
        case After() if not is_calendar_time(moment.when):
            return Reading(instant_after(moment.when, here))
        case _:
            dated = _dated(moment.when, here, closing=closing)
            return Reading(_instant(dated, here.zone, moment.when.span, closing=closing), dated.warnings)


def _dated(when: When, here: Here, *, closing: bool) -> Dated:
    match when:
        case Now():
            return Dated(here.today, here.time)
        case After():
            return Dated(day_after(when, here), here.time)
        case ClockTime(time):
            return Dated(here.today, time)
        case NearDay(day, time):
            return Dated(here.today + (1 if day is RelativeDay.TOMORROW else 0), time)
        case NextWeekday(weekday, time):
            return Dated(here.today + (weekday - weekday_of(here.today)) % WEEK, time)
        case DayOfMonth():
            return Dated(_day_of_month(when, here), when.time)
        case Date(year, month, number, time):
            return Dated(day_number(year, month, number, when.span), time)
        case FreeDate():
            return read_dated(when, here, closing=closing)
        case _:
            assert_never(when)


def _instant(dated: Dated, zone: Zone, span: Span, *, closing: bool) -> int:
    day = check_day(dated.day, span)
    if dated.time is None and closing:
        return _last_instant(day, zone)
    wall = day * DAY + (dated.time or 0)
    instant = zone.first_instant(wall)
    if instant == MIN_INSTANT and wall < zone.reading(instant):
        check_day(FIRST_DAY - 1, span)  # the first hours of year 1 in Asia are before the beginning
    if closing:
        return min(instant, MAX_INSTANT)
    check_day(instant // DAY, span)  # the last hours of 9999 in the Americas are past the end
    return instant


def _last_instant(day: int, zone: Zone) -> int:
    """The last instant of a day: in a second pass if the clock repeats its end, before the gap's end if it skips it."""
    wall = day * DAY + DAY - 1
    first = zone.first_instant(wall)
    if first >= MAX_INSTANT:
        return MAX_INSTANT
    if zone.reading(first) != wall:
        return first - 1
    folds = (change for change in zone.transitions(first + 1, first + DAY) if change.after < change.before)
    passes = (wall - fold.after for fold in folds)
    return next((again for again in passes if zone.reading(again) == wall), first)


def _day_of_month(when: DayOfMonth, here: Here) -> int:
    year, month = here.date.year, here.date.month
    if when.day <= monthrange(year, month)[1]:
        return day_number(year, month, when.day, when.span)
    fault = impossible_date(year, month, when.day, when.span)
    # After each month of fewer than 31 days comes one of 31, in the same year.
    later = moment_text(Moment(Date(year, month + 1, when.day, when.time)))
    fault.help = f"{fault.help}; the next such day is {later}"
    fault.fixes = replacement(when.span, later)
    raise fault
