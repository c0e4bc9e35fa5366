"""How many instants of a set lie in a range, without listing them wherever arithmetic can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.bits import bit_index
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.formula import some
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Union, width
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.spacing import Stretch, day_cells, stretches
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import Times, progression
from everly.scheduling.engine.zoned import Pattern, Zoned, held

# A union is counted by what its operands share; where that comes to more sets than this, its members are listed.
_MOST_SHARED = 1 << 15
# The members of a step that is longer are fewer than the days of a clock, by far.
_LONG = 10 * DAY
# So many times of day are looked at one by one.
_FEW_TIMES = 32


def count(instants: InstantSet, first: int, last: int) -> int:
    """How many members lie from first to last, both ends in."""
    match instants:
        case Bounded(base, start, end) if type(instants) is Bounded:  # one that is laid out counts its bits
            low = first if start is None else max(first, start)
            high = last if end is None else min(last, end)
            return count(base, low, high) if low <= high else 0
        case Union(operands):
            found = _count_union(operands, first, last)
            return instants.count(first, last) if found is None else found
        case Difference(base, removed):
            return count(base, first, last) - count(intersection([base, removed]), first, last)
        case Thinned(step, removed):
            taken = _count_union(tuple(removed), first, last)
            return instants.count(first, last) if taken is None else step.count(first, last) - taken
        case Sieved(Step() as step, base) if step.period < _LONG:
            return _count_on_clock(step, stretches(base, first, last))
        case Sieved(Thinned(step, removed), base):
            taken = _count_union(tuple(intersection([each, base]) for each in removed), first, last)
            if taken is None:
                return instants.count(first, last)
            return count(intersection([step, base]), first, last) - taken
        case _:
            return instants.count(first, last)


def _count_union(operands: tuple[InstantSet, ...], first: int, last: int) -> int | None:
    """How many members lie in at least one set, by inclusion and exclusion.

    None if that takes too many sets, or none that are simpler: what unions share may be a union of as many sets again.
    What two sets share counts with the opposite sign of theirs. Sets that come up often are counted once, if at all.
    """
    signs: Counter[InstantSet] = Counter()
    for operand in _joined(operands):
        if len(signs) > _MOST_SHARED:
            return None
        for each, sign in list(signs.items()):
            shared = intersection([each, operand])
            if width(shared) >= len(operands):
                return None
            if next(shared.between(first, last), None) is not None:
                signs[shared] -= sign
        signs[operand] += 1
        signs = Counter({each: sign for each, sign in signs.items() if sign})
    return sum(sign * count(each, first, last) for each, sign in signs.items())


def _joined(operands: Iterable[InstantSet]) -> list[InstantSet]:
    """The operands, those that read clocks as one: it is counted as it is, and shares less with the others."""
    clocks = [each for each in operands if isinstance(each, Pattern | Zoned)]
    rest = [each for each in operands if not isinstance(each, Pattern | Zoned)]
    return [*rest, held(some(each.formula for each in clocks))] if clocks else rest


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
