"""The same days at several times, or several days at the same times, are one firing."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.tree import At, Calendar, Expr, Or
from everly.scheduling.simplify.merge_windows import merge_windows
from everly.scheduling.simplify.trees import folded, joined, operands_of, size, with_parts

Clocks = tuple[int, ...]


def merge_times(expr: Expr) -> Expr:
    """`mon at 09:00 | mon at 17:00` is `mon at 09:00,17:00`, `mon at 9:00 | 1st at 9:00` is `(mon | 1st) at 9:00`."""
    if not isinstance(expr, Or):
        return expr
    merged = joined(expr, folded(expr.operands, _either))
    # Beside a third operand, one firing on two lists of days is no less than two firings, unless they make one list.
    tried = (merged, with_parts(merged, lambda operand: with_parts(operand, merge_windows)))
    return next((each for each in tried if size(each) < size(expr)), expr)


def _either(left: Expr, right: Expr) -> Expr | None:
    match left, right:
        case Calendar(at=tuple(times)), Calendar(at=tuple(others)) if replace(left, at=others) == right:
            return replace(left, at=_merged(times, others), span=left.span.join(right.span))
        case At(window, times), At(days, others) if window == days:
            return At(window, _merged(times, others), span=left.span.join(right.span))
        case At(window, times), At(days, others) if times == others:
            union = Or((*operands_of(Or, window), *operands_of(Or, days)), span=window.span.join(days.span))
            return At(union, times, span=left.span.join(right.span))
        case _:
            return None


def _merged(times: Clocks, others: Clocks) -> Clocks:
    return tuple(sorted({*times, *others}))
