"""Words of an explanation: names, numbers, lists, dates and times of day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from everly.grammar.vocabulary import FULL_MONTHS, FULL_WEEKDAYS
from everly.scheduling.dates import date_of

WEEKDAYS = tuple(name.capitalize() for name in FULL_WEEKDAYS)
MONTHS = tuple(name.capitalize() for name in FULL_MONTHS)
_COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))

Run = tuple[int, int]
"""The first and the last of some numbers in a row."""


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; there is at least one."""
    *others, final = parts
    return f"{', '.join(others)} {last} {final}" if others else final


def listed_apart(parts: Sequence[str], last: str = "and") -> str:
    """The same, but with a comma before the last where a part is a list itself: `a and b, and c`."""
    *others, final = parts
    comma = "," if any(f" {last} " in part for part in parts) else ""
    return f"{', '.join(others)}{comma} {last} {final}" if others else final


def clauses(parts: Sequence[str]) -> str:
    """The same for what could stand as a sentence: `a, and b`, or `a; and b` where there are commas inside."""
    *others, final = parts
    mark = ";" if any(", " in part for part in parts) else ","
    return f"{f'{mark} '.join(others)}{mark} and {final}" if others else final


def opened(text: str) -> str:
    """Words that more is to be said of: a comma keeps that from their last part alone."""
    return f"{text}," if any(mark in text for mark in (" or ", " except ", ", ")) else text


def numbered(number: int) -> str:
    """`1st`, `22nd`, `13th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def counted(number: int) -> str:
    """`first`, `tenth`, `11th`."""
    return _COUNTED[number - 1] if number <= len(_COUNTED) else numbered(number)


def from_end(number: int) -> str:
    """`last`, `second-last`, `11th-last`."""
    return "last" if number == 1 else f"{counted(number)}-last"


def interval(seconds: int, *, days: bool = False) -> str:
    """What follows `every`: `hour`, `90 minutes`, `12,347 seconds`, in the largest unit that comes out even.

    It is a day only where days are asked for: a day of the clock is not always 24 hours.
    """
    size, unit = next((size, unit) for size, unit in _UNITS[not days :] if seconds % size == 0)
    return unit if seconds == size else f"{seconds // size:,} {unit}s"


def clock(second: int) -> str:
    """`09:00`, or `09:00:30` where there are seconds."""
    hour, minute, rest = second // 3600, second // 60 % 60, second % 60
    return f"{hour:02}:{minute:02}" + (f":{rest:02}" if rest else "")


def date_text(day: int) -> str:
    """`1 May 2024`."""
    there = date_of(day)
    return f"{there.day} {MONTHS[there.month - 1]} {there.year:04}"


def dates_listed(days: Iterable[int]) -> list[str]:
    """Days in order by their dates, those of one month together: `25 December 2026`, `24 and 31 December 2027`."""
    by_month: dict[tuple[int, int], list[int]] = {}
    for there in map(date_of, days):
        by_month.setdefault((there.year, there.month), []).append(there.day)
    return [
        f"{listed(list(map(str, numbers)))} {MONTHS[month - 1]} {year:04}"
        for (year, month), numbers in by_month.items()
    ]


def dates_text(first: int, last: int) -> str:
    """`1 to 14 July 2024`, `24 December 2024 to 2 January 2025`."""
    one, other = date_of(first), date_of(last)
    if one.year != other.year:
        return f"{date_text(first)} to {date_text(last)}"
    month = "" if one.month == other.month else f" {MONTHS[one.month - 1]}"
    return f"{one.day}{month} to {date_text(last)}"


def runs(numbers: Iterable[int], cycle: int | None = None) -> list[Run]:
    """Numbers in order as runs of neighbours; with a cycle the last may be followed by the first, cycle after it."""
    found: list[Run] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    if cycle is not None and len(found) > 1 and found[-1][1] + 1 == found[0][0] + cycle:
        (_, end), *found = found
        found[-1] = (found[-1][0], end)
    return found


def numbers_text(numbers: Iterable[int], last: str = "and") -> str:
    """`0, 15 and 30`, `12, 30 to 37 and 52`."""
    parts: list[str] = []
    for first, end in runs(numbers):
        parts += [f"{first} to {end}"] if end - first > 1 else map(str, range(first, end + 1))
    return listed(parts, last)
