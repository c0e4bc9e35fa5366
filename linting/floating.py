"""Intervals that count from the moment of loading, and how to say what they count from instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.span import Span
from everly.grammar.tree import And, Calendar, Elapsed, Expr, Moment, Schedule, Unit
from everly.linting.proofs import mended
from everly.linting.rule import Subject
from everly.named import NamedTuple
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY
from everly.scheduling.simplify.trees import parts

_DAILY = Calendar(1, Unit.DAY)


class Interval(NamedTuple):
    """An interval, the beginning that is stated for it, if one is, and the words that say it.

    Of `every monday`, where `every` alone would be the interval, it takes both words to say it.
    """

    firing: Elapsed | Calendar
    starting: Moment | None
    said: Expr

    @property
    def skipped(self) -> str | None:
        """The unit of which it leaves some out, if these are weeks, months or years: its beginning decides which."""
        match self.firing:
            case Calendar() as firing if firing.count > 1 and firing.unit is not Unit.DAY:
                return str(firing.unit.value)
            case _:
                return None


def intervals(expr: Expr, starting: Moment | None = None) -> Iterator[Interval]:
    """The intervals of a schedule as it is written, in order."""
    match expr:
        case Elapsed() | Calendar():
            yield Interval(expr, starting, expr)
        case And(operands):
            for each in (found for operand in operands for found in intervals(operand, starting)):
                yield each._replace(said=expr) if each.said == _DAILY else each
        case Schedule():
            yield from intervals(expr.expr, starting if expr.starting is None else expr.starting)
        case _:
            for part in parts(expr):
                yield from intervals(part, starting)


def today(subject: Subject) -> date:
    """The day of loading, in the zone of the schedule."""
    day = subject.compiled.zone.reading(subject.compiled.now) // DAY
    return date_of(min(max(day, FIRST_DAY), LAST_DAY))


def starting_at(moment: str, subject: Subject, instead: Span | None = None) -> tuple[Fix, ...]:
    """The fix that gives the whole schedule a beginning, or another instead; none where that would not do.

    It is never safe: to count from another moment is what it is for.
    """
    end = subject.compiled.schedule.expr.span.end
    edit = Edit(Span(end, end), f" starting {moment}") if instead is None else Edit(instead, moment)
    fix = Fix(f"starting {moment}", (edit,))
    return () if mended(fix, subject) is None else (fix,)
