"""Rules of days that go by the kind of year, each packed into one integer: to compare and join them is quick then."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from everly.scheduling.engine import days
from everly.scheduling.engine.civil import WEEK
from everly.scheduling.engine.dayset import ALL, Days, DaySet, day_set

_WIDTH = 366
_YEAR = (1 << _WIDTH) - 1

Bits = int
"""The days of all 14 kinds of year: bit 366 * kind + day of the year, counted from 0."""


def packed(rule: Days) -> Bits:
    """A rule as bits.

    Raises:
        TypeError: The rule asks for more than the kind of year.
    """
    if not isinstance(rule, DaySet):
        raise TypeError("the rule depends on more than the kind of year")
    return sum(mask << _WIDTH * kind for kind, mask in enumerate(rule.masks))


def unpacked(bits: Bits) -> DaySet:
    """The rule that some bits are."""
    return day_set(tuple(bits >> _WIDTH * kind & _YEAR for kind in range(14)))


EVERY = packed(ALL)


@cache
def weekday(number: int) -> Bits:
    """All days of the week with a number, 0 is Monday."""
    return packed(days.weekdays([number]))


@cache
def month(number: int) -> Bits:
    """All days of a month, 1 to 12."""
    return packed(days.months([number]))


def weekdays_in(bits: Bits) -> list[int]:
    """The days of the week that some of the days are."""
    return [number for number in range(WEEK) if bits & weekday(number)]


def months_in(bits: Bits) -> list[int]:
    """The months that hold some of the days."""
    return [number for number in range(1, 13) if bits & month(number)]


def in_weekdays(numbers: Iterable[int]) -> Bits:
    """All days of some days of the week."""
    return sum(weekday(number) for number in numbers)


def in_months(numbers: Iterable[int]) -> Bits:
    """All days of some months."""
    return sum(month(number) for number in numbers)
