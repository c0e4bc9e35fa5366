"""W502: sixty firings in each hour that is named."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.tree import Cron, Field, FieldKind, Star
from everly.linting.catalogue import EVERY_MINUTE
from everly.linting.cron_lines import cron_lines, fields_of
from everly.linting.cron_text import written
from everly.linting.kept_firings import that_fire
from everly.linting.rule import Rule, Subject
from everly.scheduling.wording import quoted

_CLOCK = (FieldKind.SECOND, FieldKind.MINUTE, FieldKind.HOUR)
_RANGES = {FieldKind.MINUTE: "30-44", FieldKind.HOUR: "9-17"}


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        if not _is_star(cron.second or cron.minute):
            continue
        fields = [(kind, field) for kind, field in fields_of(cron) if kind in _CLOCK]
        stars = list(takewhile(lambda each: _is_star(each[1]), fields))
        if len(stars) < len(fields) and _is_named(fields[len(stars)][1], subject.text):
            fault = _fault(cron, [field for _, field in stars], *fields[len(stars)], subject.text)
            yield that_fire(fault, subject)


def _is_star(field: Field) -> bool:
    return field.items == (Star(),)


def _is_named(field: Field, text: str) -> bool:
    """Whether it picks single values, as for a firing at each; a range means from when to when."""
    return not any(item.is_range and item.step is None for item in written(field, text))


def _fault(cron: Cron, stars: list[Field], kind: FieldKind, named: Field, text: str) -> Fault:
    finest = "minute" if kind is FieldKind.HOUR and len(stars) == 1 else "second"
    count = 60 ** len(stars)
    message = f"{quoted(cron, text)} fires {count} times in each {kind.value} that {quoted(named, text)} names"
    help = f"0 fires once in each; where every {finest} is meant, a range such as '{_RANGES[kind]}' says so"
    fixes = (Fix("once", tuple(Edit(star.span, "0") for star in stars)),)
    return Fault(EVERY_MINUTE, stars[-1].span, message, label=f"every {finest}", help=help, fixes=fixes)


RULE = Rule(EVERY_MINUTE, _check)
