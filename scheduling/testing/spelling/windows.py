"""Windows in other words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from everly.grammar.printer.names import from_end, ordinal, runs
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
from everly.scheduling.testing.spelling.speech import Speech


def spell_window(say: Speech, window: Window, *, after_every: bool = False) -> str:
    """The window; after `every`, a day of the month must not be called one (`every 2nd day` has two readings)."""
    match window:
        case Weekdays(days):
            return _weekdays(say, days)
        case Months(months):
            return _months(say, months)
        case Years(ranges):
            return say.listed([_range(say, f"{a:04}", f"{b:04}") for a, b in say.shuffled(ranges)])
        case MonthDays(days, months):
            counted = -1 in days or (not after_every and say.maybe())
            return say.phrase(_ordinals(say, days), say.word("day", "days") if counted else "", _of(say, months))
        case NthWeekdays(days, months):
            return say.phrase(_nth_weekdays(say, days), _of(say, months))
        case YearDays(ranges) if (shared := _shared_days(ranges)) and say.maybe():
            return say.phrase(_ordinals(say, shared[0]), _of(say, shared[1]))
        case YearDays(ranges):
            return say.listed([_year_days(say, a, b) for a, b in say.shuffled(ranges)])
        case Dates(ranges):
            return say.listed([_dates(say, a, b) for a, b in say.shuffled(ranges)])
        case Times(ranges):
            return _times(say, ranges)
        case _:
            assert_never(window)


def spell_bounds(say: Speech, bounds: tuple[int, int]) -> str:
    """`between 09:00 and 17:00`."""
    first, last = bounds
    return say.phrase(say.word("between"), say.clock(first), say.word("and"), closing(say, last))


def closing(say: Speech, last: int) -> str:
    """The end of a range of times; the day's last second is also its closing midnight."""
    return say.pick("24:00", "23:59:59") if last == 86399 else say.clock(last)


def _range(say: Speech, first: str, last: str, *, tight: bool = True) -> str:
    return first if first == last else f"{first}{say.to(tight=tight)}{last}"


def _stretches(say: Speech, values: Sequence[int]) -> list[list[int]]:
    """The values as runs and single values in any order, some of them perhaps twice."""
    parts = [part for run in runs(values) for part in ([run] if say.maybe() else [[value] for value in run])]
    return say.shuffled([*parts, *([say.pick(*parts)] if say.maybe() else [])])


def _weekdays(say: Speech, days: Sequence[int]) -> str:
    groups = {(0, 1, 2, 3, 4): ("weekdays", "weekday"), (5, 6): ("weekends", "weekend")}
    if tuple(days) in groups and say.maybe():
        return say.word(*groups[tuple(days)])
    if not {0, 6}.difference(days) and len(days) < 7 and say.maybe():
        days = [day + 7 if day < _gap(days) else day for day in days]
    return say.listed([_named(say, part, [say.weekday(day % 7) for day in part]) for part in _stretches(say, days)])


def _months(say: Speech, months: Sequence[int]) -> str:
    if not {1, 12}.difference(months) and len(months) < 12 and say.maybe():
        months = [month + 12 if month < _gap(months) else month for month in months]
    stretches = _stretches(say, months)
    return say.listed([_named(say, part, [say.month((month - 1) % 12 + 1) for month in part]) for part in stretches])


def _gap(values: Sequence[int]) -> int:
    """The first value that is missing."""
    return runs(values)[0][-1] + 1


def _named(say: Speech, part: Sequence[int], names: Sequence[str]) -> str:
    return names[0] if len(part) == 1 else f"{names[0]}{say.to()}{names[-1]}"


def _ordinals(say: Speech, numbers: Sequence[int]) -> str:
    """Ordinals in any order, but `last` at the end, where the word it counts follows."""
    spelled = [(part[-1] == -1, _ordinal_range(say, part)) for part in _stretches(say, numbers)]
    last = [text for is_last, text in spelled if is_last]
    return say.listed([text for is_last, text in spelled if not is_last] + last[:1])


def _ordinal_range(say: Speech, part: Sequence[int]) -> str:
    names = [say.word(ordinal(number) if number > 0 else from_end(number)) for number in (part[0], part[-1])]
    return names[0] if len(part) == 1 else f"{names[0]}{say.to(tight=part[0] > 0)}{names[1]}"


def _nth_weekdays(say: Speech, pairs: Sequence[tuple[int, int]]) -> str:
    if say.maybe():
        groups = [([nth], weekday) for nth, weekday in pairs]
    else:
        groups = [([n for n, day in pairs if day == weekday], weekday) for weekday in {day for _, day in pairs}]
    names = [say.word("weekday") if weekday == WORKDAY else say.weekday(weekday) for _, weekday in groups]
    parts = [say.phrase(_ordinals(say, nths), name) for (nths, _), name in zip(groups, names, strict=True)]
    return say.listed(say.shuffled(parts))


def _of(say: Speech, months: Sequence[int] | None) -> str:
    return "" if months is None else say.phrase(say.word("of"), _months(say, months))


def _shared_days(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[list[int], list[int]] | None:
    """Single days that are the same in each of their months, as days and months."""
    held = {first for first, last in ranges if first == last}
    months, days = sorted({month for month, _ in held}), sorted({day for _, day in held})
    whole = len(held) == len(ranges) == len(months) * len(days)
    return (days, months) if whole else None


def _year_days(say: Speech, first: tuple[int, int], last: tuple[int, int]) -> str:
    if first == last:
        return _year_day(say, *first)
    if first[0] == last[0] and first[1] < last[1] and say.maybe():
        month, days = say.month(first[0]), f"{first[1]}{say.to()}{last[1]}"
        return say.pick(f"{month} {days}", f"{days} {month}")
    if say.maybe():
        return f"{say.month(first[0])} {first[1]}{say.to()}{say.month(last[0])} {last[1]}"
    return f"{first[1]} {say.month(first[0])}{say.to()}{last[1]} {say.month(last[0])}"


def _year_day(say: Speech, month: int, day: int) -> str:
    name = say.month(month)
    return say.pick(f"{name} {day}", f"{day} {name}", f"{name} {say.word(ordinal(day))}")


def _dates(say: Speech, first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    texts = ["{:04}-{:02}-{:02}".format(*date) for date in (first, last)]
    return _range(say, texts[0], texts[1], tight=False)


def _times(say: Speech, ranges: Sequence[tuple[int, int]]) -> str:
    if len(ranges) == 1 and say.maybe():
        return spell_bounds(say, ranges[0])
    return say.listed([f"{say.clock(a)}{say.to()}{closing(say, b)}" for a, b in say.shuffled(ranges)])
