"""What passes share: walking over a tree, measuring it, and joining operands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from everly.frozen import replace
from everly.grammar.tree import And, At, Calendar, Except, Expr, Not, Or, Schedule

ExprT = TypeVar("ExprT", bound=Expr)
Join = Callable[[Expr, Expr], Expr | None]
"""Two operands as one that can stand in for both, or None."""

# Most nodes are none of these, and to see that takes no match.
_MADE_OF_PARTS = (Schedule, And, Or, Except, Not, At, Calendar)


def with_parts(expr: ExprT, change: Callable[[Expr], Expr]) -> ExprT:
    """The same node with each of its parts changed."""
    match expr:
        case And(operands) | Or(operands):
            return replace(expr, operands=tuple(map(change, operands)))
        case Except(base, removed):
            return replace(expr, base=change(base), removed=change(removed))
        case Not(operand):
            return replace(expr, operand=change(operand))
        case Schedule():
            return replace(expr, expr=change(expr.expr))
        case At(window):
            return replace(expr, window=change(window))
        case Calendar(on=on) if on is not None:
            return replace(expr, on=change(on))
        case _:
            return expr


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The nodes right below one."""
    if not isinstance(expr, _MADE_OF_PARTS):
        return ()
    match expr:
        case Schedule():
            return (expr.expr,)
        case And(operands) | Or(operands):
            return operands
        case Except(base, removed):
            return base, removed
        case Not(operand):
            return (operand,)
        case At(window):
            return (window,)
        case Calendar(on=on) if on is not None:
            return (on,)
        case _:
            return ()


def size(expr: Expr) -> int:
    """How many nodes an expression has; a list of days or a cron line is one."""
    return 1 + sum(map(size, parts(expr)))


def joined(expr: And | Or, operands: Iterable[Expr]) -> Expr:
    """An And or Or of other operands, or the only one of them."""
    match tuple(operands):
        case (only,):
            return only
        case several:
            return replace(expr, operands=several)


def folded(operands: Iterable[Expr], join: Join) -> list[Expr]:
    """The operands, each joined with the first before it that it can be joined with."""
    kept: list[Expr] = []
    for operand in operands:
        for index, each in enumerate(kept):
            both = join(each, operand)
            if both is not None:
                kept[index] = both
                break
        else:
            kept.append(operand)
    return kept


def operands_of(kind: type[And | Or], expr: Expr) -> tuple[Expr, ...]:
    """The operands of an expression that is an And or an Or, as is asked for; else the expression alone."""
    return expr.operands if isinstance(expr, And | Or) and isinstance(expr, kind) else (expr,)
