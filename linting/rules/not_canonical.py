"""W801: not the canonical spelling."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.linting.canonical import canonical_text
from everly.linting.catalogue import ALIAS, GRAMMATICAL_NUMBER, NOT_CANONICAL, SPELLED_INTERVAL, WORDABLE_CRON
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Diagnostic]:
    text, canonical = subject.text, canonical_text(subject.compiled.schedule, subject.dialect)
    if canonical is None or text == canonical:
        return
    words = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    span = Span(0, len(text)) if words.of(text) == canonical else words
    message = f"'{span.of(text)}' is written '{canonical}' in canonical text"
    fixes = replacement(Span(0, len(text)), canonical)
    fault = Fault(NOT_CANONICAL, span, message, help="'everly fmt' writes it so", fixes=fixes)
    yield keeping_firings(fault, subject)


_SAYS_HOW = (ALIAS, SPELLED_INTERVAL, GRAMMATICAL_NUMBER, WORDABLE_CRON)

RULE = Rule(NOT_CANONICAL, _check, is_default=False, yields_to=_SAYS_HOW)
