"""Moments, as `starting` and `until` take them, as canonical text."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from everly.grammar.printer.names import clock, ordinal
from everly.grammar.printer.windows import date_text
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
    Unit,
    When,
)
from everly.grammar.vocabulary import WEEKDAYS


def moment_text(moment: Moment) -> str:
    """`2024-05-01 09:00 Europe/Berlin`, `tomorrow 10:00`, `in 5 minutes`."""
    when = _when(moment.when)
    return when if moment.zone is None else f"{when} {moment.zone.name}"


def counted(count: Fraction, unit: Unit) -> str:
    """`5 minutes`, `1 hour`, `1.5 hours`."""
    return f"{_decimal(count)} {unit.value}{'' if count == 1 else 's'}"


def _when(when: When) -> str:
    match when:
        case Now():
            return "now"
        case After(count, unit):
            return f"in {counted(count, unit)}"
        case ClockTime(time):
            return clock(time)
        case NextWeekday(weekday, time):
            return _with_time(WEEKDAYS[weekday], time)
        case DayOfMonth(day, time):
            return _with_time(ordinal(day), time)
        case NearDay(day, time):
            return _with_time(day.value, time)
        case Date(year, month, day, time):
            return _with_time(date_text((year, month, day)), time)
        case FreeDate(text):
            return text
        case _:
            assert_never(when)


def _with_time(day: str, time: int | None) -> str:
    return day if time is None else f"{day} {clock(time)}"


def _decimal(count: Fraction) -> str:
    """All digits; a count that no decimal equals cannot have been written, so it is refused."""
    places, digits = 0, count
    while digits.denominator % 2 == 0 or digits.denominator % 5 == 0:
        places, digits = places + 1, digits * 10
    if digits.denominator != 1:
        raise ValueError(f"no decimal equals {count}")
    text = str(digits).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}" if places else text
