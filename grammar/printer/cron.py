"""Cron lines as canonical text: sorted and merged items, names for weekdays and months."""

from __future__ import annotations

from typing import assert_never

from everly.grammar.printer.cron_items import in_order
from everly.grammar.printer.names import from_end, ordinal
from everly.grammar.tree import (
    Cron,
    Field,
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)
from everly.grammar.vocabulary import MONTHS, WEEKDAYS


def cron_text(cron: Cron) -> str:
    """Five, six or seven fields, as many as the line had."""
    fields = (
        (cron.second, FieldKind.SECOND),
        (cron.minute, FieldKind.MINUTE),
        (cron.hour, FieldKind.HOUR),
        (cron.day, FieldKind.DAY),
        (cron.month, FieldKind.MONTH),
        (cron.weekday, FieldKind.WEEKDAY),
        (cron.year, FieldKind.YEAR),
    )
    return " ".join(_field(field, kind) for field, kind in fields if field is not None)


def _field(field: Field, kind: FieldKind) -> str:
    return ",".join(_item(item, kind) for item in in_order(field.items, kind))


def _item(item: Item, kind: FieldKind) -> str:
    match item:
        case Star(step):
            return _stepped("*", step)
        case Range(first, last) if first == last:
            return _value(first, kind)
        case Range(first, last, step):
            return _stepped(f"{_value(first, kind)}-{_value(last, kind)}", step)
        case NearestWorkday(day):
            return f"{day}W"
        case LastDay(before):
            return f"L-{before}" if before else "L"
        case LastWorkday():
            return "LW"
        case NthWeekday(nth, weekday):
            return _nth_weekday(nth, _value(weekday, FieldKind.WEEKDAY), kind)
        case _:
            assert_never(item)


def _stepped(values: str, step: int) -> str:
    return values if step == 1 else f"{values}/{step}"


def _value(value: int, kind: FieldKind) -> str:
    match kind:
        case FieldKind.WEEKDAY:
            return WEEKDAYS[(value - 1) % 7]  # the tree counts from Sunday, as cron does
        case FieldKind.MONTH:
            return MONTHS[(value - 1) % 12]
        case _:
            return str(value)


def _nth_weekday(nth: int, name: str, kind: FieldKind) -> str:
    if kind is FieldKind.DAY:
        return f"{ordinal(nth) if nth > 0 else from_end(nth)} {name}"
    return f"{name}#{'L' if nth == -1 else nth}"
