"""W505: a range whose ends are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault, replacement
from everly.grammar.tree import FieldKind
from everly.linting.catalogue import EQUAL_RANGE
from everly.linting.cron_lines import cron_lines, fields_of
from everly.linting.cron_text import Written, value_of, written
from everly.linting.kept_firings import keeping_firings
from everly.linting.rule import Rule, Subject

_RANGE = re.compile(r"-|\bto\b|\bthr", re.IGNORECASE)


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if not _RANGE.search(subject.text):
        return
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        for kind, field in fields_of(cron):
            if not _RANGE.search(field.span.of(subject.text)):
                continue
            for item in written(field, subject.text):
                if _is_equal(item, kind):
                    yield keeping_firings(_fault(item), subject)


def _is_equal(item: Written, kind: FieldKind) -> bool:
    if item.last is None:
        return False
    first, last = value_of(item.first, kind), value_of(item.last, kind)
    return first == last or (kind is FieldKind.WEEKDAY and (first, last) == (7, 0))


def _fault(item: Written) -> Fault:
    message = f"'{item.text}' is one value, which some programs read as every one (croniter does)"
    return Fault(
        EQUAL_RANGE,
        item.span,
        message,
        label="one value",
        help="write the value",
        fixes=replacement(item.span, item.first),
    )


RULE = Rule(EQUAL_RANGE, _check)
