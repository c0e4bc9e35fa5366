"""What the fields of a cron line hold, as numbers."""

from __future__ import annotations

from collections.abc import Collection

from everly.grammar.tree import Cron, Field, FieldKind, Range, Star
from everly.scheduling.lower.cron import field_values

SIZES = {
    FieldKind.SECOND: 60,
    FieldKind.MINUTE: 60,
    FieldKind.HOUR: 24,
    FieldKind.DAY: 31,
    FieldKind.MONTH: 12,
    FieldKind.WEEKDAY: 7,
}
"""How many values each field has; the year's have no end."""

LEAST = {FieldKind.DAY: 1, FieldKind.MONTH: 1}
"""The least value of those fields that do not count from 0."""

LONGEST_MONTH = SIZES[FieldKind.DAY]


def is_every(field: Field) -> bool:
    """Whether a field is `*` or `?`, and so leaves everything open."""
    return any(isinstance(item, Star) and item.step == 1 for item in field.items)


def is_restricted(field: Field, kind: FieldKind) -> bool:
    """Whether a field begins otherwise than with `*`, or leaves some values out."""
    return not field.starred or (not is_every(field) and len(field_values(field, kind)) < SIZES[kind])


def plain_values(field: Field | None, kind: FieldKind) -> tuple[int, ...] | None:
    """The values of a field that lists them or gives them as a range; None where it has a star, a step or a letter."""
    if field is None or not all(isinstance(item, Range) and item.step == 1 for item in field.items):
        return None
    return tuple(sorted(field_values(field, kind)))


def have_neighbours(values: Collection[int], size: int) -> bool:
    """Whether two of the values follow each other in a cycle of so many."""
    places = {value % size for value in values}
    return any((place + 1) % size in places for place in places)


def is_daily(cron: Cron) -> bool:
    """Whether a line leaves days, months and years open."""
    fields = (cron.day, cron.month, cron.weekday, cron.year)
    return all(field is None or is_every(field) for field in fields)


def clock_times(cron: Cron) -> tuple[int, ...] | None:
    """The times of day (seconds after midnight) of a line that lists its hours, minutes and seconds."""
    hours, minutes = plain_values(cron.hour, FieldKind.HOUR), plain_values(cron.minute, FieldKind.MINUTE)
    seconds = (0,) if cron.second is None else plain_values(cron.second, FieldKind.SECOND)
    if hours is None or minutes is None or seconds is None:
        return None
    return tuple(
        sorted(3600 * hour + 60 * minute + second for hour in hours for minute in minutes for second in seconds)
    )
