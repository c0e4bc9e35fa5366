"""Cron lines that differ in one field are one line."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import reduce

from everly.frozen import replace
from everly.grammar.printer.cron_items import in_order
from everly.grammar.tree import Cron, Expr, Field, FieldKind, Or, Star
from everly.scheduling.simplify.trees import joined


def merge_cron(expr: Expr) -> Expr:
    """`0 9 * * mon | 0 17 * * mon` is `0 9,17 * * mon`.

    Fields that hold a star stay apart: it decides how a line treats its day fields and the changes of the clock.
    """
    return joined(expr, reduce(_merged, FieldKind, expr.operands)) if isinstance(expr, Or) else expr


def _merged(operands: Iterable[Expr], kind: FieldKind) -> tuple[Expr, ...]:
    """The operands, with the cron lines that differ in that field alone as one line where the first of them stood."""
    groups: dict[Hashable, Expr] = {}
    for operand in operands:
        key = _other_fields(operand, kind) if isinstance(operand, Cron) else operand
        before = groups.setdefault(key, operand)
        if before != operand and isinstance(before, Cron) and isinstance(operand, Cron):
            groups[key] = _joined(before, operand, kind)
    return tuple(groups.values())


def _other_fields(line: Cron, kind: FieldKind) -> Hashable:
    """What two lines share that can be joined in a field; a line that cannot be is like no other."""
    field = _field(line, kind)
    if field is None or any(isinstance(item, Star) for item in field.items):
        return line
    return tuple(None if other is kind else _field(line, other) for other in FieldKind)


def _field(line: Cron, kind: FieldKind) -> Field | None:
    field: Field | None = getattr(line, kind.value)
    return field


def _joined(left: Cron, right: Cron, kind: FieldKind) -> Cron:
    span = left.span.join(right.span)
    items = [item for line in (left, right) if (field := _field(line, kind)) is not None for item in field.items]
    field = Field(tuple(replace(item, span=span) for item in in_order(items, kind)), span=span)
    return replace(left, span=span, **{kind.value: field})
