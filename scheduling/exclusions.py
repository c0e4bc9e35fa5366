"""Two operands of an intersection that share no instant, and why."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from everly.grammar.diagnostics import Label
from everly.grammar.diagnostics.catalogue import NEVER_FIRES
from everly.grammar.fault import Fault
from everly.grammar.tree import Calendar, Elapsed, Expr, MonthDays, Months, Schedule, Unit
from everly.scheduling.durations import duration
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.impossible_days import missing_day, month_day_numbers
from everly.scheduling.lower import Scope
from everly.scheduling.ways_out import way_out
from everly.scheduling.wording import quoted, shown


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand and its instants where it stands, the default beginning left aside."""

    expr: Expr
    instants: InstantSet


def exclusion(left: Operand, right: Operand, scope: Scope, text: str) -> Fault:
    """The finding about two operands that exclude each other; it points at the second."""
    one, other = quoted(left.expr, text), quoted(right.expr, text)
    related = (Label(left.expr.span, "this and"),)
    reason = _missing_day(left.expr, right.expr) or _missing_day(right.expr, left.expr)
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
