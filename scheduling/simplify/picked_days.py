"""Days picked from every week, month or year are just those days."""

from __future__ import annotations

from everly.grammar.tree import At, Calendar, Expr


def picked_days(expr: Expr) -> Expr:
    """`weekly on mon at 09:00` is `mon at 09:00`, and `monthly on the 15th at 08:00` is `15th at 08:00`."""
    match expr:
        case Calendar(count=1, at=tuple(times), on=window) if window is not None:
            return At(window, times, span=expr.span)
        case _:
            return expr
