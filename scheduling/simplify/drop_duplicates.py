"""Operands that were named before."""

from __future__ import annotations

from everly.grammar.tree import And, Expr, Or
from everly.scheduling.simplify.trees import joined


def drop_duplicates(expr: Expr) -> Expr:
    """`a | b | a` is `a | b`; the first one stays."""
    match expr:
        case And(operands) | Or(operands):
            return joined(expr, dict.fromkeys(operands))
        case _:
            return expr
