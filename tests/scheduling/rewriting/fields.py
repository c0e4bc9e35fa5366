"""Laws of cron lines: lists, ranges and steps that come to the same values, and lines cut in two."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from everly.frozen import replace
from everly.grammar.tree import Cron, Expr, Field, FieldKind, Item, Or, Range, Star
from everly.scheduling.lower.cron import field_values
from tests.scheduling.rewriting.places import Place

_RANGED = (FieldKind.SECOND, FieldKind.MINUTE, FieldKind.HOUR, FieldKind.DAY, FieldKind.MONTH, FieldKind.WEEKDAY)


def other_items(draw: st.DrawFn, expr: Expr, place: Place) -> Expr | None:
    """`0-20/5` is `0,5,10,15,20`, `mon-fri` is `1,2,3,4,5`, and `*` is `0-59` where no clock changes."""
    if not isinstance(expr, Cron):
        return None
    kind = draw(st.sampled_from(_RANGED))
    field = getattr(expr, kind.value)
    if field is None or not all(isinstance(item, Range | Star) for item in field.items):
        return None
    if field.starred and (kind in (FieldKind.DAY, FieldKind.WEEKDAY) or not place.is_fixed):
        return None
    items = draw(_items(tuple(sorted(field_values(field, kind)))))
    return _with(expr, kind, Field(items))


@st.composite
def _items(draw: st.DrawFn, values: tuple[int, ...]) -> tuple[Item, ...]:
    """Items that come to some values: one by one, in runs, or in stretches evenly apart."""
    found: list[Item] = []
    rest = values
    while rest:
        most = _even(rest)
        length = draw(st.sampled_from(sorted({1, most})))
        apart = rest[1] - rest[0] if length > 1 else 1
        found.append(Range(rest[0], rest[length - 1], apart))
        rest = rest[length:]
    return tuple(found)


def _even(values: tuple[int, ...]) -> int:
    """How many values from the first on are evenly apart."""
    length = min(2, len(values))
    while length < len(values) and values[length] - values[length - 1] == values[1] - values[0]:
        length += 1
    return length


def two_lines(draw: st.DrawFn, expr: Expr, _: Place) -> Expr | None:
    """`0 9,17 * * mon` is `0 9 * * mon | 0 17 * * mon`, and `0 9 1 * mon` is `0 9 1 * * | 0 9 * * mon`."""
    if not isinstance(expr, Cron):
        return None
    either = not expr.day.starred and not expr.weekday.starred
    if either and draw(st.booleans()):
        star = Field((Star(),), starred=True)
        return Or((replace(expr, weekday=star), replace(expr, day=star)))
    kind = draw(st.sampled_from((FieldKind.MINUTE, FieldKind.HOUR, FieldKind.MONTH)))
    field: Field = getattr(expr, kind.value)
    values = field_values(field, kind)
    if field.starred or len(values) < 2:
        return None
    return Or(tuple(_with(expr, kind, _listed(part)) for part in _halves(draw, values)))


def _with(line: Cron, kind: FieldKind, field: Field) -> Cron:
    """A line with another field."""
    changes: dict[str, Any] = {kind.value: field}
    return replace(line, **changes)


def _halves(draw: st.DrawFn, values: Collection[int]) -> list[list[int]]:
    ordered = sorted(values)
    cut = draw(st.integers(1, len(ordered) - 1))
    return [ordered[:cut], ordered[cut:]]


def _listed(values: list[int]) -> Field:
    return Field(tuple(Range(value, value) for value in values))


CRON_LAWS = (other_items, two_lines)
