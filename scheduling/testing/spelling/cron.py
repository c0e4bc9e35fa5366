"""Cron lines in other words: item for item, so that the tree stays the same."""

from __future__ import annotations

from typing import assert_never

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
from everly.scheduling.testing.spelling.speech import Speech


def spell_cron(say: Speech, cron: Cron) -> str:
    """The line with other blanks, names for numbers and numbers for names."""
    fields = {kind: getattr(cron, kind.value) for kind in FieldKind}
    order = (FieldKind.SECOND, FieldKind.MINUTE, FieldKind.HOUR, FieldKind.DAY, FieldKind.MONTH, FieldKind.WEEKDAY)
    spelled = [_field(say, fields[kind], kind) for kind in (*order, FieldKind.YEAR) if fields[kind] is not None]
    return say.phrase(*spelled)


def _field(say: Speech, field: Field, kind: FieldKind) -> str:
    return ",".join(_item(say, item, kind) for item in field.items)


def _item(say: Speech, item: Item, kind: FieldKind) -> str:
    match item:
        case Star(step):
            return say.pick("*", "?") + ("" if step == 1 and say.maybe() else f"/{step}")
        case Range():
            return _range(say, item, kind)
        case LastDay(before):
            return f"{say.word('L')}-{before}" if before else say.word("L", "last")
        case LastWorkday():
            return say.word("LW")
        case NearestWorkday(day):
            return f"{day}{say.word('W')}"
        case NthWeekday(nth, weekday):
            return _nth_weekday(say, nth, weekday, kind)
        case _:
            assert_never(item)


def _range(say: Speech, item: Range, kind: FieldKind) -> str:
    first, last = _value(say, item.first, kind), _value(say, item.last, kind)
    if item.first == item.last:
        return first
    if item.last < item.first:  # only names wrap
        first = _name(say, item.first, kind)
    return f"{first}-{last}" + ("" if item.step == 1 and say.maybe() else f"/{item.step}")


def _value(say: Speech, number: int, kind: FieldKind) -> str:
    if kind in {FieldKind.MONTH, FieldKind.WEEKDAY} and say.maybe():
        return _name(say, number, kind)
    digits = f"{number:04}" if kind is FieldKind.YEAR else str(number)
    return digits if kind is FieldKind.YEAR else say.pick(digits, f"0{digits}"[-2:])


def _name(say: Speech, number: int, kind: FieldKind) -> str:
    return say.month(number) if kind is FieldKind.MONTH else say.weekday((number - 1) % 7)


def _nth_weekday(say: Speech, nth: int, weekday: int, kind: FieldKind) -> str:
    name = say.weekday((weekday - 1) % 7)
    if kind is FieldKind.DAY:
        return f"{say.word(ordinal(nth) if nth > 0 else from_end(nth))}{say.pick(' ', '  ')}{name}"
    day = say.pick(name, str(weekday))
    short = f"{name[:3]}{say.word('L')}"
    return say.pick(f"{day}#{say.word('L')}", f"{weekday}{say.word('L')}", short) if nth == -1 else f"{day}#{nth}"
