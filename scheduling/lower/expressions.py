"""Expressions: set algebra on what their leaves come to, and the bounds of their scopes."""

from __future__ import annotations

from typing import assert_never

from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Cron,
    Dates,
    Elapsed,
    Except,
    Expr,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Schedule,
    Times,
    Weekdays,
    Window,
    YearDays,
    Years,
)
from everly.scheduling.engine import zoned
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.operations import FOLDED, PLAIN, Operations
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.wall import EVERYTHING
from everly.scheduling.engine.zoned import Pattern
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower.calendar import at_set, calendar_set
from everly.scheduling.lower.scopes import Scope, end_of
from everly.scheduling.lower.windows import window_on_wall

_ALWAYS = Pattern(EVERYTHING)
# About a second. Schedules as people write them take some hundred steps at most.
_MOST_FOLDING = 200_000


def lower(schedule: Schedule, *, anchor: int, zone: Zone, by: Operations = FOLDED) -> InstantSet:
    """The instants of a resolved schedule, all at or after its beginning.

    The anchor stands in where no beginning is stated: intervals count from it, and no firing lies before it. What takes
    too much work to fold is put together plainly.
    """
    try:
        with at_most(_MOST_FOLDING):
            return begun(schedule, Scope(zone, anchor, anchor, by))
    except TooMuchWorkError:
        from everly.scheduling.engine.laid import searchable

        return searchable(begun(schedule, Scope(zone, anchor, anchor, PLAIN)))


def unbounded(expr: Expr, scope: Scope) -> InstantSet:
    """The instants of an expression in both directions, bounded by clauses of its own only."""
    match expr:
        case Schedule():
            inside = scope.inside(expr)
            return _between_ends(unbounded(expr.expr, inside), expr, inside)
        case And(operands):
            return scope.by.intersection([unbounded(operand, scope) for operand in operands])
        case Or(operands):
            return scope.by.union([unbounded(operand, scope) for operand in operands])
        case Except(base, removed):
            return scope.by.difference(unbounded(base, scope), unbounded(removed, scope))
        case Not(operand):
            return scope.by.difference(_ALWAYS, unbounded(operand, scope))
        case _:
            return _leaf(expr, scope)


def _leaf(expr: Elapsed | Calendar | At | Cron | Window, scope: Scope) -> InstantSet:
    match expr:
        case Elapsed(seconds):
            return Step(scope.anchor, seconds)
        case Calendar():
            return calendar_set(expr, scope)
        case At():
            return at_set(expr, scope)
        case Cron():
            from everly.scheduling.lower.cron import cron_set

            return cron_set(expr, scope.zone)
        case Weekdays() | Months() | Years() | MonthDays() | NthWeekdays() | YearDays() | Dates() | Times():
            return zoned.window(window_on_wall(expr), scope.zone)
        case _:
            assert_never(expr)


def begun(expr: Expr, scope: Scope) -> InstantSet:
    """The instants of an expression as they count where it stands: without the firings before the default beginning.

    A part with a beginning of its own keeps all it has, so the bound goes to the parts around it. Windows have no
    beginning, nor has what an `except` removes.
    """
    if scope.first is None:
        return unbounded(expr, scope)
    match expr:
        case Schedule():
            inside = scope.inside(expr)
            return _between_ends(begun(expr.expr, inside), expr, inside)
        case Elapsed() | Calendar() | At() | Cron():
            return scope.by.bounded(_leaf(expr, scope), scope.first, None)
    if kind_of(expr) is ExprKind.WINDOW:
        return unbounded(expr, scope)
    if not _begins_itself(expr):
        return scope.by.bounded(unbounded(expr, scope), scope.first, None)
    match expr:
        case And(operands):
            return scope.by.intersection([begun(operand, scope) for operand in operands])
        case Or(operands):
            return scope.by.union([begun(operand, scope) for operand in operands])
        case Except(base, removed):
            return scope.by.difference(begun(base, scope), unbounded(removed, scope))
        case _:
            raise TypeError(f"nothing in it has a beginning: {expr}")


def _begins_itself(expr: Expr) -> bool:
    """Whether a firing in the expression has a beginning of its own."""
    match expr:
        case Schedule():
            return expr.starting is not None or _begins_itself(expr.expr)
        case And(operands) | Or(operands):
            return any(_begins_itself(operand) for operand in operands)
        case Except(base):
            return _begins_itself(base)
        case _:
            return False


def _between_ends(instants: InstantSet, schedule: Schedule, inside: Scope) -> InstantSet:
    first = inside.anchor if schedule.starting is not None else None
    return inside.by.bounded(instants, first, end_of(schedule, inside))
