"""How many instants of a set lie in a range, without listing them wherever arithmetic can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from everly.scheduling.engine.algebra import Sieved, intersection
from everly.scheduling.engine.bits import bit_index
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Union
from everly.scheduling.engine.spacing import Stretch, day_cells, stretches
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import Times, progression

# Counting a union takes as many intersections as it has pairs of operands that meet, and so on; beyond this many
# operands its members are listed.
_MANY_OPERANDS = 12
# So many times of day are looked at one by one.
_FEW_TIMES = 32


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
        case Sieved(Step() as step, base):
            return _count_on_clock(step, stretches(base, first, last))
        case Sieved(Thinned(step, removed), base) if len(removed) <= _MANY_OPERANDS:
            taken = tuple(intersection([each, base]) for each in removed)
            return count(intersection([step, base]), first, last) - _count_union(taken, first, last)
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


def _count_on_clock(step: Step, parts: Iterable[Stretch]) -> int:
    """How many members of a step a clock shows at times of a wall set: days on which it begins alike count alike."""
    begins: dict[Times, Counter[int]] = {}
    for part in parts:
        for cell in day_cells(part):
            phase = step.anchor - cell.origin
            days = bit_index(cell.days, cell.days.bit_length()).members()
            begins.setdefault(cell.times, Counter()).update((phase - day * DAY) % step.period for day in days)
    return sum(
        days * _count_in_day(times, step.period, phase)
        for times, phases in begins.items()
        for phase, days in phases.items()
    )


def _count_in_day(times: Times, period: int, phase: int) -> int:
    """How many of some times of day come so many seconds after midnight, or any number of periods later."""
    if period * _FEW_TIMES < DAY:
        return (times & progression(period, phase)).count
    return sum(times.has(second) for second in range(phase, DAY, period))
