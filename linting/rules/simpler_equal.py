"""Schedules that say with several firings what can be said with fewer: `daily and weekly` is `weekly`.

A window that could be shorter is a matter of style. Quiet where a part or a branch that changes nothing is the reason:
other rules say so, and at which place.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Fix
from everly.grammar.diagnostics.catalogue import DEAD_BRANCH, IDLE_EXCEPT
from everly.grammar.fault import Fault
from everly.grammar.printer import print_schedule
from everly.grammar.repairs import difference
from everly.grammar.tree import At, Calendar, Cron, Elapsed, Expr
from everly.linting.catalogue import SIMPLER_EQUAL
from everly.linting.dialects import Dialect
from everly.linting.operands import idle_branches, idle_windows
from everly.linting.proofs import proved
from everly.linting.rule import Rule, Subject
from everly.scheduling.simplify import simplify
from everly.scheduling.simplify.trees import parts
from everly.scheduling.wording import quoted

# Of a longer text nobody sees at a glance what is too much in it, and to find out takes long.
_LONGEST = 500


def _check(subject: Subject) -> Iterator[Diagnostic]:
    schedule, text = subject.compiled.schedule, subject.text
    if len(text) > _LONGEST or subject.dialect is not Dialect.EVERLY or _firings(schedule) < 2:
        return
    simpler = simplify(schedule, timezone=subject.compiled.default_zone.tzinfo)
    written = print_schedule(simpler)
    if _firings(simpler) < _firings(schedule) and len(written) <= len(text.strip()) and not _is_said(subject):
        yield _fault(subject, written).diagnostic(text)


def _firings(expr: Expr) -> int:
    """How many intervals, times on days and cron lines an expression has."""
    return isinstance(expr, Elapsed | Calendar | At | Cron) + sum(map(_firings, parts(expr)))


def _is_said(subject: Subject) -> bool:
    """Whether another rule points at what makes the schedule longer than it need be."""
    warned = any(each.kind in (IDLE_EXCEPT, DEAD_BRANCH) for each in subject.compiled.warnings)
    return warned or any(idle_windows(subject)) or any(idle_branches(subject))


def _fault(subject: Subject, written: str) -> Fault:
    schedule, text = subject.compiled.schedule, subject.text
    fix = proved(Fix("instead", difference(text, written)), subject)
    message = f"{quoted(schedule, text)} has the same firings as '{written}'"
    return Fault(SIMPLER_EQUAL, schedule.span, message, label=f"is '{written}'", fixes=(fix,))


RULE = Rule(SIMPLER_EQUAL, _check)
