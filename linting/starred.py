"""Cron lines that differ from a twin with a star in nothing but what they do when clocks go back.

A line whose minute or hour begins with `*` follows elapsed time through both passes of a repeated hour; any other
fires at the first pass only, even if its fields name the same hours and minutes. That is the rule of Debian's cron.
"""

from __future__ import annotations

from everly.grammar.diagnostics import Edit
from everly.grammar.tree import Cron, Expr, Field, FieldKind, Range
from everly.scheduling.lower.cron import field_values

_LIMITS = {FieldKind.HOUR: 24, FieldKind.MINUTE: 60}


def starred_twin(expr: Expr) -> Edit | None:
    """The edit that writes a range over a whole field with a star, in a line that has no star in minute and hour."""
    if not isinstance(expr, Cron) or expr.minute.starred or expr.hour.starred:
        return None
    fields = ((expr.hour, FieldKind.HOUR), (expr.minute, FieldKind.MINUTE))
    stars = ((field, _star(field, kind)) for field, kind in fields)
    return next((Edit(field.span, star) for field, star in stars if star is not None), None)


def _star(field: Field, kind: FieldKind) -> str | None:
    match field.items:
        case (Range(0, _, step),) if set(field_values(field, kind)) == set(range(0, _LIMITS[kind], step)):
            return "*" if step == 1 else f"*/{step}"
        case _:
            return None
