"""W504: a step of days, which begins again each month."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.names import clocks, ordinal
from everly.grammar.tree import Cron, FieldKind
from everly.linting.catalogue import DAY_STEP
from everly.linting.cron_lines import cron_lines
from everly.linting.cron_values import LONGEST_MONTH, clock_times, is_every
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import that_fire
from everly.linting.rule import Rule, Subject
from everly.linting.steps import is_whole_round, stepped
from everly.scheduling.lower.cron import field_values
from everly.scheduling.wording import quoted


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if "/" not in subject.text:
        return
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        step = stepped(cron.day)
        values = sorted(field_values(cron.day, FieldKind.DAY))
        if step is not None and is_every(cron.weekday) and is_whole_round(values, step, FieldKind.DAY):
            yield that_fire(_fault(cron, values, step, subject), subject)


def _fault(cron: Cron, values: list[int], step: int, subject: Subject) -> Fault:
    first, last = values[0], values[-1]
    gap = LONGEST_MONTH - last + first
    message = (
        f"{quoted(cron.day, subject.text)} begins again each month: from the {ordinal(last)} to the {ordinal(first)} "
        f"it is {gap} {'day' if gap == 1 else 'days'}, not {step}"
    )
    is_own = subject.dialect is Dialect.EVERLY
    help = f"'every {step} days' goes on over the end of the month" if is_own else "cron has no beat of days"
    fixes = _as_interval(cron, step) if is_own else ()
    return Fault(DAY_STEP, cron.day.span, message, label="each month anew", help=help, fixes=fixes)


def _as_interval(cron: Cron, step: int) -> tuple[Fix, ...]:
    times = clock_times(cron)
    others = (cron.month, cron.weekday, cron.year)
    if times is None or any(field is not None and not is_every(field) for field in others):
        return ()
    return replacement(cron.span, f"every {step} days at {clocks(times)}")


RULE = Rule(DAY_STEP, _check)
