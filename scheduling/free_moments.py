"""Free-form dates made whole: what they leave open is taken from today, and what they say twice must agree."""

from __future__ import annotations

from everly.frozen import frozen
from everly.grammar.diagnostics.catalogue import AMBIGUOUS_DATE, UNREADABLE_MOMENT
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.moments import moment_text
from everly.grammar.span import Span
from everly.grammar.tree import Date, FreeDate, Moment
from everly.grammar.weekdays import weekday_conflict
from everly.scheduling.dates import Here, date_of, day_number
from everly.scheduling.engine.civil import weekday_of
from everly.scheduling.free_dates import FreeReading, Parts, read_free_date


@frozen
class Dated:
    """A day number, a time of day if one was written, and warnings."""

    day: int
    time: int | None
    warnings: tuple[Fault, ...] = ()


def read_dated(node: FreeDate, here: Here, *, closing: bool) -> Dated:
    """Read a free-form date.

    A missing year is this year, `May 2024` its first day, `2024` its first day, `Monday 5th` and a time alone are of
    this month and of today. An end (`closing`) needs its day: `until May` could mean either end of it.

    Raises:
        Fault: It is no date, it does not exist, or its weekday is another.
    """
    reading = read_free_date(node)
    if closing and reading.parts.day is None and reading.parts != _NOTHING:
        raise Fault(
            UNREADABLE_MOMENT,
            node.span,
            f"'{node.text}' could end at its beginning or at its end",
            help="write the last day, such as 2024-05-31",
        )
    day = _day(reading.parts, node, here)
    _check_year(day, reading, node)
    if reading.weekday is not None:
        _check_weekday(reading.weekday, day, reading, node, here)
    return Dated(day, reading.time, _ambiguity(day, reading, node, here))


_NOTHING = Parts(None, None, None)


def _day(parts: Parts, node: FreeDate, here: Here) -> int:
    today = here.date
    match parts:
        case Parts(None, None, None):
            return here.today
        case Parts(None, None, int(day)):
            return day_number(today.year, today.month, day, node.span)
        case _:
            year = today.year if parts.year is None else parts.year
            month, day = (1 if part is None else part for part in (parts.month, parts.day))
            return day_number(year, month, day, node.span)


def _check_weekday(weekday: tuple[int, Span], day: int, reading: FreeReading, node: FreeDate, here: Here) -> None:
    written, place = weekday
    if weekday_of(day) == written:
        return
    fault = weekday_conflict(date_of(day), written, place)
    if place == node.span:
        fault.fixes = ()
    other = None if reading.swapped is None else _day(reading.swapped, node, here)
    if other is not None and weekday_of(other) == written:  # the weekday tells that the day came first
        fault.fixes = (*replacement(node.span, _iso(other, reading.time)), *fault.fixes)
    raise fault


def _check_year(day: int, reading: FreeReading, node: FreeDate) -> None:
    """`24/05/01`: no month comes first, so it could be the year as well as the day, unless a weekday tells."""
    if reading.year_first is None:
        return
    weekdays = [weekday_of(day), weekday_of(reading.year_first)]
    if reading.weekday is not None and weekdays[0] == reading.weekday[0] != weekdays[1]:
        return
    fixes = (replacement(node.span, _iso(each, reading.time)) for each in (reading.year_first, day))
    message, help = f"'{node.text}' could begin or end with its year", "write the year first, with four digits"
    raise Fault(UNREADABLE_MOMENT, node.span, message, help=help, fixes=tuple(fix for pair in fixes for fix in pair))


def _ambiguity(day: int, reading: FreeReading, node: FreeDate, here: Here) -> tuple[Fault, ...]:
    if reading.swapped is None:
        return ()
    other = _day(reading.swapped, node, here)
    if reading.weekday is not None and weekday_of(other) != weekday_of(day):
        return ()
    read, swapped = _iso(day, reading.time), _iso(other, reading.time)
    return (
        Fault(
            AMBIGUOUS_DATE,
            node.span,
            f"'{node.text}' is read month first, as {date_of(day)}",
            help=f"write {date_of(day)}, or {date_of(other)} for the day first",
            fixes=(*replacement(node.span, read), *replacement(node.span, swapped)),
        ),
    )


def _iso(day: int, time: int | None) -> str:
    there = date_of(day)
    return moment_text(Moment(Date(there.year, there.month, there.day, time)))
