"""Two operands of an intersection that share no instant, and why."""

from __future__ import annotations

from datetime import UTC
from math import gcd

from everly.frozen import frozen, replace
from everly.grammar.diagnostics import Label
from everly.grammar.diagnostics.catalogue import NEVER_FIRES
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import Calendar, Elapsed, Expr, MonthDays, Months, Schedule, Unit
from everly.scheduling.durations import duration
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.impossible_days import missing_day, month_day_numbers
from everly.scheduling.lower import Scope, unbounded
from everly.scheduling.ways_out import way_out
from everly.scheduling.wording import quoted, shown


@frozen
class Operand:
    """An operand and its instants where it stands, the default beginning left aside."""

    expr: Expr
    instants: InstantSet


def exclusion(left: Operand, right: Operand, scope: Scope, text: str) -> Fault:
    """The finding about two operands that exclude each other; it points at the second."""
    one, other = quoted(left.expr, text), quoted(right.expr, text)
    related = (Label(left.expr.span, "this and"),)
    reason = (
        _missing_day(left.expr, right.expr) or _missing_day(right.expr, left.expr) or _skipped(left, right, scope, text)
    )
    if reason is not None:
        return Fault(NEVER_FIRES, right.expr.span, reason, label="exclude each other", related=related)
    phases = _phases(left.expr, right.expr, scope)
    message = f"{one} and {other} exclude each other" if phases is None else f"{one} and {other} never meet: {phases}"
    advice, fixes = way_out(left.expr, right.expr, text) or (None, ())
    if any(each.instants.ceil(scope.anchor) is None for each in (left, right)):
        fixes = ()  # what they leave would be over
    help = "; ".join(each for each in (_origins((left.expr, right.expr), scope, text), advice) if each) or None
    label = "exclude each other"
    return Fault(NEVER_FIRES, right.expr.span, message, label=label, help=help, fixes=fixes, related=related)


def _missing_day(days: Expr, months: Expr) -> str | None:
    match days, months:
        case MonthDays(months=None), Months(numbers):
            return missing_day(month_day_numbers(days), set(numbers))
        case _:
            return None


def _skipped(left: Operand, right: Operand, scope: Scope, text: str) -> str | None:
    """Whether the clock skips all that two windows share: with one that never changes they would share something."""
    if not kind_of(left.expr) is kind_of(right.expr) is ExprKind.WINDOW:
        return None
    unchanged = replace(scope, zone=Zone("UTC", UTC))
    if intersection([unbounded(each.expr, unchanged) for each in (left, right)]).ceil(MIN_INSTANT) is None:
        return None
    one, other = quoted(left.expr, text), quoted(right.expr, text)
    return f"{one} and {other} meet only at times that the clock of {scope.zone.name} skips"


def _phases(left: Expr, right: Expr, scope: Scope) -> str | None:
    """How far two steps stay apart, when steps are what they are."""
    (one, here), (other, there) = _inmost(left, scope), _inmost(right, scope)
    match one, other:
        case Elapsed(period), Elapsed(other_period):
            common = gcd(period, other_period)
            apart = (there.anchor - here.anchor) % common
            if not apart:
                return None
            nearest = duration(min(apart, common - apart))
            return f"they stay {nearest} apart, for their beginnings do not differ by a multiple of {duration(common)}"
        case _:
            return None


def _origins(operands: tuple[Expr, ...], scope: Scope, text: str) -> str | None:
    """What the intervals among the operands count from."""
    found = []
    for operand in operands:
        expr, inside = _inmost(operand, scope)
        if _counts_from_anchor(expr):
            found.append(f"{quoted(operand, text)} counts from {shown(inside.anchor, inside.zone)}")
    return ", and ".join(found) or None


def _counts_from_anchor(expr: Expr) -> bool:
    match expr:
        case Elapsed():
            return True
        case Calendar(count, unit, at, on):
            return at is None or count > 1 or (on is None and unit is not Unit.DAY)
        case _:
            return False


def _inmost(expr: Expr, scope: Scope) -> tuple[Expr, Scope]:
    """What parentheses with clauses hold, and its scope."""
    return _inmost(expr.expr, scope.inside(expr)) if isinstance(expr, Schedule) else (expr, scope)
