"""W501: a day and a weekday, of which either one fires."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Label
from everly.grammar.fault import Fault
from everly.grammar.printer.windows import window_text
from everly.grammar.span import Span
from everly.grammar.tree import Cron, FieldKind
from everly.linting.catalogue import DAY_OR_WEEKDAY
from everly.linting.cron_lines import cron_lines
from everly.linting.cron_readings import either_and_both
from everly.linting.cron_values import is_restricted
from everly.linting.cron_words import day_window
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import that_fire
from everly.linting.rule import Rule, Subject
from everly.linting.rules.read_otherwise import is_read_otherwise
from everly.scheduling.wording import quoted


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        if not is_restricted(cron.day, FieldKind.DAY) or not is_restricted(cron.weekday, FieldKind.WEEKDAY):
            continue
        if subject.dialect is not Dialect.KUBERNETES or not is_read_otherwise(cron):
            yield that_fire(_fault(cron, subject), subject)


def _fault(cron: Cron, subject: Subject) -> Fault:
    text, zone, now = subject.text, subject.compiled.zone, subject.compiled.now
    day, weekday = quoted(cron.day, text), quoted(cron.weekday, text)
    either, both = either_and_both(cron, zone, now)
    readings = f"either: {either}; both: {both}"
    if cron.day.starred or cron.weekday.starred:
        message = f"{day} and {weekday} must both hold, because one begins with '*'; many programs take either one"
        label = "and this"
        fixes: tuple[Fix, ...] = ()
    else:
        message = f"{day} or {weekday}: either one fires, not only days that are both"
        label, fixes = "or this", _both_in_words(cron, subject)
    related = (Label(cron.day.span, "this"),)
    return Fault(DAY_OR_WEEKDAY, cron.weekday.span, message, label=label, help=readings, fixes=fixes, related=related)


def _both_in_words(cron: Cron, subject: Subject) -> tuple[Fix, ...]:
    """The line with its days taken out of it, and joined by `&`: `0 0 * * fri & 13th`."""
    window = day_window(cron.day)
    if subject.dialect is not Dialect.EVERLY or window is None:
        return ()
    end = cron.span.end
    edits = (Edit(cron.day.span, "*"), Edit(Span(end, end), f" & {window_text(window)}"))
    return (Fix("only where both hold", edits),)


RULE = Rule(DAY_OR_WEEKDAY, _check)
