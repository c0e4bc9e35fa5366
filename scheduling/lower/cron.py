"""Cron lines: the product of the times and the days that their fields name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import assert_never

from everly.grammar.tree import (
    Cron,
    Field,
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)
from everly.scheduling.engine import days, times
from everly.scheduling.engine.civil import MAX_YEAR, MIN_YEAR, WEEK
from everly.scheduling.engine.dayset import ALL, NONE, Days
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.engine.zones import Zone

_VALUES = {
    FieldKind.SECOND: range(60),
    FieldKind.MINUTE: range(60),
    FieldKind.HOUR: range(24),
    FieldKind.DAY: range(1, 32),
    FieldKind.MONTH: range(1, 13),
    FieldKind.WEEKDAY: range(WEEK),
    FieldKind.YEAR: range(MIN_YEAR, MAX_YEAR + 1),
}
_NUMBERED = (Star, Range)
_FIRST_STEPPED_YEAR = 1970  # where Quartz and APScheduler count `*/4` in the year field from


def cron_set(cron: Cron, zone: Zone) -> InstantSet:
    """The instants of a cron line.

    A line whose minute or hour begins with `*` follows elapsed time through both passes of a fold and over a gap; any
    other names points on the wall clock. That is the rule of Debian's cron, which cronsim follows too.
    """
    return cron_sets(cron, zone, [cron_days(cron)])[0]


def cron_sets(cron: Cron, zone: Zone, choices: Iterable[Days]) -> list[InstantSet]:
    """What the instants of a line would be on days of other choices."""
    times = _times(cron)
    on_clock = window if cron.minute.starred or cron.hour.starred else wall_firing
    return [on_clock(wall_set(times, chosen), zone) for chosen in choices]


def cron_days(cron: Cron) -> Days:
    """The days that a line's fields for day, month, weekday and year allow together.

    Either day field will do when both are restricted; both must hold when one begins with `*` (POSIX, Debian).
    """
    in_month, in_week = _day_fields(cron)
    chosen = in_month & in_week if cron.day.starred or cron.weekday.starred else in_month | in_week
    return chosen & _months_and_years(cron)


def day_readings(cron: Cron) -> tuple[Days, Days]:
    """The days of a line if either of its day fields will do, and if both must hold."""
    (in_month, in_week), rest = _day_fields(cron), _months_and_years(cron)
    return (in_month | in_week) & rest, in_month & in_week & rest


def field_values(field: Field, kind: FieldKind) -> Collection[int]:
    """The numbers that a field's ranges and stars come to; weekdays count from 0, Sunday."""
    if len(field.items) == 1:
        return _members(field.items[0], kind)
    return {value for item in field.items for value in _members(item, kind)}


def _times(cron: Cron) -> Times:
    seconds = (0,) if cron.second is None else field_values(cron.second, FieldKind.SECOND)
    minutes = field_values(cron.minute, FieldKind.MINUTE)
    return times.clock(field_values(cron.hour, FieldKind.HOUR), minutes, seconds)


def _day_fields(cron: Cron) -> tuple[Days, Days]:
    return (
        _days(cron.day, FieldKind.DAY, days.month_days),
        _days(cron.weekday, FieldKind.WEEKDAY, _weekdays),
    )


def _months_and_years(cron: Cron) -> Days:
    chosen = _days(cron.month, FieldKind.MONTH, days.months)
    return chosen if cron.year is None else chosen & _years(cron.year)


def _days(field: Field, kind: FieldKind, numbered: Callable[[Collection[int]], Days]) -> Days:
    """The days that a field gives by number, and those that it names by their place."""
    first = field.items[0]
    if isinstance(first, Star) and first.step == 1:
        return ALL
    found = numbered(field_values(field, kind))
    for item in field.items:
        if not isinstance(item, _NUMBERED):
            found |= _special(item)
    return found


def _weekdays(values: Collection[int]) -> Days:
    return days.weekdays([(value - 1) % WEEK for value in values])


def _special(item: Item) -> Days:
    match item:
        case LastDay(before):
            return days.days_from_end([before + 1])
        case LastWorkday():
            return days.last_weekday_of_month()
        case NearestWorkday(day):
            return days.nearest_weekday(day)
        case NthWeekday(nth, weekday):
            return days.nth_weekday(nth, (weekday - 1) % WEEK)
        case Star() | Range():
            return NONE
        case _:
            assert_never(item)


def _members(item: Item, kind: FieldKind) -> Collection[int]:
    values = _VALUES[kind]
    match item:
        case Star(step):
            return values[::step]
        case Range(first, last, step) if first <= last < values.stop:
            return range(first, last + 1, step)
        case Range(first, last, step):
            past = last + len(values) if last < first else last
            return {_around(value, values) for value in range(first, past + 1, step)}
        case _:
            return ()


def _around(value: int, values: range) -> int:
    """A value in its cycle: a weekday of 7 is 0, and a range that wraps goes on at the least value."""
    return values[(value - values.start) % len(values)]


def _years(field: Field) -> Days:
    return days.any_of(_years_of(item) for item in field.items)


def _years_of(item: Item) -> Days:
    match item:
        case Star(1):
            return ALL
        case Star(step):
            return days.year_periods(step, _FIRST_STEPPED_YEAR)
        case Range(first, last, 1):
            return days.years(first, last)
        case _:
            return days.in_years(_members(item, FieldKind.YEAR))
