"""The resolver: makes every moment of a schedule absolute, so that its meaning no longer depends on now.

Each schedule, the whole one and every parenthesised one with clauses, is a scope. Its zone is its `in`, else the zone
written in its `starting`, else that of the scope around it. Each moment is read in the zone beside it, else in that of
its scope, and is written back in the wall clock of its scope.
"""

from __future__ import annotations

from operator import is_
from typing import assert_never

from everly.frozen import frozen, replace
from everly.grammar import parser
from everly.grammar.diagnostics import Diagnostic, Label, ScheduleError, Severity
from everly.grammar.diagnostics.catalogue import ENDS_BEFORE_START
from everly.grammar.fault import Fault
from everly.grammar.parser import parse
from everly.grammar.span import Span
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Cron,
    Date,
    Dates,
    Elapsed,
    Except,
    Expr,
    Moment,
    MonthDays,
    Months,
    Not,
    NthWeekdays,
    Or,
    Schedule,
    Times,
    Weekdays,
    YearDays,
    Years,
)
from everly.grammar.tree import Zone as ZoneName
from everly.scheduling.absolute import absolute, instant_of, zone_named
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.zones import Zone

__all__ = ["Resolved", "findings", "instant_of", "resolve"]

# Looked through far faster than as many cases of a match.
_LEAVES = (Elapsed, Cron, Weekdays, Months, Years, MonthDays, NthWeekdays, YearDays, Dates, Times)


@frozen
class Resolved:
    """A schedule whose moments are all absolute, zone and written beginning of its outermost scope, and warnings."""

    schedule: Schedule
    zone: Zone
    start: int | None = None
    warnings: tuple[Diagnostic, ...] = ()


def resolve(schedule: Schedule, text: str, *, now: int, zone: Zone) -> Resolved:
    """Read every moment of a schedule; `text` is what it was parsed from, for the messages.

    Resolving the result again, in its zone, changes nothing, whatever `now` is.

    Raises:
        ScheduleError: Moments or zones that mean nothing, and ends before their beginnings: all that are found.
    """
    if schedule.is_bare and isinstance(schedule.expr, _LEAVES):
        return Resolved(schedule, zone)
    resolver = _Resolver(text, now)
    scope, tree = resolver.scope(schedule, _Scope(zone), outermost=True)
    if not resolver.found:
        return Resolved(tree, scope.zone, scope.start)
    from everly.grammar.repairs import with_sound_fixes

    found = with_sound_fixes(resolver.found, lambda mended: findings(mended, now=now, zone=zone))
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        raise ScheduleError(*errors)
    return Resolved(tree, scope.zone, scope.start, found)


def findings(text: str, *, now: int, zone: Zone) -> tuple[Diagnostic, ...]:
    """What parsing and resolving a text finds; the repairs among it are not tried."""
    if found := parser.findings(text):
        return found
    resolver = _Resolver(text, now)
    resolver.scope(parse(text), _Scope(zone), outermost=True)
    return tuple(resolver.found)


@frozen
class _Scope:
    """What a schedule hands to those inside it: its zone, and its written beginning with the place of that.

    What is taken away gets no beginning, nor does a branch of a union: where it ended before, the rest is as it was.
    """

    zone: Zone
    start: int | None = None
    place: Span | None = None


