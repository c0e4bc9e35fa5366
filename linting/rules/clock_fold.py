"""Times of day that a clock change will repeat within five years: what fires then does so at the first of the two.

Quiet about lines that name every hour by a range: `fold-spelling` speaks of those.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.grammar.printer.names import clock
from everly.linting.catalogue import CLOCK_FOLD
from everly.linting.clock_hours import Touched, in_folds
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.linting.starred import starred_twin
from everly.scheduling.engine.civil import DAY
from everly.scheduling.wording import quoted, reading_shown


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for touched in in_folds(subject):
        if starred_twin(touched.part) is None:
            yield _fault(touched, subject).diagnostic(subject.text)


def _fault(touched: Touched, subject: Subject) -> Fault:
    repeated = reading_shown(touched.reading)
    when = "both times in Kubernetes" if subject.dialect is Dialect.KUBERNETES else "the first time only"
    after, before = (clock((touched.change.instant + each) % DAY) for each in reversed(touched.change[1:]))
    return Fault(
        CLOCK_FOLD,
        touched.part.span,
        f"the clock of {touched.zone.name} shows {repeated} twice: {quoted(touched.part, subject.text)} fires {when}",
        label=f"twice on {repeated.rsplit(' ', 1)[0]}",
        help=f"times from {after} up to {before} come twice that day: choose another, or a zone without clock changes",
    )


RULE = Rule(CLOCK_FOLD, _check)
