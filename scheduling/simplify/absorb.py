"""Operands that another operand already says, as their form tells."""

from __future__ import annotations

from everly.grammar.tree import And, Expr, Or
from everly.scheduling.simplify.inclusion import is_within
from everly.scheduling.simplify.trees import folded, joined

# Each operand is compared with every other. This bounds the time that takes, never what is true.
_MOST = 200


def absorb(expr: Expr) -> Expr:
    """`a | (a & b)` and `a & (a | b)` are `a`, `daily & weekly` is `weekly`, `hourly | every 2 hours` is `hourly`."""
    match expr:
        case And(operands) if len(operands) <= _MOST:
            return joined(expr, folded(operands, _narrower))
        case Or(operands) if len(operands) <= _MOST:
            return joined(expr, folded(operands, _wider))
        case _:
            return expr


def _narrower(left: Expr, right: Expr) -> Expr | None:
    return left if is_within(left, right) else right if is_within(right, left) else None


def _wider(left: Expr, right: Expr) -> Expr | None:
    return left if is_within(right, left) else right if is_within(left, right) else None
