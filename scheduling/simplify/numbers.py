"""Windows as ranges of whole numbers, in which lists of one kind are compared and joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from everly.frozen import replace
from everly.grammar.builder.ranges import circular_merge, merge
from everly.grammar.tree import Dates, MonthDays, Months, NthWeekdays, Times, Weekdays, Window, YearDays, Years
from everly.scheduling.engine.civil import DAY

Pair = tuple[int, int]
Ranges = tuple[Pair, ...]
"""Ascending ranges, both ends in, that neither overlap nor touch."""

_NEW_YEAR, _YEAR = date(2000, 1, 1), 366  # a leap year, so that every day of a year has a number
_NTH = 100  # more than there are working days in a month, counted from either end


def is_same_list(window: Window, other: Window) -> bool:
    """Whether two windows are lists of the same kind, of the same months if they name any."""
    match window, other:
        case (MonthDays(_, months), MonthDays(_, others)) | (NthWeekdays(_, months), NthWeekdays(_, others)):
            return months == others
        case _:
            return type(window) is type(other)


def ranges_of(window: Window) -> Ranges:
    """The members of a list as numbers; those of two lists of one kind can be compared."""
    match window:
        case Weekdays(numbers) | Months(numbers) | MonthDays(numbers):
            return _single(numbers)
        case NthWeekdays(days):
            return _single(weekday * _NTH + nth % _NTH for nth, weekday in days)
        case Years(ranges):
            return merge(ranges)
        case YearDays(year_days):
            return _straight(((_position(*first), _position(*last)) for first, last in year_days), _YEAR)
        case Dates(dates):
            return merge((date(*first).toordinal(), date(*last).toordinal()) for first, last in dates)
        case Times(ranges):
            return _straight(ranges, DAY)
        case _:
            assert_never(window)


def with_ranges(window: Window, ranges: Ranges) -> Window:
    """A list of the same kind with other members, at least one."""
    match window:
        case Weekdays():
            return replace(window, days=_each(ranges))
        case Months():
            return replace(window, months=_each(ranges))
        case MonthDays():
            return replace(window, days=_each(ranges))
        case NthWeekdays():
            return replace(window, days=tuple(map(_nth_weekday, _each(ranges))))
        case Years():
            return replace(window, ranges=ranges)
        case YearDays():
            days = circular_merge(ranges, _YEAR)
            return replace(window, ranges=tuple((_month_day(first), _month_day(last)) for first, last in days))
        case Dates():
            return replace(window, ranges=tuple((_date(first), _date(last)) for first, last in ranges))
        case Times():
            return replace(window, ranges=circular_merge(ranges, DAY))
        case _:
            assert_never(window)


def shared(ranges: Ranges, others: Ranges) -> Ranges:
    """The numbers that both hold."""
    pairs = ((max(first, low), min(last, high)) for first, last in ranges for low, high in others)
    return merge((first, last) for first, last in pairs if first <= last)


def are_apart(window: Window) -> bool:
    """Whether no two members of a list ever share a day, as `31st` and `last day` do."""
    match window:
        case MonthDays(numbers):
            return len({number > 0 for number in numbers}) == 1
        case NthWeekdays():
            return False
        case _:
            return True


def _single(numbers: Iterable[int]) -> Ranges:
    return merge((number, number) for number in numbers)


def _each(ranges: Ranges) -> tuple[int, ...]:
    return tuple(number for first, last in ranges for number in range(first, last + 1))


def _straight(ranges: Iterable[Pair], size: int) -> Ranges:
    """Ranges around a circle, cut where they pass its end."""
    cut = (((first, last),) if first <= last else ((0, last), (first, size - 1)) for first, last in ranges)
    return merge(piece for pieces in cut for piece in pieces)


def _nth_weekday(number: int) -> Pair:
    weekday, nth = divmod(number, _NTH)
    return nth if nth < _NTH // 2 else nth - _NTH, weekday


def _position(month: int, day: int) -> int:
    return (_NEW_YEAR.replace(month=month, day=day) - _NEW_YEAR).days


def _month_day(position: int) -> Pair:
    there = _NEW_YEAR + timedelta(days=position)
    return there.month, there.day


def _date(ordinal: int) -> tuple[int, int, int]:
    there = date.fromordinal(ordinal)
    return there.year, there.month, there.day