class _Resolver:
    """One walk over a tree; findings are collected, so that all faults of a schedule are reported at once."""

    def __init__(self, text: str, now: int) -> None:
        self.text, self.now = text, now
        self.found: list[Diagnostic] = []

    def scope(self, schedule: Schedule, around: _Scope, *, outermost: bool = False) -> tuple[_Scope, Schedule]:
        """The scope that a schedule opens, and the schedule with every moment absolute."""
        starting, until = schedule.starting, schedule.until
        if starting is None and until is None and schedule.zone is None:
            expr = self._expr(schedule.expr, around)
            return around, schedule if expr is schedule.expr else replace(schedule, expr=expr)
        named = schedule.zone or (starting.zone if starting else None)
        zone = around.zone if named is None else self._zone(named, around.zone)
        start = self._instant(starting, zone)
        if start is None or starting is None:
            inner = _Scope(zone, around.start, around.place)
        else:
            inner = _Scope(zone, start, starting.span)
        end = self._instant(until, zone, closing=True)
        if end is not None and until is not None:
            self._check_end(end, until.span, inner, outermost=outermost)
        absolute_start = self._absolute(start, zone, starting)
        if absolute_start and absolute_start.zone and named is None:
            named = ZoneName(zone.name)  # else the zone beside the moment would become that of the scope
        tree = Schedule(
            self._expr(schedule.expr, inner),
            absolute_start,
            self._absolute(end, zone, until),
            None if named is None else ZoneName(zone.name, span=named.span),
            span=schedule.span,
        )
        return inner, tree

    def _expr(self, expr: Expr, scope: _Scope) -> Expr:
        if isinstance(expr, _LEAVES):
            return expr
        match expr:
            case Schedule():
                return self.scope(expr, scope)[1]
            case And(operands) | Or(operands):
                # A branch that ended before leaves the others: it is no fault of the whole.
                part = scope if isinstance(expr, And) else _Scope(scope.zone)
                resolved = tuple(self._expr(operand, part) for operand in operands)
                return expr if all(map(is_, resolved, operands)) else replace(expr, operands=resolved)
            case Except(base, removed):
                return replace(expr, base=self._expr(base, scope), removed=self._expr(removed, _Scope(scope.zone)))
            case Not(operand):
                return replace(expr, operand=self._expr(operand, _Scope(scope.zone)))
            case At(window):
                return replace(expr, window=self._expr(window, scope))
            case Calendar(on=on):
                return expr if on is None else replace(expr, on=self._expr(on, scope))
            case _:
                assert_never(expr)

    def _zone(self, name: ZoneName, otherwise: Zone) -> Zone:
        try:
            return zone_named(name)
        except Fault as fault:
            self._report(fault)
            return otherwise

    def _instant(self, moment: Moment | None, zone: Zone, *, closing: bool = False) -> int | None:
        if moment is None:
            return None
        from everly.scheduling.moments import read_moment

        try:
            reading = read_moment(moment, now=self.now, zone=zone, closing=closing)
        except Fault as fault:
            self._report(fault)
            return None
        for warning in reading.warnings:
            self._report(warning)
        return reading.instant

    def _absolute(self, instant: int | None, zone: Zone, moment: Moment | None) -> Moment | None:
        if instant is None or moment is None:
            return None
        try:
            return absolute(instant, zone, moment.span)
        except Fault as fault:
            self._report(fault)
            return None

    def _check_end(self, end: int, place: Span, scope: _Scope, *, outermost: bool) -> None:
        """An end must not lie before a written beginning, nor that of the whole schedule before now."""
        start = self.now if scope.start is None and outermost else scope.start
        if start is None or end >= start:
            return
        beginning = "now" if scope.place is None else "the beginning"
        message = f"the end, {_shown(end, scope.zone)}, lies before {beginning}, {_shown(start, scope.zone)}"
        related = () if scope.place is None else (Label(scope.place, "the beginning"),)
        self._report(Fault(ENDS_BEFORE_START, place, message, related=related, help="write a later end"))

    def _report(self, fault: Fault) -> None:
        diagnostic = fault.diagnostic(self.text)
        if diagnostic not in self.found:  # the zone of a moment may be asked for twice
            self.found.append(diagnostic)


def _shown(instant: int, zone: Zone) -> str:
    from everly.grammar.printer.moments import moment_text

    wall = zone.reading(min(max(instant, MIN_INSTANT), MAX_INSTANT))
    there = date_of(min(max(wall // DAY, FIRST_DAY), LAST_DAY))
    return moment_text(Moment(Date(there.year, there.month, there.day, wall % DAY)))
