"""How many instants of a set lie in a range, without listing them wherever arithmetic can tell."""

from __future__ import annotations

from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Union
from everly.scheduling.engine.thinned import Thinned

# Counting a union takes as many intersections as it has pairs of operands that meet, and so on; beyond this many
# operands its members are listed.
_MANY_OPERANDS = 12


def count(instants: InstantSet, first: int, last: int) -> int:
    """How many members lie from first to last, both ends in."""
    match instants:
        case Bounded(base, start, end):
            low = first if start is None else max(first, start)
            high = last if end is None else min(last, end)
            return count(base, low, high) if low <= high else 0
        case Union(operands) if len(operands) <= _MANY_OPERANDS:
            return _count_union(operands, first, last)
        case Difference(base, removed):
            return count(base, first, last) - count(intersection([base, removed]), first, last)
        case Thinned(step, removed) if len(removed) <= _MANY_OPERANDS:
            return step.count(first, last) - _count_union(tuple(removed), first, last)
        case _:
            return instants.count(first, last)


def _count_union(operands: tuple[InstantSet, ...], first: int, last: int) -> int:
    """Each operand's members that no operand before it has."""
    total = 0
    for index, operand in enumerate(operands):
        total += count(operand, first, last) - _count_shared(operand, operands[:index], first, last)
    return total


def _count_shared(operand: InstantSet, others: tuple[InstantSet, ...], first: int, last: int) -> int:
    """How many members of one set belong to any of the others."""
    meets = [met for other in others if (met := intersection([operand, other])).ceil(first) is not None]
    return _count_union(tuple(meets), first, last)
