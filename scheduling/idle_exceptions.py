"""Warnings about an `except` that takes nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Label
from everly.grammar.diagnostics.catalogue import IDLE_EXCEPT
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.span import Span
from everly.grammar.tree import And, At, Calendar, Cron, Elapsed, Except, Expr, Not, Or, Schedule
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.operations import Operations
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import Scope, begun, unbounded


def idle_exceptions(schedule: Schedule, text: str, *, anchor: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """One warning for each `except` of a resolved schedule whose two sides share no instant."""
    return tuple(
        _warning(except_, text).diagnostic(text)
        for except_, scope in _exceptions(schedule, Scope(zone, anchor, first=anchor))
        if _is_idle(except_, scope)
    )


def _exceptions(expr: Expr, scope: Scope) -> Iterator[tuple[Except, Scope]]:
    match expr:
        case Except(base, removed):
            if _is_plain(removed):
                yield expr, scope
            yield from _exceptions(base, scope)
            yield from _exceptions(removed, scope)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _exceptions(operand, scope)
        case Schedule():
            yield from _exceptions(expr.expr, scope.inside(expr))
        case At(inner) | Not(inner) | Calendar(on=inner) if inner is not None:
            yield from _exceptions(inner, scope)
        case _:
            pass


def _is_plain(removed: Expr) -> bool:
    """Whether it is as people write exceptions, windows and a firing at most: more could take long to look through."""
    if isinstance(removed, And):
        firings = [each for each in removed.operands if kind_of(each) is ExprKind.FIRING]
        return sum(not isinstance(each, At) for each in firings) < 2 and all(map(_is_plain, firings))
    return kind_of(removed) is ExprKind.WINDOW or isinstance(removed, Elapsed | Calendar | At | Cron)


def _is_idle(expr: Except, scope: Scope) -> bool:
    begin = MIN_INSTANT if scope.first is not None else scope.anchor  # a stated beginning bounds all that it holds

    def shared(by: Operations) -> InstantSet:
        here = replace(scope, by=by)
        return by.bounded(by.intersection([begun(expr.base, here), unbounded(expr.removed, here)]), begin, None)

    from everly.scheduling.many_intervals import is_never

    return is_never(expr, shared)


def _warning(expr: Except, text: str) -> Fault:
    from everly.scheduling.wording import quoted

    removed, base = expr.removed, expr.base
    message = f"'except {removed.span.of(text)}' takes nothing out of {quoted(base, text)}"
    related = (Label(base.span, "of this"),)
    commas = _commas(removed, text)
    if moved := _times_moved(base, removed, text):
        help, fixes = "times stand behind the days that they are for", (Fix("instead", moved),)
        return Fault(
            IDLE_EXCEPT, removed.span, message, label="at these times", help=help, related=related, fixes=fixes
        )
    if not commas:
        help = "they share no instant: leave it out, or mend what it names"
        return Fault(IDLE_EXCEPT, removed.span, message, label="takes nothing away", help=help, related=related)
    help, fixes = "'and' is what both hold: to leave out either join them with a comma", (Fix("instead", commas),)
    return Fault(IDLE_EXCEPT, removed.span, message, label="nothing is both", help=help, related=related, fixes=fixes)


def _times_moved(base: Expr, removed: Expr, text: str) -> tuple[Edit, ...]:
    """The edits that give the base the times of what is taken out of it: `every mon-sat except wed at 09:00`."""
    from everly.grammar.syntax_errors.exceptions import times_for_all

    if not isinstance(removed, At) or removed.window.span.start != removed.span.start:
        return ()
    return times_for_all(base, Span(removed.window.span.end, removed.span.end), text)


def _commas(removed: Expr, text: str) -> tuple[Edit, ...]:
    """The edits that make one list of windows joined by `and`."""
    from everly.scheduling.ways_out import comma_between

    operands = removed.operands if isinstance(removed, And) else ()
    edits = [comma_between(left, right, text) for left, right in pairwise(operands)]
    commas = tuple(edit for edit in edits if edit is not None)
    return commas if len(commas) == len(edits) else ()
