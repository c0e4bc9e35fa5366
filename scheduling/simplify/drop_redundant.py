"""Operands that change nothing, as the engine decides.

Only operands that mean the same whatever `now` is are asked, so that the answer holds whenever the schedule is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from everly.frozen import replace
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.tree import And, Except, Expr, Or
from everly.scheduling.decisions.effort import joining
from everly.scheduling.engine.algebra import intersection, union
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.wall import EVERYTHING
from everly.scheduling.engine.zoned import Pattern
from everly.scheduling.simplify.places import MOST_WORK, Place
from everly.scheduling.simplify.trees import joined, operands_of

# Each operand is asked about beside all others. This bounds the time that takes, never what is true.
_MOST = 32
_ALWAYS = Pattern(EVERYTHING)

_Settled = dict[int, InstantSet]
"""What operands mean, by their index, of those whose meaning does not depend on `now`."""


def drop_redundant(expr: Expr, place: Place) -> Expr:
    """`0 9 * * mon & mon-fri` is `0 9 * * mon`, `mon at 09:00 except sat` is `mon at 09:00`."""
    match expr:
        case And(operands):
            return _without(expr, _settled(operands, place), partial(_holds_the_rest, expr, place))
        case Or(operands):
            return _without(expr, _settled(operands, place), partial(_is_held_by_the_rest, place))
        case Except():
            return _without_idle(expr, place)
        case _:
            return expr


def _settled(operands: Iterable[Expr], place: Place) -> _Settled:
    settled = [(index, each) for index, each in enumerate(operands) if place.is_settled(each)]
    sets = {index: place.meaning(each) for index, each in settled} if len(settled) <= _MOST else {}
    return sets if joining([*sets.values()]) <= MOST_WORK else {}


def _without(expr: And | Or, sets: _Settled, is_redundant: Callable[[int, _Settled], bool]) -> Expr:
    """The expression without its redundant operands, looked for from the last on; one always stays."""
    kept = dict(enumerate(expr.operands))
    for index in reversed(sets):
        others = {other: each for other, each in sets.items() if other != index and other in kept}
        if len(kept) > 1 and is_redundant(index, {**others, index: sets[index]}):
            del kept[index]
    return joined(expr, kept.values())


def _holds_the_rest(expr: And, place: Place, index: int, sets: _Settled) -> bool:
    """Whether an operand of an intersection holds all that the others leave; a firing must leave another firing."""
    others = {other: each for other, each in sets.items() if other != index}
    if _is_firing(expr.operands[index]) and not any(_is_firing(expr.operands[other]) for other in others):
        return False
    return place.is_part(intersection([_ALWAYS, *others.values()]), sets[index])


def _is_held_by_the_rest(place: Place, index: int, sets: _Settled) -> bool:
    return place.is_part(sets[index], union(each for other, each in sets.items() if other != index))


def _is_firing(expr: Expr) -> bool:
    return kind_of(expr) is ExprKind.FIRING


def _without_idle(expr: Except, place: Place) -> Expr:
    """The difference without those parts of what is removed that remove nothing."""
    base = intersection([_ALWAYS, *_settled(operands_of(And, expr.base), place.removed).values()])
    removed = operands_of(Or, expr.removed)
    sets = _settled(removed, place.removed)
    idle = {index for index, each in sets.items() if place.is_empty(intersection([base, each]))}
    kept = [each for index, each in enumerate(removed) if index not in idle]
    if not kept:
        return expr.base
    return replace(expr, removed=joined(Or(removed, span=expr.removed.span), kept)) if idle else expr
