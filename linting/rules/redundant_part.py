"""Windows that leave nothing out: `daily & mon-sun` is `daily`."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Diagnostic, Label
from everly.grammar.fault import Fault
from everly.linting.catalogue import REDUNDANT_PART
from everly.linting.operands import Idle, idle_windows
from everly.linting.rule import Rule, Subject
from everly.scheduling.wording import quoted


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for idle in idle_windows(subject):
        yield _fault(idle, subject.text).diagnostic(subject.text)


def _fault(idle: Idle, text: str) -> Fault:
    match idle.because:
        case (other,):
            reason = f"it holds all of {quoted(other, text)}"
        case _:
            reason = "it holds all that the others share"
    message = f"{quoted(idle.operand, text)} leaves nothing out: {reason}"
    related = tuple(Label(each.span, "all of this is in it") for each in idle.because if len(idle.because) == 1)
    return Fault(
        REDUNDANT_PART,
        idle.operand.span,
        message,
        label="leaves nothing out",
        help="drop it, or mend what it names",
        fixes=(idle.fix,),
        related=related,
    )


RULE = Rule(REDUNDANT_PART, _check)
