"""The same schedule with the operands left out that change nothing: the words for it are found more easily."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.tree import Except, Expr, Or, Schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import fire_alike
from everly.scheduling.decisions.likeness import likeness, operands_of
from everly.scheduling.decisions.redundancy import Redundancy, quick_redundancies
from everly.scheduling.lower import lower

# Each round leaves out all that changes nothing by itself; what is left may make others needless.
_ROUNDS = 3


def plainer(compiled: Compiled) -> Compiled | None:
    """A schedule that is proved to fire at the same instants, said with less; None if there is nothing to leave out."""
    if not isinstance(compiled.resolved.expr, Or):
        return None
    found = compiled
    for _ in range(_ROUNDS):
        kept = _with_tree(found, _given_back(found.resolved))
        needless = [each.operand for each in quick_redundancies(kept) if isinstance(each, Redundancy)]
        shorter = _with_tree(kept, _without(kept.resolved, needless))
        if shorter.resolved == found.resolved:
            break
        found = shorter
    return found if found.resolved != compiled.resolved and fire_alike(found, compiled) else None


def _with_tree(compiled: Compiled, tree: Expr) -> Compiled:
    schedule = tree if isinstance(tree, Schedule) else Schedule(tree)
    if schedule == compiled.resolved:
        return compiled
    instants = lower(schedule, anchor=compiled.now, zone=compiled.default_zone)
    return replace(compiled, resolved=schedule, instants=instants)


def _given_back(expr: Expr) -> Expr:
    """An expression without the exceptions that other operands of a union give back: `(a except b) | b` is `a | b`."""
    match expr:
        case Schedule():
            return replace(expr, expr=_given_back(expr.expr))
        case Or():
            operands = list(operands_of(Or, expr))
            known = frozenset(map(likeness, operands))
            kept = dict.fromkeys(_taken_from(each, known) for each in operands)
            return replace(expr, operands=tuple(kept)) if len(kept) > 1 else next(iter(kept))
        case _:
            return expr


def _taken_from(operand: Expr, known: frozenset[object]) -> Expr:
    inner = operand.expr if isinstance(operand, Schedule) and operand.is_bare else operand
    if isinstance(inner, Except) and all(likeness(each) in known for each in operands_of(Or, inner.removed)):
        return inner.base
    return operand


def _without(expr: Expr, needless: list[Expr]) -> Expr:
    """An expression without some operands of its unions, each known by its place in the text."""
    match expr:
        case Schedule():
            return replace(expr, expr=_without(expr.expr, needless))
        case Or(operands):
            kept = [each for each in operands if not any(each is other for other in needless)]
            kept = [_without(each, needless) for each in kept or operands]
            return replace(expr, operands=tuple(kept)) if len(kept) > 1 else kept[0]
        case _:
            return expr
