"""Operands that could be left out of a schedule, and the fix that does it."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import frozen
from everly.grammar.diagnostics import Edit, Fix, ScheduleError
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.repairs import difference
from everly.grammar.span import Span
from everly.grammar.tree import And, Expr, Or, Schedule
from everly.linting.proofs import proved
from everly.linting.rule import Subject
from everly.scheduling.dead_branches import dead
from everly.scheduling.decisions.redundancy import Redundancy, quick_redundancies
from everly.scheduling.simplify.trees import ExprT, joined, parts, with_parts

# Proofs about a longer text may take long, and whoever writes so much by hand does not read it either.
_LONGEST = 1000


@frozen
class Idle:
    """An operand that changes nothing, whatever the time is; those beside it that make it so; the fix without it."""

    operand: Expr
    because: tuple[Expr, ...]
    fix: Fix


def idle_windows(subject: Subject) -> Iterator[Idle]:
    """Windows that leave nothing out of the intersections that they stand in."""
    joints = [expr for expr, _ in subject.standing if isinstance(expr, And)]
    spans = {each.span for joint in joints for each in joint.operands if kind_of(each) is ExprKind.WINDOW}
    return _idle(subject, spans)


def idle_branches(subject: Subject) -> Iterator[Idle]:
    """Branches that do fire, and have no firing that the others have not."""
    compiled = subject.compiled
    joints = [expr for expr, _ in subject.standing if isinstance(expr, Or)]
    found = list(_idle(subject, {each.span for joint in joints for each in joint.operands}))
    if found:
        silent = {branch.span for branch, _ in dead(compiled.resolved, anchor=compiled.now, zone=compiled.default_zone)}
        found = [each for each in found if each.operand.span not in silent]
    return iter(found)


def _idle(subject: Subject, spans: set[Span]) -> Iterator[Idle]:
    """The operands at some places that are redundant now, and are proved to be at any time."""
    if not spans or len(subject.text) > _LONGEST:
        return
    for found in quick_redundancies(subject.compiled):
        if isinstance(found, Redundancy) and found.operand.span in spans:
            fix = proved(without(found.operand, subject), subject)
            if fix.is_safe:
                yield Idle(found.operand, found.because, fix)


def without(operand: Expr, subject: Subject) -> Fix:
    """The fix that takes an operand of an intersection or a union out, with the sign beside it."""
    text, schedule = subject.text, subject.compiled.schedule
    left = _without(schedule, operand.span)
    cuts = (Fix("without it", (Edit(cut, ""),)) for cut in _cuts(schedule, operand.span))
    printed = Fix("without it", difference(text, print_schedule(left)))
    return next((cut for cut in cuts if _read(cut.apply(text)) == left), printed)


def _without(expr: ExprT, span: Span) -> ExprT:
    """The same node without the operand at a span."""
    return with_parts(expr, lambda part: _less(_without(part, span), span))


def _less(expr: Expr, span: Span) -> Expr:
    if isinstance(expr, And | Or) and any(each.span == span for each in expr.operands):
        return joined(expr, (each for each in expr.operands if each.span != span))
    return expr


def _cuts(expr: Expr, span: Span) -> Iterator[Span]:
    """What an operand and the sign beside it cover."""
    match expr:
        case And(operands) | Or(operands):
            places = [each.span for each in operands]
            if span in places:
                index = places.index(span)
                yield Span(places[index - 1].end, span.end) if index else Span(span.start, places[1].start)
        case _:
            pass
    for part in parts(expr):
        yield from _cuts(part, span)


def _read(text: str) -> Schedule | None:
    try:
        return parse(text)
    except ScheduleError:
        return None
