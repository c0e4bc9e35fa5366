"""What a cron line says, in the words of the language, where plain words can say it."""

from __future__ import annotations

from itertools import product

from everly.grammar.tree import (
    WORKDAY,
    And,
    At,
    Calendar,
    Cron,
    Expr,
    Field,
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    MonthDays,
    Months,
    NthWeekday,
    NthWeekdays,
    Unit,
    Weekdays,
    Window,
    YearDays,
)
from everly.grammar.vocabulary import LONGEST_MONTH
from everly.linting.cron_values import clock_times, is_every, plain_values

MOST_TIMES = 4
"""So many times of day are still easy to read as a list."""


def in_words(cron: Cron) -> Expr | None:
    """Days at times, `mon-fri at 09:00`; None where a line says more than that."""
    times = clock_times(cron)
    if times is None or len(times) > MOST_TIMES or (cron.year is not None and not is_every(cron.year)):
        return None
    if is_every(cron.day) and is_every(cron.weekday) and is_every(cron.month):
        return Calendar(1, Unit.DAY, times)
    days = _days(cron)
    return None if days is None else At(days, times)


def _days(cron: Cron) -> Expr | None:
    """The days of a line that does not leave all of them open, and restricts one of its day fields at most."""
    months = plain_values(cron.month, FieldKind.MONTH)
    if months is None and not is_every(cron.month):
        return None
    if is_every(cron.day) and is_every(cron.weekday):
        return None if months is None else Months(months)
    if not is_every(cron.day) and not is_every(cron.weekday):
        return None
    if is_every(cron.day):
        window = weekday_window(cron.weekday)
        return window if window is None or months is None else And((window, Months(months)))
    return day_window(cron.day, months)


def day_window(field: Field, months: tuple[int, ...] | None = None) -> Window | None:
    """The window of a day field, within some months: `13th`, `last day`, `1st of jan`.

    None where no list says it, nor is there one of no days at all, such as `31` in February.
    """
    days = plain_values(field, FieldKind.DAY)
    if days is not None and months is not None:
        places = [(month, day) for month, day in product(months, days) if day <= LONGEST_MONTH[month - 1]]
        return YearDays(tuple((place, place) for place in places)) if places else None
    if days is not None:
        return MonthDays(days)
    if all(isinstance(item, LastDay) for item in field.items):
        return MonthDays(tuple(-1 - item.before for item in field.items if isinstance(item, LastDay)), months)
    return _nth_window(field, months)


def weekday_window(field: Field) -> Window | None:
    """The window of a weekday field: `mon-fri`, `2nd fri`; None where no list says it."""
    days = plain_values(field, FieldKind.WEEKDAY)
    if days is not None:
        return Weekdays(tuple(sorted((day - 1) % 7 for day in days)))
    return _nth_window(field, None)


def _nth_window(field: Field, months: tuple[int, ...] | None) -> NthWeekdays | None:
    pairs = [_nth(item) for item in field.items]
    found = tuple(pair for pair in pairs if pair is not None)
    return NthWeekdays(found, months) if len(found) == len(pairs) else None


def _nth(item: Item) -> tuple[int, int] | None:
    match item:
        case NthWeekday(nth, weekday):
            return nth, (weekday - 1) % 7
        case LastWorkday():
            return -1, WORKDAY
        case _:
            return None
