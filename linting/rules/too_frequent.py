"""Firings nearer to each other than the project, or the program that reads the file, allows."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import Cron
from everly.linting.catalogue import TOO_FREQUENT
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.gaps import Gap, gaps
from everly.scheduling.durations import duration
from everly.scheduling.engine.algebra import bounded
from everly.scheduling.wording import quoted, shown

_GITHUB_ALLOWS = 300
"""In seconds; from the documentation of the event `schedule` of GitHub's workflows."""

_HOUR = 3600


def _check(subject: Subject) -> Iterator[Diagnostic]:
    chosen = subject.settings.minimum_interval or 0
    least = max(chosen, _GITHUB_ALLOWS if subject.dialect is Dialect.GITHUB else 0)
    shortest = _shortest(subject.compiled) if least > 1 else None
    if shortest is not None and shortest.length < least:
        who = "the configuration allows" if least == chosen else "GitHub allows"
        yield _fault(subject, shortest, f"{who} {duration(least)} at least").diagnostic(subject.text)


def _shortest(compiled: Compiled) -> Gap | None:
    """The shortest time between two firings from now on; None where there are no two."""
    ahead = bounded(compiled.instants, compiled.now, None)
    if ahead.ceil(compiled.now) is None:
        return None
    found = gaps(replace(compiled, instants=ahead))
    return None if found is None else found.shortest


def _fault(subject: Subject, gap: Gap, allowed: str) -> Fault:
    compiled, text = subject.compiled, subject.text
    first, second = (shown(each, compiled.zone) for each in (gap.start, gap.start + gap.length))
    apart = f"{duration(gap.length)} apart"
    message = f"{quoted(compiled.schedule, text)} fires at {first} and at {second}, {apart}"
    return Fault(TOO_FREQUENT, _place(compiled, gap), f"{message}, where {allowed}", label=apart)


def _place(compiled: Compiled, gap: Gap) -> Span:
    """The minutes of a cron line, where they are what is too near; else the whole."""
    match compiled.schedule.expr:
        case Cron(second=None, minute=minute) if gap.length < _HOUR:
            return minute.span
        case expr:
            return expr.span


RULE = Rule(TOO_FREQUENT, _check)
