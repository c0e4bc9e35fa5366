"""How much work it may be to take one set of instants out of another."""

from __future__ import annotations

from math import prod

from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.thinned import Thinned

# A piece that is a step on a clock takes so much longer than any other.
_HARD = 100


def work(base: InstantSet, removed: InstantSet) -> int:
    """How many pieces may come of a difference before it folds, the hard ones counted a hundred times."""
    pieces = _terms(base) * _pieces(removed)
    return pieces * _HARD if _is_hard(base) or _is_hard(removed) else pieces


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


def _terms(base: InstantSet) -> int:
    return len(base.operands) if isinstance(base, Union) else 1


def _is_hard(instants: InstantSet) -> bool:
    match instants:
        case Union(operands):
            return any(map(_is_hard, operands))
        case Bounded(base) | Difference(base):
            return _is_hard(base)
        case _:
            return isinstance(instants, Sieved)
