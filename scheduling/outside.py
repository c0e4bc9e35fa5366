"""Why a part that does fire at some time never fires where it stands: all its firings lie outside the bounds."""

from __future__ import annotations

from everly.grammar.diagnostics.catalogue import ENDS_BEFORE_START, NEVER_FIRES
from everly.grammar.fault import Fault
from everly.grammar.tree import And, Expr, Moment, Schedule
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.lower import Scope, end_of, unbounded
from everly.scheduling.wording import quoted, shown


def over(expr: Expr, instants: InstantSet, scope: Scope, text: str) -> Fault:
    """All firings lie before the default beginning; the operand that is over by then is pointed at, if there is one."""
    last = instants.floor(scope.anchor)
    was = "" if last is None else f": its last firing would have been {shown(last, scope.zone)}"
    message = f"{quoted(expr, text)} is over{was}, before now, {shown(scope.anchor, scope.zone)}"
    operands = expr.operands if isinstance(expr, And) else ()
    past = next((part for part in operands if unbounded(part, scope).ceil(scope.anchor) is None), expr)
    return Fault(NEVER_FIRES, past.span, message, label="over", help="to begin in the past, say so with 'starting'")


def outside(schedule: Schedule, held: InstantSet, inside: Scope) -> Fault:
    """The clauses of a schedule leave out every firing that it holds."""
    last = end_of(schedule, inside)
    following = None if last is None else held.ceil(last)
    if schedule.until is None or last is None or (following is None and schedule.starting is not None):
        return _before(schedule, held, inside)
    end, help = shown(last, inside.zone), "write a later end"
    if last < inside.anchor:
        return _ended(schedule.until, last, inside)
    first = "nothing would fire" if following is None else f"the first firing would be {shown(following, inside.zone)}"
    return Fault(NEVER_FIRES, schedule.until.span, f"{first}, after the end, {end}", label="ends too early", help=help)


def _ended(until: Moment, last: int, scope: Scope) -> Fault:
    beginning = "the beginning" if scope.first is None else "now"
    message = f"the end, {shown(last, scope.zone)}, lies before {beginning}, {shown(scope.anchor, scope.zone)}"
    return Fault(ENDS_BEFORE_START, until.span, message, help="write a later end")


def _before(schedule: Schedule, held: InstantSet, inside: Scope) -> Fault:
    """All firings lie before the stated beginning."""
    within = schedule.expr
    if isinstance(within, Schedule) and within.starting is None and within.until is not None:
        end = end_of(within, inside.inside(within))
        if end is not None and end < inside.anchor:
            return _ended(within.until, end, inside)
    last = held.floor(inside.anchor)
    was = "nothing would have fired" if last is None else f"the last firing would have been {shown(last, inside.zone)}"
    message = f"{was}, before the beginning, {shown(inside.anchor, inside.zone)}"
    place = schedule if schedule.starting is None else schedule.starting
    return Fault(NEVER_FIRES, place.span, message, label="begins too late", help="write an earlier beginning")
