"""How much work it may be to join sets of instants, or to take one out of another."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from everly.scheduling.engine.dayset import DaySet
from everly.scheduling.engine.formula import Absolute, Firing, Formula, Reading, leaves
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union, width
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.zoned import Zoned

# A piece with a step on a clock takes so much longer than any other, and so much again with each that meets the first.
_HARD, _HARDER = 100, 4


def work(base: InstantSet, removed: InstantSet) -> int:
    """How many pieces may come of a difference before it folds, the hard ones counted a hundred times and more."""
    pieces = width(base) * _pieces(removed)
    hard = _hard(base) + _hard(removed)
    return pieces * _HARD * int(_HARDER ** (hard - 1)) if hard else pieces


def joining(sets: Sequence[InstantSet]) -> int:
    """How much it takes to join some sets one after the other, where clocks keep them from being one pattern each."""
    clocks = sum(_is_on_clock(each) for each in sets)
    return clocks**2 * int(_HARDER ** sum(map(_hard, sets)))


def _is_on_clock(instants: InstantSet) -> bool:
    return _is_on_clock(instants.base) if isinstance(instants, Bounded) else isinstance(instants, Zoned)


def _pieces(removed: InstantSet) -> int:
    """How many pieces a set may leave of one that it is taken out of."""
    match removed:
        case Union(operands):
            return prod(map(_pieces, operands))
        case Bounded(base, first, last):
            return _pieces(base) + (first is not None) + (last is not None)
        case Sieved(step, _):
            return 1 + _pieces(step)
        case Thinned(_, less):
            return 1 + len(less)
        case Difference(base, _):
            return 1 + _pieces(base)
        case _:
            return 1


def _hard(instants: InstantSet) -> int:
    """How many steps on clocks, and cycles of days on them, a set is made of."""
    match instants:
        case Union(operands) | Intersection(operands):
            return sum(map(_hard, operands))
        case Bounded(base):
            return _hard(base)
        case Difference(base, removed):
            return _hard(base) + _hard(removed)
        case Zoned(formula):
            return sum(map(_is_hard, leaves(formula)))
        case _:
            return isinstance(instants, Sieved)


def _is_hard(leaf: Formula) -> int:
    match leaf:
        case Firing(_, wall) | Reading(_, wall) | Absolute(wall):
            return sum(not isinstance(days, DaySet) for _, days in wall.cells)
        case _:
            return 1
