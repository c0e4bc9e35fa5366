"""Times of day in UTC, because neither the schedule nor its file names a zone.

Off by default, for where all machines keep UTC it is what everybody means. Quiet about schedules that other programs
read, each by a clock of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import (
    At,
    Calendar,
    ClockTime,
    Cron,
    Date,
    DayOfMonth,
    Expr,
    FieldKind,
    Moment,
    NearDay,
    NextWeekday,
    Schedule,
    Times,
)
from everly.linting.catalogue import IMPLICIT_UTC
from everly.linting.dialects import Dialect
from everly.linting.proofs import proved
from everly.linting.rule import Rule, Subject
from everly.scheduling.lower.cron import field_values
from everly.scheduling.simplify.trees import parts
from everly.scheduling.wording import quoted


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.has_zone or subject.dialect is not Dialect.EVERLY or subject.compiled.default_zone.fixed != 0:
        return
    for place in _clock_times(subject.compiled.schedule):
        yield _fault(place, subject).diagnostic(subject.text)
        return


def _clock_times(expr: Expr) -> Iterator[Expr | Moment]:
    """What names a time of day, where no zone is named around it."""
    match expr:
        case Schedule(starting=starting) if expr.zone is not None or (starting is not None and starting.zone):
            return
        case Schedule(starting=starting, until=until):
            yield from _clock_times(expr.expr)
            yield from (each for each in (starting, until) if each is not None and _has_time(each))
        case At() | Times():
            yield expr
        case Calendar(at=times):
            yield from (expr,) * (times is not None)
        case Cron(hour=hour):
            yield from (expr,) * (len(field_values(hour, FieldKind.HOUR)) < 24)
        case _:
            for part in parts(expr):
                yield from _clock_times(part)


def _has_time(moment: Moment) -> bool:
    """Whether a moment has a time and no zone."""
    match moment.when:
        case ClockTime(time) | NextWeekday(_, time) | DayOfMonth(_, time) | NearDay(_, time) | Date(_, _, _, time):
            return time is not None and moment.zone is None
        case _:
            return False


def _fault(place: Expr | Moment, subject: Subject) -> Fault:
    end = subject.compiled.schedule.span.end
    fix = proved(Fix("say so", (Edit(Span(end, end), " in UTC"),)), subject)
    return Fault(
        IMPLICIT_UTC,
        place.span,
        f"{quoted(place, subject.text)} is a time in UTC, for no zone is named",
        label="in UTC",
        help="name the zone that is meant, such as 'in Europe/Berlin'",
        fixes=(fix,) if fix.is_safe else (),
    )


RULE = Rule(IMPLICIT_UTC, _check, is_default=False)
