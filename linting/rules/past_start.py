"""Beginnings that are past: a runner that sees the schedule for the first time fires at once, for what it missed.

Off by default, for a beginning that only says what an interval counts from is past soon, and should be.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.tree import Moment, Schedule
from everly.linting.catalogue import PAST_START
from everly.linting.rule import Rule, Subject
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.wording import shown


def _check(subject: Subject) -> Iterator[Diagnostic]:
    compiled = subject.compiled
    first = compiled.instants.ceil(MIN_INSTANT)
    if first is None or first >= compiled.now or compiled.instants.ceil(compiled.now) is None:
        return
    for place, begin in _past(subject):
        message = f"the beginning, {shown(begin, compiled.zone)}, is past: a runner that is new to it fires at once"
        help = "a later one, such as 'starting tomorrow', fires on time only"
        yield Fault(PAST_START, place.span, message, label="past", help=help).diagnostic(subject.text)
        return


def _past(subject: Subject) -> Iterator[tuple[Moment, int]]:
    """The beginnings that lie before now, the outermost first."""
    for expr, scope in subject.standing:
        if isinstance(expr, Schedule) and expr.starting is not None:
            begin = scope.inside(expr).anchor
            if begin < subject.compiled.now:
                yield expr.starting, begin


RULE = Rule(PAST_START, _check, is_default=False)
