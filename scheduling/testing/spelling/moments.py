"""Moments in other words; zones and free-form dates stay as they are."""

from __future__ import annotations

from typing import assert_never

from everly.grammar.printer.names import ordinal
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
    When,
)
from everly.scheduling.testing.spelling.speech import Speech


def spell_moment(say: Speech, moment: Moment) -> str:
    """The moment and its zone."""
    when = _when(say, moment.when)
    return when if moment.zone is None else f"{when}{say.gap()}{say.zone(moment.zone.name)}"


def _when(say: Speech, when: When) -> str:
    match when:
        case Now():
            return say.word("now")
        case After(count, unit):
            return say.phrase(say.word("in"), say.number(count), say.unit(unit))
        case ClockTime(time):
            return say.clock(time)
        case NextWeekday(weekday, time):
            return _timed(say, say.weekday(weekday), time)
        case DayOfMonth(day, time):
            return _timed(say, say.word(ordinal(day)), time)
        case NearDay(day, time):
            name = say.word(day.value)
            return say.phrase(say.clock(time), name) if time is not None and say.maybe() else _timed(say, name, time)
        case Date(year, month, day, time):
            return _date(say, f"{year:04}-{month:02}-{day:02}", time)
        case FreeDate(text):
            return text
        case _:
            assert_never(when)


def _timed(say: Speech, day: str, time: int | None) -> str:
    if time is None:
        return day
    return say.phrase(day, say.word("at") if say.maybe() else "", say.clock(time))


def _date(say: Speech, date: str, time: int | None) -> str:
    if time is None or say.maybe():
        return _timed(say, date, time)
    iso = f"{time // 3600:02}:{time // 60 % 60:02}:{time % 60:02}"
    return date + say.word("T") + (iso.removesuffix(":00") if say.maybe() else iso)
