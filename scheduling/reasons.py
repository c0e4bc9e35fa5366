"""Why a schedule never fires: the smallest part of it that already comes to nothing."""

from __future__ import annotations

from itertools import accumulate

from everly.grammar.diagnostics import Diagnostic, Label
from everly.grammar.diagnostics.catalogue import NEVER_FIRES, TOO_MUCH_WORK
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.printer.names import ordinal
from everly.grammar.tree import And, At, Calendar, Cron, Except, Expr, Or, Schedule
from everly.scheduling.decisions.spread import asks_one_by_one
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.civil import FIRST_DAY
from everly.scheduling.engine.effort import TooMuchWorkError, at_most, spend
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.exclusions import Operand, exclusion
from everly.scheduling.impossible_days import impossible_cron
from everly.scheduling.lower import Scope, begun, unbounded
from everly.scheduling.lower.windows import days_of
from everly.scheduling.outside import outside, over
from everly.scheduling.wording import quoted, shown

_MOST_LISTED = 12
# About a second: so many steps of folding, and each question whether a set is empty counts for so many.
_MOST_WORK, _A_QUESTION = 200_000, 500


def why_never(schedule: Schedule, text: str, *, anchor: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """Why a resolved schedule that never fires does not: one finding, or one for each branch of a union.

    The search for the smallest part ends after so many counted steps: then the finding speaks of the whole.
    """
    scope = Scope(zone, anchor, first=anchor)
    try:
        with at_most(_MOST_WORK):
            faults = _why(schedule, scope, text)
    except TooMuchWorkError:
        faults = (_unexplained(schedule, text),)
    return tuple(fault.diagnostic(text) for fault in faults)


def why_empty(window: Schedule, text: str, *, anchor: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """Why a resolved schedule that is a window alone holds no time at all, its own ends aside.

    Nothing if it does hold some, or if that takes too many counted steps to know.
    """
    scope = Scope(zone, anchor).inside(window)
    try:
        with at_most(_MOST_WORK):
            faults = _why(window.expr, scope, text) if _is_empty(unbounded(window.expr, scope), scope) else ()
    except TooMuchWorkError:
        faults = ()
    return tuple(fault.diagnostic(text) for fault in faults)


def undecided(schedule: Schedule, text: str) -> tuple[Diagnostic, ...]:
    """That bounded work does not tell whether a resolved schedule ever fires."""
    message = f"whether {quoted(schedule.expr, text)} ever fires takes too much work to find out"
    help = "too many of its parts drift against each other: say it with fewer, or as several schedules"
    fault = Fault(TOO_MUCH_WORK, schedule.expr.span, message, label="searched in vain for a fire time", help=help)
    return (fault.diagnostic(text),)


def _unexplained(schedule: Schedule, text: str) -> Fault:
    message = f"no instant is left of {quoted(schedule.expr, text)}"
    help = "which of its parts exclude each other takes too long to find: try it with fewer of them"
    return Fault(NEVER_FIRES, schedule.expr.span, message, label="never fires", help=help)


def _why(expr: Expr, scope: Scope, text: str) -> tuple[Fault, ...]:
    """The reasons why an expression comes to nothing where it stands."""
    match expr:
        case Or(operands):
            return tuple(fault for operand in operands for fault in _why(operand, scope, text))
        case Schedule():
            inside = scope.inside(expr)
            held = begun(expr.expr, inside)
            if _is_empty(held, inside):
                return _why(expr.expr, inside, text)
            return (outside(expr, held, inside),)
        case Except(base, removed):
            if _is_empty(begun(base, scope), scope):
                return _why(base, scope, text)
            return (_all_removed(base, removed, text),)
        case _:
            instants = unbounded(expr, scope)
            if _is_empty(instants, scope):
                return _impossible(expr, scope, text)
            return (over(expr, instants, scope, text),)


def _impossible(expr: Expr, scope: Scope, text: str) -> tuple[Fault, ...]:
    """The reasons why an expression is empty whatever the time is."""
    match expr:
        case And(operands):
            return _conflict(operands, scope, text)
        case At(window):
            return _why(window, scope, text)
        case Calendar(on=on) if on is not None:
            if days_of(on).next_day(FIRST_DAY) is None:
                return _why(on, scope, text)
            return (_outside_periods(expr, on, scope, text),)
        case Cron():
            return (impossible_cron(expr, text),)
        case _:
            return (Fault(NEVER_FIRES, expr.span, f"{quoted(expr, text)} holds no time at all", label="empty"),)


def _conflict(operands: tuple[Expr, ...], scope: Scope, text: str) -> tuple[Fault, ...]:
    """The operands of an intersection that leave nothing between them: one, else two, else as few as can be found."""
    parts = [Operand(operand, unbounded(operand, scope)) for operand in operands]
    for part in parts:
        if _is_empty(part.instants, scope):
            return _why(part.expr, scope, text)
    core = _core(parts, scope)
    if len(core) == 2:
        return (exclusion(core[0], core[1], scope, text),)
    if len(core) > _MOST_LISTED:
        return (_leaves_nothing(core, text),)
    label, *related = (Label(part.expr.span, "one of them") for part in core)
    message = f"no instant belongs to all of {', '.join(quoted(part.expr, text) for part in core)}"
    return (Fault(NEVER_FIRES, label.span, message, label=label.text, related=tuple(related)),)


def _core(parts: list[Operand], scope: Scope) -> list[Operand]:
    """The first operands that share nothing; of a few, a pair if there is one, else as few as do."""
    shared = accumulate((part.instants for part in parts[:-1]), lambda left, right: intersection([left, right]))
    count = next((count for count, each in enumerate(shared, 1) if _is_empty(each, scope)), len(parts))
    *before, last = parts[:count]
    if count == 2:
        return [*before, last]
    for part in reversed(before):  # what stands nearest is likeliest what was meant otherwise
        if _share_nothing([part, last], scope):
            return [part, last]
    core = [*before, last]
    if len(core) > _MOST_LISTED:
        return core
    for part in before:
        rest = [each for each in core if each is not part]
        core = rest if _share_nothing(rest, scope) else core
    return core


def _leaves_nothing(core: list[Operand], text: str) -> Fault:
    *before, last = (part.expr for part in core)
    message = f"{quoted(last, text)} shares no instant with all that stands before it"
    related = (Label(before[0].span.join(before[-1].span), "all of this"),)
    return Fault(NEVER_FIRES, last.span, message, label="leaves nothing", related=related)


def _share_nothing(parts: list[Operand], scope: Scope) -> bool:
    return _is_empty(intersection([part.instants for part in parts]), scope)


def _is_empty(instants: InstantSet, scope: Scope) -> bool:
    """Whether a set has no member.

    Raises:
        TooMuchWorkError: It is one that would be asked about its members one by one, or there were too many questions.
    """
    spend(_A_QUESTION)
    if asks_one_by_one(instants):
        raise TooMuchWorkError
    return instants.ceil(scope.anchor) is None and instants.floor(scope.anchor) is None


def _all_removed(base: Expr, removed: Expr, text: str) -> Fault:
    what = "every firing" if kind_of(base) is ExprKind.FIRING else "every second"
    message = f"{quoted(removed, text)} takes {what} out of {quoted(base, text)}"
    return Fault(
        NEVER_FIRES, removed.span, message, label="removes all of them", related=(Label(base.span, "of these"),)
    )


def _outside_periods(firing: Calendar, on: Expr, scope: Scope, text: str) -> Fault:
    unit = firing.unit.value
    message = f"no {unit} that {quoted(firing, text)} counts has a day of {quoted(on, text)}"
    help = f"every {_nth(firing.count)} {unit} counts from {shown(scope.anchor, scope.zone)}"
    return Fault(NEVER_FIRES, on.span, message, label="in other periods", help=help)


def _nth(count: int) -> str:
    return {1: "single", 2: "other"}.get(count, ordinal(count))
