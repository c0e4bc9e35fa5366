"""Names, numbers, dates and moments, as explanations write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}

CLOCK = r"\d\d:\d\d(?::\d\d)?"
WEEKDAY, MONTH = "|".join(WEEKDAYS), "|".join(MONTHS)
DATE = rf"\d+ (?:{MONTH}) \d{{4}}"
MOMENT = rf"(?:(?:the second )?{CLOCK} on )?{DATE}"
NTH = r"(?:\d+(?:st|nd|rd|th)|" + "|".join(COUNTED) + ")"

Span = tuple[date, date]


class NotUnderstoodError(ValueError):
    """A sentence holds what is not understood."""


class IncompleteError(ValueError):
    """A sentence says that it does not tell all."""


def second_of(text: str) -> int:
    """`09:00:30` as seconds after midnight."""
    hour, minute, *rest = map(int, text.split(":"))
    return hour * 3600 + minute * 60 + sum(rest)


def date_of(text: str) -> date:
    """`1 May 2024`."""
    day, month, year = text.split(" ")
    return date(int(year), MONTHS.index(month) + 1, int(day))


def moment_of(text: str) -> datetime:
    """`09:00 on 1 May 2024`, or a day alone, which is its beginning."""
    time, _, day = text.removeprefix("the second ").rpartition(" on ")
    there = date_of(day)
    return datetime(there.year, there.month, there.day) + timedelta(seconds=second_of(time) if time else 0)


def span_of(text: str) -> Span:
    """`1 to 14 July 2024`, `24 December 2024 to 2 January 2025`, one day."""
    first, found, last = text.partition(" to ")
    if not found:
        return date_of(first), date_of(first)
    end = date_of(last)
    if re.fullmatch(r"\d+", first):
        return end.replace(day=int(first)), end
    return (date_of(first) if re.fullmatch(DATE, first) else date_of(f"{first} {end.year}")), end


def number_of(word: str) -> int:
    """`third`, `18th`."""
    if word not in COUNTED and not re.fullmatch(r"\d+(?:st|nd|rd|th)", word):
        raise NotUnderstoodError(f"no place in an order: {word!r}")
    return COUNTED.index(word) + 1 if word in COUNTED else int(word[:-2])


def numbers_of(text: str) -> set[int]:
    """`0, 15 and 30`, `12, 30 to 37 and 52`, `0, 5, 10 and so on to 55`."""
    if found := re.fullmatch(r"(\d+), (\d+), \d+ and so on to (\d+)", text):
        first, second, last = map(int, found.groups())
        return set(range(first, last + 1, second - first))
    pairs = [part.partition(" to ") for part in split_list(text)]
    return {number for first, _, last in pairs for number in range(int(first), int(last or first) + 1)}


def split_list(text: str) -> list[str]:
    """The parts of `a, b and c`, also of `a, b or c`."""
    return re.split(r",? (?:and|or) |, ", text)


def around(names: tuple[str, ...], first: str, last: str) -> list[int]:
    """The places from one name to another, over the end where need be."""
    one, two = names.index(first), names.index(last)
    return [(one + step) % len(names) for step in range((two - one) % len(names) + 1)]
