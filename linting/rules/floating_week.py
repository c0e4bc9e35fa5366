"""Every other week, month or year, counted from the moment of loading: loaded a week later it is the other ones.

A beginning that is a day of the week or of the month, or a time of today, says no more about it than none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic, Fix
from everly.grammar.fault import Fault
from everly.grammar.printer.moments import moment_text
from everly.grammar.tree import Calendar, ClockTime, DayOfMonth, Moment, NearDay, NextWeekday, Schedule, Unit
from everly.linting.catalogue import FLOATING_WEEK
from everly.linting.floating import Interval, intervals, starting_at, today
from everly.linting.rule import Rule, Subject
from everly.scheduling.absolute import absolute, zone_named
from everly.scheduling.lower import Scope
from everly.scheduling.wording import quoted

_FLOATING = ClockTime | DayOfMonth | NearDay | NextWeekday


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for interval in intervals(subject.compiled.schedule):
        if interval.skipped is not None and _floats(interval.starting):
            yield _fault(interval, interval.skipped, subject).diagnostic(subject.text)


def _floats(starting: Moment | None) -> bool:
    return starting is None or isinstance(starting.when, _FLOATING)


def _fault(interval: Interval, unit: str, subject: Subject) -> Fault:
    return Fault(
        FLOATING_WEEK,
        interval.firing.span,
        f"the {unit} of loading decides which {unit}s {quoted(interval.firing, subject.text)} fires in",
        label=f"from which {unit} on?",
        help=f"say with 'starting' and a date which {unit} it counts from",
        fixes=_fixes(interval, subject),
    )


def _fixes(interval: Interval, subject: Subject) -> tuple[Fix, ...]:
    starting = interval.starting
    if starting is None:
        return starting_at(_beginning(interval, today(subject)).isoformat(), subject)
    for expr, scope in subject.standing:
        if isinstance(expr, Schedule) and expr.starting is not None and expr.starting.span == starting.span:
            return starting_at(_dated(starting, scope.inside(expr)), subject, starting.span)
    return ()


def _dated(starting: Moment, scope: Scope) -> str:
    """A beginning with its date, in the zone that it is written in."""
    clock = scope.zone if starting.zone is None else zone_named(starting.zone)
    dated = absolute(scope.anchor, clock, starting.span)
    return moment_text(replace(dated, zone=dated.zone or starting.zone))


def _beginning(interval: Interval, day: date) -> date:
    """The first day of the period that holds a day; where no days are picked its own day matters, too."""
    match interval.firing:
        case Calendar(on=None):
            return day
        case Calendar(unit=Unit.WEEK):
            return day - timedelta(days=day.weekday())
        case Calendar(unit=Unit.MONTH):
            return day.replace(day=1)
        case _:
            return day.replace(month=1, day=1)


RULE = Rule(FLOATING_WEEK, _check)
