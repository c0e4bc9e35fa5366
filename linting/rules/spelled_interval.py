"""W803: an interval that has a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.printer.firings import elapsed_text, interval_text
from everly.grammar.span import Span
from everly.grammar.tree import Calendar, Elapsed, Unit
from everly.linting.catalogue import SPELLED_INTERVAL
from everly.linting.dialects import Dialect
from everly.linting.nodes import nodes
from everly.linting.rule import Rule, Subject

_COUNTED = re.compile(r"every[ \t\r\n]+[0-9.]+[ \t\r\n]+[a-z]+", re.IGNORECASE)
# From any beginning on, the days of these are the same, those of short months too; the days that `on` picks are not.
_LARGER = {(7, Unit.DAY): Unit.WEEK, (12, Unit.MONTH): Unit.YEAR}


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.dialect is not Dialect.EVERLY:  # elsewhere words are no syntax
        return
    for node in nodes(subject.compiled.schedule):
        if isinstance(node, Elapsed | Calendar) and (name := _name(node)) is not None:
            found = _COUNTED.match(subject.text, node.span.start + _parentheses(subject.text[node.span.start :]))
            if found is not None:
                yield _fault(Span(*found.span()), found[0], name).diagnostic(subject.text)


def _parentheses(text: str) -> int:
    """How many characters stand before what a node in parentheses says."""
    return len(text) - len(text.lstrip("( \t\r\n"))


def _name(interval: Elapsed | Calendar) -> str | None:
    """`hourly` for an hour, and so on; None for an interval that has no name."""
    match interval:
        case Elapsed(seconds):
            text = elapsed_text(seconds)
        case Calendar(count, unit, _, None) if (count, unit) in _LARGER:
            text = interval_text(1, _LARGER[count, unit])
        case Calendar(count, unit):
            text = interval_text(count, unit)
    return None if text.startswith("every") else text


def _fault(span: Span, spelled: str, name: str) -> Fault:
    fix = Fix("instead", (Edit(span, name),), is_safe=True)  # the same interval, wherever it stands
    return Fault(SPELLED_INTERVAL, span, f"'{spelled}' is '{name}'", help=f"write '{name}'", fixes=(fix,))


RULE = Rule(SPELLED_INTERVAL, _check, is_default=False)
