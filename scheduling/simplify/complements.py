"""The complement of a window, said without `!` where a list can say it."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import And, Except, Expr, Months, Not, Or, Weekdays


def complement(window: Expr) -> Expr:
    """All that a window does not hold: De Morgan's laws, and the other days of the week or months of the year."""
    match window:
        case Not(operand):
            return operand
        case And(operands):
            return Or(tuple(map(complement, operands)), span=window.span)
        case Or(operands):
            return And(tuple(map(complement, operands)), span=window.span)
        case Except(base, removed) if kind_of(removed) is ExprKind.WINDOW:
            return Or((complement(base), removed), span=window.span)
        case _:
            return others(window) or Not(window, span=window.span)


def others(window: Expr) -> Weekdays | Months | None:
    """The days of the week or the months that a list of them leaves out, if that is what it is and it leaves any."""
    match window:
        case Weekdays(days) if len(days) < 7:
            return replace(window, days=tuple(day for day in range(7) if day not in days))
        case Months(months) if len(months) < 12:
            return replace(window, months=tuple(month for month in range(1, 13) if month not in months))
        case _:
            return None
