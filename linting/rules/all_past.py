"""Schedules that are over: the last firing is past."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.linting.catalogue import ALL_PAST
from everly.linting.rule import Rule, Subject
from everly.scheduling.wording import quoted, shown


def _check(subject: Subject) -> Iterator[Diagnostic]:
    compiled, text = subject.compiled, subject.text
    if compiled.instants.ceil(compiled.now) is not None:
        return
    last = compiled.instants.floor(compiled.now)
    if last is None:
        return
    schedule = compiled.schedule
    place = schedule if schedule.until is None else schedule.until
    message = f"{quoted(schedule, text)} is over: its last firing was {shown(last, compiled.zone)}"
    help = "write a later end" if schedule.until is not None else "take it out, or mend what it names"
    yield Fault(ALL_PAST, place.span, message, label="past", help=help).diagnostic(text)


RULE = Rule(ALL_PAST, _check)
