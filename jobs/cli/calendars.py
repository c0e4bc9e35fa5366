"""Months drawn in the terminal, with the days marked on which a schedule fires."""

from __future__ import annotations

from calendar import Calendar, month_name
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from everly.frozen import frozen
from everly.jobs.cli.console import Paint, Style, wrapped

MOST = 99
"""The most firings that are counted on a day."""

_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_GAP = 3  # cells between months that stand side by side
_BROAD, _NARROW = 4, 3  # cells of a day with the blank before it; how often it fires needs the broad one


@frozen
class Calendars:
    """What is drawn: months by their first day, and how often the schedule fires on each day on which it does.

    Without colour a day that is not marked is a dot, so that the others stand out; with colour it keeps its number.
    """

    months: tuple[date, ...]
    counts: dict[date, int]
    coloured: bool


def draw(calendars: Calendars, width: int, paint: Paint) -> str:
    """Months side by side as the width allows, below each other where it does not, and what the marks mean."""
    uneven = len(set(calendars.counts.values())) > 1
    cell = _BROAD if uneven and width >= 7 * _BROAD - 1 else _NARROW
    month_width = 7 * cell - 1
    abreast = max(1, (width + _GAP) // (month_width + _GAP))
    months = [list(_month(calendars, month, cell, paint)) for month in calendars.months]
    bands = [months[first : first + abreast] for first in range(0, len(months), abreast)]
    legend = wrapped(_legend(calendars, counted=cell == _BROAD), width)
    return "\n\n".join("\n".join(lines) for lines in (*(_side_by_side(band, month_width) for band in bands), legend))


def _legend(calendars: Calendars, *, counted: bool) -> str:
    marked, others = ("highlighted", "the others") if calendars.coloured else ("numbers", "dots")
    text = f"{marked}: days on which it fires"
    counts = calendars.counts.values()
    if counted:
        text += "; x: how often"
    elif counts and max(counts) > 1:
        least = "" if min(counts) == max(counts) else f"{_times(min(counts))} to "
        text += f", {least}{_times(max(counts))} times on each"
    return f"{text}; {others}: days on which it does not"


@frozen
class _Piece:
    """A text and the cells it takes up, which colour adds nothing to."""

    text: str
    width: int


def _side_by_side(band: Sequence[Sequence[_Piece]], width: int) -> Iterator[str]:
    for lines in zip_longest(*band, fillvalue=_Piece("", 0)):
        yield (" " * _GAP).join(line.text + " " * (width - line.width) for line in lines).rstrip()


def _month(calendars: Calendars, month: date, cell: int, paint: Paint) -> Iterator[_Piece]:
    title = f"{month_name[month.month]} {month.year:04}".center(7 * cell - 1).rstrip()
    yield _Piece(paint(title, Style.TITLE), len(title))
    yield _row([_Piece(name, len(name)) for name in _WEEKDAYS], cell)
    for week in Calendar().monthdayscalendar(month.year, month.month):
        days = [month.replace(day=day) if day else None for day in week]
        yield _row([_day(day, calendars, paint) for day in days], cell)
        counts = [_count(day, calendars, paint) for day in days]
        if cell == _BROAD and any(count.width for count in counts):
            yield _row(counts, cell)


def _row(pieces: Sequence[_Piece], cell: int) -> _Piece:
    """The pieces flush right in their cells; the first cell has no blank before it."""
    line = "".join(" " * (cell - piece.width) + piece.text for piece in pieces)
    return _Piece(line[1:], 7 * cell - 1)


def _day(day: date | None, calendars: Calendars, paint: Paint) -> _Piece:
    if day is None:
        return _Piece("", 0)
    if day in calendars.counts:
        return _Piece(paint(f"{day.day:2}", Style.FIRING), 2)
    return _Piece(paint(f"{day.day:2}", Style.FAINT), 2) if calendars.coloured else _Piece(".", 1)


def _count(day: date | None, calendars: Calendars, paint: Paint) -> _Piece:
    if day is None or day not in calendars.counts:
        return _Piece("", 0)
    count = calendars.counts[day]
    text = f"x{count}" if count <= MOST else f">{MOST}"
    return _Piece(paint(text, Style.FAINT), len(text))


def _times(count: int) -> str:
    return str(count) if count <= MOST else f"more than {MOST}"
