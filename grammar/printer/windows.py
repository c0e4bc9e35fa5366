"""Windows as canonical text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from everly.grammar.printer.names import clock, from_end, listed, months, ordinal, weekdays
from everly.grammar.tree import (
    WORKDAY,
    Dates,
    MonthDays,
    Months,
    NthWeekdays,
    Times,
    Weekdays,
    Window,
    YearDays,
    Years,
)
from everly.grammar.vocabulary import LONGEST_MONTH, MONTHS, WEEKDAYS

MonthDay = tuple[int, int]


def window_text(window: Window) -> str:
    """A window that is one list: `mon-fri`, `1st,last day of feb`, `dec 24-26`, `09:00-17:00`."""
    match window:
        case Weekdays(days):
            return weekdays(days)
        case Months(numbers):
            return months(numbers)
        case Years(ranges):
            return ",".join(_years(first, last) for first, last in ranges)
        case MonthDays(days, of):
            return _ordinals(days) + (" day" if min(days) < 0 else "") + _of(of)
        case NthWeekdays(days, of):
            return _nth_weekdays(days) + _of(of)
        case YearDays(ranges):
            listed_days = ",".join(_year_days(first, last) for first, last in ranges)
            return min(filter(None, (listed_days, _shared_days(ranges))), key=len)
        case Dates(ranges):
            return ",".join(_dates(first, last) for first, last in ranges)
        case Times(ranges):
            return ",".join(f"{clock(first)}-{_closing(last)}" for first, last in ranges)
        case _:
            assert_never(window)


def _of(numbers: tuple[int, ...] | None) -> str:
    return "" if numbers is None else f" of {months(numbers)}"


def _years(first: int, last: int) -> str:
    return f"{_year(first)}-{_year(last)}" if last - first > 1 else ",".join(map(_year, range(first, last + 1)))


def _year(year: int) -> str:
    return f"{year:04}"


def _ordinals(numbers: Iterable[int]) -> str:
    """Those counted from the front, then those from the end, each ascending: `1st,15th,2nd-last,last`."""
    numbers = set(numbers)
    front = listed((number for number in numbers if number > 0), ordinal)
    back = listed((number for number in numbers if number < 0), from_end, " - ")
    return ",".join(filter(None, (front, back)))


def _nth_weekdays(pairs: tuple[tuple[int, int], ...]) -> str:
    """`1st,3rd mon,last fri`: each weekday once, Monday first."""
    named = sorted({weekday for _, weekday in pairs})
    return ",".join(f"{_ordinals(nth for nth, day in pairs if day == weekday)} {_day(weekday)}" for weekday in named)


def _day(weekday: int) -> str:
    return "weekday" if weekday == WORKDAY else WEEKDAYS[weekday]


def _closing(last: int) -> str:
    """The end of a range of times; one that holds the day's last second runs to `24:00`."""
    return "24:00" if last == 86399 else clock(last)


def _year_days(first: MonthDay, last: MonthDay) -> str:
    if first == last:
        return _year_day(first)
    if first[0] == last[0] and first < last:
        return f"{_year_day(first)}-{last[1]}"
    return f"{_year_day(first)}-{_year_day(last)}"


def _shared_days(ranges: tuple[tuple[MonthDay, MonthDay], ...]) -> str | None:
    """`1st,15th of jun-aug`, where several months have the same days but for those that a month is too short for."""
    if any(first[0] != last[0] or last < first for first, last in ranges):
        return None
    held = {(first[0], day) for first, last in ranges for day in range(first[1], last[1] + 1)}
    numbers, days = {month for month, _ in held}, {day for _, day in held}
    shared = {(month, day) for month in numbers for day in days if day <= LONGEST_MONTH[month - 1]}
    return f"{_ordinals(days)} of {months(numbers)}" if held == shared and len(numbers) > 1 else None


def _year_day(day: MonthDay) -> str:
    return f"{MONTHS[day[0] - 1]} {day[1]}"


def _dates(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    return date_text(first) if first == last else f"{date_text(first)} - {date_text(last)}"


def date_text(date: tuple[int, int, int]) -> str:
    """`2024-05-01`."""
    year, month, day = date
    return f"{year:04}-{month:02}-{day:02}"
