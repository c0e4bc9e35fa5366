"""W507: a line that Kubernetes reads in another way than cron does."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import replace
from everly.grammar.diagnostics import Diagnostic, Label
from everly.grammar.fault import Fault
from everly.grammar.tree import Cron, Field
from everly.linting.catalogue import READ_OTHERWISE
from everly.linting.cron_lines import cron_lines
from everly.linting.cron_readings import dates
from everly.linting.cron_values import is_every
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.scheduling.lower.cron import cron_days
from everly.scheduling.wording import quoted


def is_read_otherwise(cron: Cron) -> bool:
    """Whether Kubernetes has other days for a line than cron has."""
    starred = cron.day.starred or cron.weekday.starred
    return starred is not (is_every(cron.day) or is_every(cron.weekday)) and cron_days(cron) != cron_days(_there(cron))


def _there(cron: Cron) -> Cron:
    """The line as robfig/cron v3 reads it: a field counts as `*` where one of its items is that, without a step."""
    return replace(cron, day=_field(cron.day), weekday=_field(cron.weekday))


def _field(field: Field) -> Field:
    return replace(field, starred=is_every(field))


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.dialect is not Dialect.KUBERNETES:
        return
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        if is_read_otherwise(cron):
            yield _fault(cron, subject).diagnostic(subject.text)


def _fault(cron: Cron, subject: Subject) -> Fault:
    text, zone, now = subject.text, subject.compiled.zone, subject.compiled.now
    day, weekday = quoted(cron.day, text), quoted(cron.weekday, text)
    there, here = (
        ("either one fires", "both hold")
        if cron.day.starred or cron.weekday.starred
        else ("both hold", "either one fires")
    )
    return Fault(
        READ_OTHERWISE,
        cron.weekday.span,
        f"{day} and {weekday}: in Kubernetes {there}, where in cron {here}",
        label="and this",
        help=f"Kubernetes: {dates(_there(cron), zone, now)}; cron: {dates(cron, zone, now)}",
        related=(Label(cron.day.span, "this"),),
    )


RULE = Rule(READ_OTHERWISE, _check)
