"""W802: another word for one that the language prefers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.linting.catalogue import ALIAS
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject
from everly.linting.rules import spelled_interval
from everly.linting.spoken import spoken

_CANONICAL = {
    "annually": "yearly",
    "beginning": "starting",
    "ending": "until",
    **dict.fromkeys(("through", "thru", "to"), "-"),
    "tues": "tue",
    "weds": "wed",
    **dict.fromkeys(("thur", "thurs"), "thu"),
    "sept": "sep",
    "@midnight": "@daily",
    "@annually": "@yearly",
}
_UNITS = {"sec": "second", "min": "minute", "hr": "hour"}
_BEFORE_ONE = re.compile(r"(?:every|other|(?<![0-9.])1)[ \t\r\n]+$", re.IGNORECASE)


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.dialect is not Dialect.EVERLY:  # elsewhere words are no syntax
        return
    found = [(each, preferred) for each in _words(subject) if (preferred := _preferred(each)) is not None]
    if not found:
        return
    spelled = [each.span for each in spelled_interval.RULE.check(subject)]  # one thing, one finding
    for each, preferred in found:
        if not any(span.start <= each.start() < span.end for span in spelled):
            yield keeping_firings(_fault(each, preferred), subject)


def _words(subject: Subject) -> Iterator[Match[str]]:
    return spoken(subject.compiled.schedule, subject.text)


def _preferred(found: Match[str]) -> str | None:
    word = found[0].lower()
    unit = _UNITS.get(word.removesuffix("s"))
    if unit is None:
        return _CANONICAL.get(word)
    return unit if _BEFORE_ONE.search(found.string, 0, found.start()) else f"{unit}s"


def _fault(found: Match[str], preferred: str) -> Fault:
    span = Span(*found.span())
    message = f"'{found[0]}' is another word for '{preferred}'"
    return Fault(ALIAS, span, message, help=f"write '{preferred}'", fixes=replacement(span, preferred))


RULE = Rule(ALIAS, _check, is_default=False)
