"""Every hour as `0-23`, or every minute as `0-59`: not what `*` is when clocks go back.

Quiet in zones whose clocks will not go back within five years, and for Kubernetes, which takes both for the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Fix
from everly.grammar.fault import Fault
from everly.grammar.tree import Cron
from everly.linting.catalogue import FOLD_SPELLING
from everly.linting.clock_hours import Touched, in_folds
from everly.linting.dialects import Dialect
from everly.linting.proofs import mended
from everly.linting.rule import Rule, Subject
from everly.linting.starred import starred_twin
from everly.scheduling.wording import quoted, reading_shown


def _check(subject: Subject) -> Iterator[Diagnostic]:
    lines = (expr for expr, _ in subject.standing if isinstance(expr, Cron))
    if subject.dialect is Dialect.KUBERNETES or not any(map(starred_twin, lines)):
        return
    for touched in in_folds(subject):
        edit = starred_twin(touched.part)
        if edit is not None and _fires_again(touched, fix := Fix("instead", (edit,)), subject):
            yield _fault(touched, fix, subject.text).diagnostic(subject.text)


def _fires_again(touched: Touched, fix: Fix, subject: Subject) -> bool:
    """Whether the schedule with the star fires at the second pass, where it does not as it is written."""
    twin = mended(fix, subject)
    return twin is not None and twin.instants.contains(touched.again)


def _fault(touched: Touched, fix: Fix, text: str) -> Fault:
    (edit,) = fix.edits
    part = touched.part.span
    twin = text[part.start : edit.span.start] + edit.text + text[edit.span.end : part.end]
    written = quoted(touched.part, text)
    return Fault(
        FOLD_SPELLING,
        edit.span,
        f"the clock of {touched.zone.name} shows {reading_shown(touched.reading)} twice: "
        f"{written} fires the first time only, '{twin}' both times",
        label=f"not the same as '{edit.text}'",
        help=f"write '{edit.text}' to fire at both",
        fixes=(fix,),
    )


RULE = Rule(FOLD_SPELLING, _check)
