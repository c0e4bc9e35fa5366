"""Days that no year has: why a cron line, or a day of the month in some months, comes to nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from everly.frozen import replace
from everly.grammar.diagnostics import Label
from everly.grammar.diagnostics.catalogue import NEVER_FIRES
from everly.grammar.fault import Fault
from everly.grammar.tree import Cron, Field, FieldKind, LastDay, MonthDays, NearestWorkday
from everly.grammar.vocabulary import FULL_MONTHS, LONGEST_MONTH
from everly.scheduling.engine.civil import FIRST_DAY
from everly.scheduling.lower.cron import cron_days, field_values
from everly.scheduling.wording import quoted


def impossible_cron(cron: Cron, text: str) -> Fault:
    """Why there is no day on which a cron line could fire."""
    if cron.year is not None and cron_days(replace(cron, year=None)).next_day(FIRST_DAY) is not None:
        message = f"none of the years {quoted(cron.year, text)} has such a day"
        days = Label(cron.day.span.join(cron.weekday.span), "these days")
        return Fault(NEVER_FIRES, cron.year.span, message, label="these years", related=(days,))
    months = field_values(cron.month, FieldKind.MONTH)
    missing = missing_day(_least_lengths(cron.day), months)
    if missing is not None:
        related = (Label(cron.month.span, "the months"),)
        return Fault(NEVER_FIRES, cron.day.span, missing, label="this day", related=related)
    message = f"no day is both {quoted(cron.day, text)} of the month and {quoted(cron.weekday, text)} of the week"
    help = "where a day field begins with '*', both must hold"
    return Fault(NEVER_FIRES, cron.day.span.join(cron.weekday.span), message, help=help)


def missing_day(numbers: Iterable[int], months: Collection[int]) -> str | None:
    """What to say when all of these days of the month are past the end of all of these months, else None."""
    least, longest = min(numbers, default=0), max(LONGEST_MONTH[month - 1] for month in months)
    if least <= longest:
        return None
    if len(months) == 1:
        return f"{FULL_MONTHS[min(months) - 1].capitalize()} never has a day {least}"
    return f"none of these months has a day {least}: the longest of them has {longest} days"


def month_day_numbers(window: MonthDays) -> Iterable[int]:
    """How many days a month must have for each day of a window, counted from the front or the end."""
    return map(abs, window.days)


def _least_lengths(field: Field) -> Iterable[int]:
    """How many days a month must have for each item of the day field; of `*` it is 1, and of `2nd mon` too."""
    yield from field_values(field, FieldKind.DAY)
    for item in field.items:
        match item:
            case LastDay(before):
                yield before + 1
            case NearestWorkday(day):
                yield day
            case _:
                yield from ()
