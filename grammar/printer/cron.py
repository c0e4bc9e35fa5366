"""Cron lines as canonical text: sorted and merged items, names for weekdays and months.

Whether a field begins with `*` decides how a line treats its two day fields and the changes of the clock, so a field
keeps its `*` and never gains one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from everly.grammar.printer.names import from_end, months, ordinal, run_items, runs, weekdays
from everly.grammar.tree import (
    Cron,
    Field,
    FieldKind,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)
from everly.grammar.vocabulary import WEEKDAYS

_Special = LastDay | LastWorkday | NearestWorkday | NthWeekday


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
    stars = sorted({item.step for item in field.items if isinstance(item, Star)})
    starred = ["*" if step == 1 else f"*/{step}" for step in stars]
    plain = [*_numbers(field, kind), *_specials(field, kind)]
    return ",".join(starred + plain if field.starred else plain + starred)


def _numbers(field: Field, kind: FieldKind) -> list[str]:
    ranges = [item for item in field.items if isinstance(item, Range)]
    match kind:
        case FieldKind.WEEKDAY:
            # The tree counts from Sunday, as cron does; the text begins with Monday.
            return _names({(value - 1) % 7 for item in ranges for value in _members(item, 7)}, weekdays)
        case FieldKind.MONTH:
            return _names({(value - 1) % 12 + 1 for item in ranges for value in _members(item, 12)}, months)
        case _:
            return _merged(ranges)


def _names(values: set[int], text: Callable[[set[int]], str]) -> list[str]:
    return [text(values)] if values else []


def _members(item: Range, cycle: int = 0) -> range:
    """The values of a range; one that runs over the end of its cycle goes on counting."""
    last = item.last + cycle if item.last < item.first else item.last
    return range(item.first, last + 1, item.step)


def _merged(ranges: list[Range]) -> list[str]:
    """Values and ranges joined where they touch; what has a step of two or more members stays beside them."""
    stepped = {_members(item) for item in ranges if item.step > 1 and len(_members(item)) > 2}
    plain = {value for item in ranges for value in _members(item) if _members(item) not in stepped}
    kept = [members for members in stepped if not plain.issuperset(members)]
    items = [((run[0], 0, 0), ",".join(run_items(run, str))) for run in runs(plain)]
    items += [((members[0], members.step, members[-1]), _stepped(members)) for members in kept]
    return [text for _, text in sorted(items)]


def _stepped(members: range) -> str:
    return f"{members[0]}-{members[-1]}/{members.step}"


def _specials(field: Field, kind: FieldKind) -> list[str]:
    special = {item for item in field.items if not isinstance(item, Star | Range)}
    return [_special(item, kind) for item in sorted(special, key=_special_order)]


def _special(item: _Special, kind: FieldKind) -> str:
    match item:
        case NearestWorkday(day):
            return f"{day}W"
        case LastDay(before):
            return f"L-{before}" if before else "L"
        case LastWorkday():
            return "LW"
        case NthWeekday(nth, weekday):
            return _nth_weekday(nth, WEEKDAYS[(weekday - 1) % 7], kind)
        case _:
            assert_never(item)


def _nth_weekday(nth: int, name: str, kind: FieldKind) -> str:
    if kind is FieldKind.DAY:
        return f"{ordinal(nth) if nth > 0 else from_end(nth)} {name}"
    return f"{name}#{'L' if nth == -1 else nth}"


def _special_order(item: _Special) -> tuple[int, int, int]:
    """Roughly the order of the days in a month."""
    match item:
        case NearestWorkday(day):
            return 0, day, 0
        case NthWeekday(nth, weekday):
            return 1 if nth > 0 else 2, nth, (weekday - 1) % 7
        case LastDay(before):
            return 3, -before, 0
        case LastWorkday():
            return 4, 0, 0
        case _:
            assert_never(item)
