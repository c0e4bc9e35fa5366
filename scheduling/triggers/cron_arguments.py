"""Cron lines in the words of APScheduler's CronTrigger, where it has words that mean the same."""

from __future__ import annotations

from everly.grammar.printer.names import ordinal, runs, weekdays
from everly.grammar.tree import Cron, Field, FieldKind, Item, LastDay, NthWeekday, Range, Star
from everly.scheduling.lower.cron import field_values

_FIRST_YEAR = 1970
_LARGEST_STEP = {
    FieldKind.SECOND: 59,
    FieldKind.MINUTE: 59,
    FieldKind.HOUR: 23,
    FieldKind.DAY: 30,
    FieldKind.MONTH: 11,
    FieldKind.YEAR: 8029,
}
_EVERY = Field((Star(),), starred=True)
_ZERO = Field((Range(0, 0),))


def cron_arguments(cron: Cron) -> dict[str, str] | None:
    """The arguments for CronTrigger, or None where it cannot say the line.

    It holds both day fields together, where cron takes either; it knows the last day and the nth weekday of a month
    but no working days, and no years before 1970.
    """
    days = _day_arguments(cron)
    if days is None or not (cron.day.starred or cron.weekday.starred) or not _has_years(cron.year):
        return None
    return days | {
        "second": _numbers(cron.second or _ZERO, FieldKind.SECOND),
        "minute": _numbers(cron.minute, FieldKind.MINUTE),
        "hour": _numbers(cron.hour, FieldKind.HOUR),
        "month": _numbers(cron.month, FieldKind.MONTH),
        "year": _numbers(cron.year or _EVERY, FieldKind.YEAR),
    }


def _has_years(field: Field | None) -> bool:
    """Whether APScheduler knows all the years; it counts steps from 1970, as everly does."""
    match field:
        case None | Field((Star(),)):
            return True
        case _:
            return all(isinstance(item, Range) and item.first >= _FIRST_YEAR for item in field.items)


def _day_arguments(cron: Cron) -> dict[str, str] | None:
    """The day of the month and of the week. APScheduler takes `fri#2` as a day of the month."""
    special = [item for item in cron.weekday.items if not isinstance(item, Star | Range)]
    if special:
        nth = _days(cron.weekday)
        alone = len(special) == len(cron.weekday.items) and cron.day.items == (Star(),)
        return {"day": nth, "day_of_week": "*"} if alone and nth is not None else None
    day = _days(cron.day)
    return None if day is None else {"day": day, "day_of_week": _weekdays(cron.weekday)}


def _days(field: Field) -> str | None:
    special = [_special(item) for item in field.items if not isinstance(item, Star | Range)]
    plain = [item for item in field.items if isinstance(item, Star | Range)]
    numbers = [_numbers(Field(tuple(plain)), FieldKind.DAY)] if plain else []
    return None if "" in special else ",".join(numbers + special)


def _special(item: Item) -> str:
    """One of the days that have no number; empty when APScheduler has no such day."""
    match item:
        case LastDay(0):
            return "last"
        case NthWeekday(-1, weekday):
            return f"last {_weekday(weekday)}"
        case NthWeekday(nth, weekday) if nth > 0:
            return f"{ordinal(nth)} {_weekday(weekday)}"
        case _:
            return ""


def _weekday(value: int) -> str:
    """The name, since APScheduler's numbers have faults."""
    return weekdays([(value - 1) % 7])


def _weekdays(field: Field) -> str:
    values = field_values(field, FieldKind.WEEKDAY)
    return "*" if len(values) == 7 else weekdays((value - 1) % 7 for value in values)


def _numbers(field: Field, kind: FieldKind) -> str:
    """The numbers of a field; only a lone `*` with its step stays as it is, other steps are written out."""
    match field.items:
        case (Star(1),):
            return "*"
        case (Star(step),) if step <= _LARGEST_STEP[kind]:
            return f"*/{step}"
        case _:
            values = field_values(field, kind)
            return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs(values))
