"""Warnings about branches of a union that never fire, while others do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic
from everly.grammar.diagnostics.catalogue import DEAD_BRANCH
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.operations import Operations
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import lower


def dead_branches(schedule: Schedule, text: str, *, anchor: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """One warning for each branch of a resolved schedule that adds no firing to it, not even in the past it keeps."""
    return tuple(
        _warning(branch, alone, text, anchor=anchor, zone=zone)
        for branch, alone in dead(schedule, anchor=anchor, zone=zone)
    )


def dead(schedule: Schedule, *, anchor: int, zone: Zone) -> Iterator[tuple[Expr, Schedule]]:
    """Each branch that adds no firing, and the schedule that it is without the others."""
    for branch, alone in _branches(schedule, lambda alone: alone):
        from everly.scheduling.many_intervals import is_never

        if is_never(alone, partial(_lowered, alone, anchor, zone)):
            yield branch, alone


def _lowered(alone: Schedule, anchor: int, zone: Zone, by: Operations) -> InstantSet:
    return lower(alone, anchor=anchor, zone=zone, by=by)


def _branches(expr: Expr, around: Callable[[Expr], Expr]) -> Iterator[tuple[Expr, Schedule]]:
    """Each branch, and the schedule that it is without the others, in the clauses of all that stands around it."""
    match expr:
        case Or(operands):
            for operand in operands:
                alone = around(operand)
                yield operand, alone if isinstance(alone, Schedule) else Schedule(alone)
                yield from _branches(operand, around)
        case And(operands):
            for place, operand in enumerate(operands):
                yield from _branches(operand, partial(_within, expr, place, around))
        case Except(base):
            yield from _branches(base, lambda inner: around(_left_over(expr, inner)))
        case Schedule():
            yield from _branches(expr.expr, lambda inner: around(replace(expr, expr=inner)))
        case _:
            pass


def _within(whole: And, place: int, around: Callable[[Expr], Expr], inner: Expr) -> Expr:
    """A branch beside the other operands; one that is a window may hold no time now and still say what is meant."""
    if kind_of(inner) is ExprKind.WINDOW:
        return around(inner)
    operands = (*whole.operands[:place], inner, *whole.operands[place + 1 :])
    return around(replace(whole, operands=operands))


def _left_over(whole: Except, inner: Expr) -> Expr:
    return inner if kind_of(inner) is ExprKind.WINDOW else replace(whole, base=inner)


def _warning(branch: Expr, alone: Schedule, text: str, *, anchor: int, zone: Zone) -> Diagnostic:
    from everly.scheduling.reasons import why_never
    from everly.scheduling.wording import quoted

    reason, *_ = why_never(alone, text, anchor=anchor, zone=zone)
    message = f"{quoted(branch, text)} adds no firing: {reason.message}"
    return replace(reason, kind=DEAD_BRANCH, message=message, fixes=())
