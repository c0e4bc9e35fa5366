"""W804: a singular for several, or a plural for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.vocabulary import UNITS
from everly.linting.catalogue import GRAMMATICAL_NUMBER
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject
from everly.linting.rules import spelled_interval
from everly.linting.spoken import spoken

_BLANKS = r"[ \t\r\n]+"
_UNIT = "|".join(unit for unit in UNITS if unit not in ("sec", "min", "hr"))  # these are aliases
_COUNTED = re.compile(
    rf"\b(?:every|in)(?:{_BLANKS}(?P<count>other|[0-9]*\.?[0-9]+))?{_BLANKS}(?P<unit>(?:{_UNIT})s?)\b", re.IGNORECASE
)
_ONE = (None, "other", "1")


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.dialect is not Dialect.EVERLY:  # elsewhere words are no syntax
        return
    slips = [found for found in spoken(subject.compiled.schedule, subject.text, _COUNTED) if _is_slip(found)]
    if not slips:
        return
    spelled = [each.span for each in spelled_interval.RULE.check(subject)]  # one thing, one finding
    for found in slips:
        if not any(span.start <= found.start() < span.end for span in spelled):
            yield keeping_firings(_fault(found), subject)


def _is_slip(found: Match[str]) -> bool:
    is_plural = found["unit"][-1] in "sS"
    return is_plural is (_count(found) in _ONE)


def _count(found: Match[str]) -> str | None:
    return None if found["count"] is None else found["count"].lower()


def _fault(found: Match[str]) -> Fault:
    unit, span = found["unit"], Span(*found.span("unit"))
    count = _count(found)
    right = unit[:-1] if count in _ONE else f"{unit}s"
    what = (
        f"a plural for {'every second one' if count == 'other' else 'one'}"
        if count in _ONE
        else "a singular for several"
    )
    return Fault(
        GRAMMATICAL_NUMBER, span, f"'{found[0]}' has {what}", help=f"write '{right}'", fixes=replacement(span, right)
    )


RULE = Rule(GRAMMATICAL_NUMBER, _check, is_default=False)
