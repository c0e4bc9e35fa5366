"""Whether two schedules are the same but for the order in which they are said: then nothing need be proved."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.scheduling.compiler import Compiled


def is_alike(left: Compiled, right: Compiled) -> bool:
    """Whether two schedules differ in the order of operands and of exceptions at most, and in parentheses."""
    places = ((each.now, each.default_zone) for each in (left, right))
    return next(places) == next(places) and likeness(left.resolved) == likeness(right.resolved)


def likeness(expr: Expr) -> Hashable:
    """What an expression shares with those that are the same but for order."""
    match expr:
        case Schedule() if expr.is_bare:
            return likeness(expr.expr)
        case Schedule(inner, starting, until, zone):
            return Schedule, likeness(inner), starting, until, zone
        case And() | Or():
            return type(expr), frozenset(map(likeness, operands_of(type(expr), expr)))
        case Except():
            base, removed = _exceptions(expr)
            return Except, likeness(base), frozenset(map(likeness, removed))
        case _:
            return expr


def operands_of(kind: type[Expr], expr: Expr) -> Iterator[Expr]:
    """The operands of an And or an Or, those inside parentheses too."""
    match expr:
        case Schedule() if expr.is_bare:
            yield from operands_of(kind, expr.expr)
        case And(operands) | Or(operands) if type(expr) is kind:
            for each in operands:
                yield from operands_of(kind, each)
        case _:
            yield expr


def _exceptions(expr: Expr) -> tuple[Expr, list[Expr]]:
    """What exceptions are made from, and all that is left out of it."""
    removed: list[Expr] = []
    while isinstance(expr, Except) or (isinstance(expr, Schedule) and expr.is_bare):
        if isinstance(expr, Except):
            removed += operands_of(Or, expr.removed)
        expr = expr.base if isinstance(expr, Except) else expr.expr
    return expr, removed
