"""Times of day that a clock change will skip within five years: what fires then does so when the gap ends.

Quiet about lines that name every hour by a range: `fold-spelling` speaks of those.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.printer.names import clock
from everly.linting.catalogue import CLOCK_GAP
from everly.linting.clock_hours import Touched, in_gaps
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.linting.starred import starred_twin
from everly.scheduling.clock_changes import Mark
from everly.scheduling.engine.civil import DAY
from everly.scheduling.wording import quoted, reading_shown, shown


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for touched in in_gaps(subject):
        if starred_twin(touched.part) is None:
            yield _fault(touched, subject).diagnostic(subject.text)


def _fault(touched: Touched, subject: Subject) -> Fault:
    skipped, there = reading_shown(touched.reading), shown(touched.instant, touched.zone)
    message = f"the clock of {touched.zone.name} skips {skipped}: {quoted(touched.part, subject.text)} "
    before, after = (clock((touched.change.instant + each) % DAY) for each in touched.change[1:])
    return Fault(
        CLOCK_GAP,
        touched.part.span,
        message + _what_happens(touched, subject.dialect, there),
        label=f"no such time on {skipped.rsplit(' ', 1)[0]}",
        help=f"that day has no times from {before} up to {after}: choose another time, or a zone without clock changes",
    )


def _what_happens(touched: Touched, dialect: Dialect, there: str) -> str:
    if dialect is Dialect.KUBERNETES:
        return "is left out that day in Kubernetes"
    if touched.mark is Mark.MERGED:
        return f"fires only once, at {there}, for that and another time"
    return f"fires at {there} instead"


RULE = Rule(CLOCK_GAP, _check)
