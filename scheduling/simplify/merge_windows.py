"""Lists of one kind become one list."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.builder.ranges import merge
from everly.grammar.tree import And, Expr, Not, Or, Window
from everly.scheduling.simplify.numbers import are_apart, is_same_list, ranges_of, shared, with_ranges
from everly.scheduling.simplify.trees import folded, joined


def merge_windows(expr: Expr) -> Expr:
    """`mon | tue` is `mon,tue`, `mon-fri & fri-sun` is `fri`, and `!dec 25 & !jan 1` is `!jan 1,dec 25`.

    Lists that share nothing stay, so that what never fires can still be explained.
    """
    match expr:
        case And(operands):
            return joined(expr, folded(operands, _both))
        case Or(operands):
            return joined(expr, folded(operands, _either))
        case _:
            return expr


def _both(left: Expr, right: Expr) -> Expr | None:
    match left, right:
        case Not(excluded), Not(other):
            either = _either(excluded, other)
            return None if either is None else Not(either, span=left.span.join(right.span))
        case _ if isinstance(left, Window) and isinstance(right, Window) and _is_shared_exactly(left, right):
            members = shared(ranges_of(left), ranges_of(right))
            return replace(with_ranges(left, members), span=left.span.join(right.span)) if members else None
        case _:
            return None


def _is_shared_exactly(left: Window, right: Window) -> bool:
    """Whether two lists share the days of the members that they share, and no others."""
    return is_same_list(left, right) and are_apart(with_ranges(left, merge((*ranges_of(left), *ranges_of(right)))))


def _either(left: Expr, right: Expr) -> Expr | None:
    if not (isinstance(left, Window) and isinstance(right, Window) and is_same_list(left, right)):
        return None
    members = merge((*ranges_of(left), *ranges_of(right)))
    return replace(with_ranges(left, members), span=left.span.join(right.span))
