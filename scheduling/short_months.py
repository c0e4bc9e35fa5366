"""Warnings about intervals of months whose day some months lack."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.diagnostics.catalogue import SHORT_MONTH
from everly.grammar.fault import Fault
from everly.grammar.tree import And, Calendar, Except, Expr, Or, Schedule, Unit
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import COMMON_MONTHS, DAY, FIRST_DAY, LAST_DAY
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import Scope


def short_months(schedule: Schedule, text: str, *, anchor: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """One warning for each interval of a resolved schedule that must use the last day of shorter months."""
    return tuple(
        _warning(firing, day, text).diagnostic(text)
        for firing, scope in _intervals(schedule, Scope(zone, anchor))
        if (day := _kept_day(firing, scope)) is not None
    )


def _intervals(expr: Expr, scope: Scope) -> Iterator[tuple[Calendar, Scope]]:
    """The intervals of months that keep their anchor's day."""
    match expr:
        case Calendar(unit=Unit.MONTH | Unit.YEAR, on=None):
            yield expr, scope
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _intervals(operand, scope)
        case Except(base, removed):
            yield from _intervals(base, scope)
            yield from _intervals(removed, scope)
        case Schedule():
            yield from _intervals(expr.expr, scope.inside(expr))
        case _:
            pass


def _kept_day(firing: Calendar, scope: Scope) -> int | None:
    """The anchor's day of the month, if a month that the interval comes to lacks it."""
    anchor = scope.wall // DAY
    if not FIRST_DAY <= anchor <= LAST_DAY:
        return None
    there = date_of(anchor)
    months = firing.count * (12 if firing.unit is Unit.YEAR else 1)
    distance = gcd(months, 12)
    reached = range((there.month - 1) % distance, 12, distance)
    # Every 400 years the calendar is the same, so 29 February comes back.
    always = months % (400 * 12) == 0
    return None if always or there.day <= min(COMMON_MONTHS[month] for month in reached) else there.day


def _warning(firing: Calendar, day: int, text: str) -> Fault:
    from everly.grammar.printer.names import ordinal
    from everly.scheduling.wording import quoted

    if firing.unit is Unit.YEAR:
        message = f"{quoted(firing, text)} counts from 29 February, and uses 28 February in years without it"
        help = "'yearly on the last day of feb' is always the last day; 'daily & feb 29' skips those years"
    else:
        message = f"{quoted(firing, text)} counts from a day {day}, and uses the last day of months without it"
        help = f"'monthly on the last day' is always the last day; 'daily & {ordinal(day)}' skips those months"
    return Fault(SHORT_MONTH, firing.span, message, label=f"day {day}", help=help)
