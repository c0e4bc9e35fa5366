"""W801: not the canonical spelling, where no other rule of style says how."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.linting.canonical import canonical_text
from everly.linting.catalogue import NOT_CANONICAL
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject
from everly.linting.rules import alias, grammatical_number, spelled_interval, wordable_cron

_OTHERS = (alias.RULE, spelled_interval.RULE, grammatical_number.RULE)


def _check(subject: Subject) -> Iterator[Diagnostic]:
    text, canonical = subject.text, canonical_text(subject.compiled.schedule, subject.dialect)
    span = Span(len(text) - len(text.lstrip()), len(text.rstrip()))
    if canonical is None or span.of(text) == canonical or _is_found_otherwise(subject):
        return
    message = f"'{span.of(text)}' is written '{canonical}' in canonical text"
    fault = Fault(NOT_CANONICAL, span, message, help="'everly fmt' writes it so", fixes=replacement(span, canonical))
    yield keeping_firings(fault, subject)


def _is_found_otherwise(subject: Subject) -> bool:
    return any(any(rule.check(subject)) for rule in _OTHERS) or any(wordable_cron.wordable(subject))


RULE = Rule(NOT_CANONICAL, _check, is_default=False)
