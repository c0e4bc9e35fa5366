"""On which evenly spaced instants all members of a set lie, as far as can be told at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from math import gcd

from everly.scheduling.engine.civil import DAY, year_start
from everly.scheduling.engine.formula import Absolute, Every, Firing, Formula, Reading, Some, Stepped
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Listed, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.engine.zones import LATE_YEARS, Zone

EVERY_SECOND = Step(0, 1)
_LATE = year_start(LATE_YEARS.start) * DAY
_ALL_KINDS = 400 * 366 * DAY
# Of more times of day it is not asked how far apart they are: they are those of a window, or as close.
_MANY_TIMES = 1440


def lattice(instants: InstantSet, first: int, last: int) -> Step | None:
    """A step that takes all members from first to last, whose period divides a day; None for a set without members."""
    match instants:
        case Step(anchor, period):
            return Step(anchor, gcd(period, DAY))
        case Thinned(base) | Difference(base):
            return lattice(base, first, last)
        case Bounded(base, begin, end):
            low, high = first if begin is None else max(first, begin), last if end is None else min(last, end)
            return lattice(base, low, high) if low <= high else None
        case Pattern(wall):
            return _of_wall(wall, [0])
        case Zoned(formula):
            return _of_formula(formula, first, last)
        case Listed(members):
            return _joined(Step(each, DAY) for each in members)
        case Sieved(step, base):
            return _met(lattice(each, first, last) for each in (step, base))
        case Intersection(operands):
            return _met(lattice(each, first, last) for each in operands)
        case Union(operands):
            return _joined(lattice(each, first, last) for each in operands)
        case _:
            return None


def _of_formula(formula: Formula, first: int, last: int) -> Step | None:
    match formula:
        case Stepped(step):
            return lattice(step, first, last)
        case Absolute(wall):
            return _of_wall(wall, [0])
        case Reading(zone, wall) | Firing(zone, wall) if _is_close(wall):
            return EVERY_SECOND
        case Reading(zone, wall):
            return _of_wall(wall, _changes(zone, first, last)[0])
        case Firing(zone, wall):
            offsets, ends = _changes(zone, first, last)
            return _joined([_of_wall(wall, offsets), *(Step(end, DAY) for end in ends)])
        case Every(parts):
            return _met(_of_formula(part, first, last) for part in parts)
        case Some(parts):
            return _joined(_of_formula(part, first, last) for part in parts)
        case _:
            return EVERY_SECOND


def _is_close(wall: WallSet) -> bool:
    """Whether a wall set has so many times of day that it is not asked how far apart they are."""
    return sum(times.count for times, _ in wall.cells) > _MANY_TIMES


def _of_wall(wall: WallSet, offsets: Iterable[int]) -> Step | None:
    """That of what a wall set is by clocks so far ahead of UTC."""
    if _is_close(wall):
        return EVERY_SECOND
    seconds = {second for times, _ in wall.cells for second in times}
    return _joined(Step(second - offset, DAY) for offset in offsets for second in seconds)


def offsets_of(zone: Zone, first: int, last: int) -> frozenset[int]:
    """How far ahead of UTC a clock is from first to last, at one time or another."""
    return _changes(zone, first, last)[0]


@lru_cache(maxsize=32)
def _changes(zone: Zone, first: int, last: int) -> tuple[frozenset[int], frozenset[int]]:
    """How far ahead of UTC a clock is, and at which times of day in UTC its gaps end: that of the firings it skips.

    Where the kind of year tells the changes, a few years show all of them.
    """
    last = min(last, max(first, _LATE) + _ALL_KINDS)
    changes = list(zone.transitions(first, last))
    ends = frozenset(change.instant % DAY for change in changes if change.after > change.before)
    return frozenset([zone.offset(first), *(change.after for change in changes)]), ends


def _joined(steps: Iterable[Step | None]) -> Step | None:
    """The coarsest that takes all of some."""
    known = [each for each in steps if each is not None]
    return reduce(_both, known) if known else None


def _both(one: Step, other: Step) -> Step:
    return Step(one.anchor, gcd(one.period, other.period, one.anchor - other.anchor))


def _met(steps: Iterable[Step | None]) -> Step | None:
    """The coarsest of some, each of which takes what all of them share."""
    known = list(steps)
    return None if None in known else max((each for each in known if each is not None), key=lambda each: each.period)
