"""Whether a set that comes of many intervals has a member, with bounded work."""

from __future__ import annotations

from collections.abc import Callable

from everly.grammar.tree import And, Elapsed, Except, Expr, Or, Schedule
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.operations import FOLDED, PLAIN, Operations

# From so many intervals on a set may be many pieces; and among so many questions the work is shared.
_MANY, _QUESTIONS = 3, 8


def is_never(expr: Expr, made: Callable[[Operations], InstantSet]) -> bool:
    """Whether what is made of an expression has no member, as far as that can be known with bounded work.

    `made` gives the set, put together by some operations.
    """
    from everly.scheduling.decisions.spread import asked, drifts, has_none

    def by_laying_out() -> bool:
        return has_none(made(PLAIN), _QUESTIONS) or False

    try:
        if _intervals(expr) >= _MANY and drifts(made(PLAIN)):
            return by_laying_out()
        return asked(lambda: made(FOLDED).ceil(MIN_INSTANT) is None, by_laying_out)
    except TooMuchWorkError:  # no more is left of what was allowed for several of these
        return False


def _intervals(expr: Expr) -> int:
    match expr:
        case Elapsed():
            return 1
        case And(operands) | Or(operands):
            return sum(map(_intervals, operands))
        case Except(base, removed):
            return _intervals(base) + _intervals(removed)
        case Schedule():
            return _intervals(expr.expr)
        case _:
            return 0
