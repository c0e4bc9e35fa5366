"""Intervals of elapsed time that count from the same anchor meet at their least common multiple."""

from __future__ import annotations

from math import lcm

from everly.grammar.tree import And, Elapsed, Expr
from everly.scheduling.simplify.trees import folded, joined

_LONGEST = 10**15
"""The grammar reads numbers of 15 digits."""


def merge_intervals(expr: Expr) -> Expr:
    """`every 6 hours & every 4 hours` is `every 12 hours`."""
    return joined(expr, folded(expr.operands, _meeting)) if isinstance(expr, And) else expr


def _meeting(left: Expr, right: Expr) -> Expr | None:
    match left, right:
        case Elapsed(seconds), Elapsed(others) if (common := lcm(seconds, others)) < _LONGEST:
            return Elapsed(common, span=left.span.join(right.span))
        case _:
            return None
