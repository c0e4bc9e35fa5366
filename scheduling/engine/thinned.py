"""A step without the members that other steps take: what is left of it, and whether anything is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import lcm
from operator import or_

from everly.frozen import field, frozen
from everly.scheduling.engine.bits import lowest, repeated
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import EMPTY, Empty, InstantSet
from everly.scheduling.engine.step import Step

# A search looks at a few members first and then at more and more at a time: to the machine they are one integer.
_FIRST_WIDTH, _LAST_WIDTH = 64, 1 << 20
_FEW_CLASSES = 64


@frozen
class Thinned(InstantSet):
    """The members of a step that belong to none of the removed steps, each of which is a part of it.

    The members are numbered from the anchor; a removed step takes every nth number, so what is left repeats after as
    many numbers as the least common multiple of all n.
    """

    step: Step
    removed: frozenset[Step]
    _taken: tuple[tuple[int, int], ...] = field(init=False, repr=False, compare=False)
    _cycle: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the first number that each removed step takes, and that it takes every nth from there."""
        step = self.step
        taken = [((each.anchor - step.anchor) // step.period, each.period // step.period) for each in self.removed]
        object.__setattr__(self, "_taken", tuple(sorted((first % nth, nth) for first, nth in taken)))
        object.__setattr__(self, "_cycle", lcm(*(nth for _, nth in taken)))

    @property
    def period(self) -> int:
        """The period of the whole step."""
        return self.step.period

    def ceil(self, instant: int) -> int | None:
        found = self.step.ceil(instant)
        if found is None:
            return None
        number = (found - self.step.anchor) // self.step.period
        skipped = self._skipped([((first - number) % nth, nth) for first, nth in self._taken], MAX_INSTANT - found)
        return None if skipped is None else self.step.ceil(found + skipped * self.step.period)

    def floor(self, instant: int) -> int | None:
        found = self.step.floor(instant)
        if found is None:
            return None
        number = (found - self.step.anchor) // self.step.period
        skipped = self._skipped([((number - first) % nth, nth) for first, nth in self._taken], found - MIN_INSTANT)
        return None if skipped is None else self.step.floor(found - skipped * self.step.period)

    def contains(self, instant: int) -> bool:
        return self.step.contains(instant) and not any(each.contains(instant) for each in self.removed)

    def _skipped(self, ahead: list[tuple[int, int]], distance: int) -> int | None:
        """How many members in a row are taken, given which of those ahead are; None if none is left in the distance."""
        start, width = 0, _FIRST_WIDTH
        end = min(self._cycle, distance // self.step.period + 1)
        while start < end:
            free = (1 << width) - 1 ^ reduce(or_, (_every(first - start, nth, width) for first, nth in ahead))
            if free:
                return start + lowest(free)
            start, width = start + width, min(width * 4, _LAST_WIDTH)
        return None

    def classes(self) -> list[Step]:
        """Steps that make up what is left, if they are few; else the whole step, which holds more."""
        if self._cycle > _FEW_CLASSES:
            return [self.step]
        taken = reduce(or_, (_every(first, nth, self._cycle) for first, nth in self._taken))
        left = [number for number in range(self._cycle) if not taken >> number & 1]
        anchor, period = self.step.anchor, self.step.period
        return [Step(anchor + number * period, period * self._cycle) for number in left]


def thinned(step: Step, removed: Iterable[Step]) -> InstantSet:
    """The members of a step that are members of no other step given."""
    parts = [step & each for each in removed]
    taken = frozenset(part for part in parts if not isinstance(part, Empty))
    if step in taken:
        return EMPTY
    left = Thinned(step, taken) if taken else step
    return EMPTY if left.ceil(MIN_INSTANT) is None else left


def _every(first: int, nth: int, width: int) -> int:
    """Every nth bit of a width, from the first that leaves the same remainder."""
    first %= nth
    return repeated(1 << first, nth, width) if first < width else 0
