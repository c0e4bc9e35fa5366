"""W506: a field of seconds, which other programs read elsewhere or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import Cron, Field, Range
from everly.linting.catalogue import SECONDS_FIELD
from everly.linting.cron_lines import cron_lines
from everly.linting.cron_values import is_every
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.dialect is not Dialect.EVERLY:  # elsewhere it is no syntax
        return
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        if cron.second is not None:
            yield keeping_firings(_fault(cron, cron.second, subject.text), subject)


def _fault(cron: Cron, second: Field, text: str) -> Fault:
    count = "six" if cron.year is None else "seven"
    message = (
        f"'{second.span.of(text)}' is the second, first of {count} fields: croniter reads it behind the weekday, "
        "and most programs take five fields"
    )
    return Fault(
        SECONDS_FIELD, second.span, message, label="seconds", help=_help(second), fixes=_five(cron, second, text)
    )


def _help(second: Field) -> str:
    if second.items == _ZERO:
        return "five fields say the same in every program"
    return "an interval such as 'every 15 seconds' says it without fields"


def _five(cron: Cron, second: Field, text: str) -> tuple[Fix, ...]:
    """The line without its second, where that is 0; a year moves behind the line."""
    if second.items != _ZERO:
        return ()
    edits = [Edit(Span(second.span.start, cron.minute.span.start), "")]
    if cron.year is not None:
        year = "" if is_every(cron.year) else f" & {cron.year.span.of(text)}"
        edits.append(Edit(Span(cron.weekday.span.end, cron.year.span.end), year))
    return (Fix("in five fields", tuple(edits)),)


_ZERO = (Range(0, 0),)

RULE = Rule(SECONDS_FIELD, _check)
