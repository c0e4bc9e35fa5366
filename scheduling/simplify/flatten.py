"""Groups within groups of their kind, groups of one, and parentheses without clauses."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.tree import And, Expr, Or, Schedule
from everly.scheduling.simplify.trees import joined, operands_of


def flatten(expr: Expr) -> Expr:
    """`(a & b) & c` is `a & b & c`, and parentheses that have no clauses are what they hold."""
    match expr:
        case And(operands):
            return joined(expr, (each for operand in operands for each in operands_of(And, operand)))
        case Or(operands):
            return joined(expr, (each for operand in operands for each in operands_of(Or, operand)))
        case Schedule(inner) if expr.is_bare:
            return replace(inner, span=expr.span)
        case _:
            return expr
