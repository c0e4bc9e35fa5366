"""W805: a cron line that plain words can say."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Cron, Expr, Schedule
from everly.linting.catalogue import WORDABLE_CRON
from everly.linting.cron_lines import cron_lines
from everly.linting.cron_words import in_words
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject
from everly.scheduling.wording import quoted


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for cron, expr in wordable(subject):
        diagnostic = keeping_firings(_fault(cron, print_schedule(Schedule(expr)), subject.text), subject)
        if diagnostic.fixes:
            yield diagnostic


def wordable(subject: Subject) -> Iterator[tuple[Cron, Expr]]:
    """The lines that words can say, and how; whether these fire at the same moments is not proved yet."""
    if subject.dialect is Dialect.EVERLY:
        for cron in cron_lines(subject.compiled.schedule, subject.text):
            if (expr := in_words(cron)) is not None:
                yield cron, expr


def _fault(cron: Cron, words: str, text: str) -> Fault:
    message = f"{quoted(cron, text)} is '{words}' in words"
    return Fault(WORDABLE_CRON, cron.span, message, help=f"write '{words}'", fixes=replacement(cron.span, words))


RULE = Rule(WORDABLE_CRON, _check, is_default=False)
