"""Branches that add nothing: `every 10 minutes or hourly` is `every 10 minutes`."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Label
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.linting.catalogue import SUBSUMED_BRANCH
from everly.linting.operands import Idle, idle_branches
from everly.linting.rule import Rule, Subject
from everly.scheduling.wording import quoted

_MOST_NAMED = 3


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for idle in idle_branches(subject):
        yield _fault(idle, subject.text).diagnostic(subject.text)


def _fault(idle: Idle, text: str) -> Fault:
    holders = [quoted(each, text) for each in idle.because]
    named = " and ".join(holders) if len(holders) <= _MOST_NAMED else "the other branches"
    has = "has" if len(holders) == 1 else "have"
    what, does = ("firings", "fires") if kind_of(idle.operand) is ExprKind.FIRING else ("times", "holds")
    return Fault(
        SUBSUMED_BRANCH,
        idle.operand.span,
        f"{quoted(idle.operand, text)} adds nothing: {named} {has} all of its {what}",
        label="adds nothing",
        help="drop it, or mend what it names",
        fixes=(idle.fix,),
        related=tuple(Label(each.span, f"{does} then anyhow") for each in idle.because[:_MOST_NAMED]),
    )


RULE = Rule(SUBSUMED_BRANCH, _check)
