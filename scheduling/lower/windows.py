"""Windows: from lists of weekdays, months, dates and times to days and to every second of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import assert_never

from everly.grammar.tree import (
    WORKDAY,
    And,
    Dates,
    Except,
    Expr,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Times,
    Weekdays,
    Window,
    YearDays,
    Years,
)
from everly.scheduling.dates import day_of
from everly.scheduling.engine import days, times
from everly.scheduling.engine.civil import LEAP_MONTHS
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.engine.wall import WallSet, wall_set

MonthDay = tuple[int, int]


def window_on_wall(window: Window) -> WallSet:
    """Every second of a window, as a wall clock shows it."""
    if isinstance(window, Times):
        spans = (times.span(first, last) for first, last in window.ranges)
        return wall_set(reduce(or_, spans, times.NEVER), ALL)
    return wall_set(times.ALL_DAY, days_of(window))


def days_of(expr: Expr) -> Days:
    """The days of a window of days, or of what the algebra makes of several.

    Raises:
        TypeError: The expression is no such window, which the parser would have refused after `on` and before `at`.
    """
    match expr:
        case And(operands):
            return reduce(and_, map(days_of, operands))
        case Or(operands):
            return reduce(or_, map(days_of, operands))
        case Except(base, removed):
            return days_of(base) - days_of(removed)
        case Not(operand):
            return ~days_of(operand)
        case Weekdays() | Months() | Years() | MonthDays() | NthWeekdays() | YearDays() | Dates():
            return _days_of_list(expr)
        case _:
            raise TypeError(f"no window of days: {expr}")


def _days_of_list(window: Weekdays | Months | Years | MonthDays | NthWeekdays | YearDays | Dates) -> Days:
    match window:
        case Weekdays():
            return days.weekdays(window.days)
        case Months(months):
            return days.months(months)
        case Years(ranges):
            return days.any_of(days.years(first, last) for first, last in ranges)
        case MonthDays():
            return _month_days(window.days) & _in_months(window.months)
        case NthWeekdays():
            return days.any_of(_nth(nth, weekday) for nth, weekday in window.days) & _in_months(window.months)
        case YearDays(ranges):
            return days.any_of(_season(first, last) for first, last in ranges)
        case Dates(ranges):
            return days.any_of(days.date_range(day_of(date(*first)), day_of(date(*last))) for first, last in ranges)
        case _:
            assert_never(window)


def _in_months(months: tuple[int, ...] | None) -> Days:
    return ALL if months is None else days.months(months)


def _month_days(numbers: Iterable[int]) -> Days:
    numbers = tuple(numbers)
    from_start = days.month_days(number for number in numbers if number > 0)
    return from_start | days.days_from_end(-number for number in numbers if number < 0)


def _nth(nth: int, weekday: int) -> Days:
    return days.nth_working_day(nth) if weekday == WORKDAY else days.nth_weekday(nth, weekday)


def _season(first: MonthDay, last: MonthDay) -> Days:
    """The days of every year from one date to another, both ends in; past New Year when the last comes first."""
    if last < first:
        return _season(first, (12, 31)) | _season((1, 1), last)
    return days.any_of(_part_of_month(month, first, last) for month in range(first[0], last[0] + 1))


def _part_of_month(month: int, first: MonthDay, last: MonthDay) -> Days:
    low = first[1] if month == first[0] else 1
    high = last[1] if month == last[0] else LEAP_MONTHS[month - 1]
    return days.months([month]) & days.month_days(range(low, high + 1))
