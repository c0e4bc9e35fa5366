"""What clocks show while a step comes, up to the roundest times: clocks that differ elsewhere are one to it."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_

from everly.named import NamedTuple
from everly.scheduling.engine.dayset import ALL, NONE
from everly.scheduling.engine.formula import Absolute, Every, Formula, Reading, Some, every
from everly.scheduling.engine.lattice import offsets_of
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, NEVER, Times, span
from everly.scheduling.engine.wall import WallSet, from_cells, wall_set
from everly.scheduling.explanation.cells import any_of, plainly
from everly.scheduling.explanation.limits import kept_apart


class Reach(NamedTuple):
    """A step between two instants."""

    step: Step
    first: int
    last: int

    def of(self, clock: Formula) -> Formula:
        """What a clock shows, as far as the step comes there."""
        return plainly(self._cut(clock))

    def _cut(self, clock: Formula) -> Formula:
        match clock:
            case Absolute(wall):
                return Absolute(_cut(wall, self.step.times_of_day(self.step.anchor)))
            case Reading(zone, wall):
                anchors = [self.step.anchor + offset for offset in offsets_of(zone, self.first, self.last)]
                return Reading(zone, _cut(wall, reduce(or_, map(self.step.times_of_day, anchors))))
            case Every(parts):
                return every(map(self._cut, parts))
            case Some(parts):
                return any_of(list(map(self._cut, parts)))
            case _:
                return clock


def _cut(wall: WallSet, reached: Times) -> WallSet:
    return from_cells((_rounded(times, reached), days) for times, days in wall.cells)


@lru_cache(maxsize=256)  # the same times stand in many cells
def _rounded(times: Times, reached: Times) -> Times:
    """Some times with all that are not reached between them, and none that are reached beside them."""
    held, missing = times & reached, reached - times
    if not held:
        return NEVER
    return kept_apart(wall_set(held, ALL), wall_set(missing, ALL)) if missing else ALL_DAY


def grown(part: Formula, whole: Formula) -> Formula:
    """A part of a clock with all that the whole has on the same days, in the same stretches of the day."""
    match part, whole:
        case (Absolute(less), Absolute(more)):
            return plainly(Absolute(_grown_wall(less, more)))
        case (Reading(zone, less), Reading(other, more)) if zone == other:
            return plainly(Reading(zone, _grown_wall(less, more)))
        case _:
            return part


def _grown_wall(part: WallSet, whole: WallSet) -> WallSet:
    return from_cells(
        (reduce(or_, (span(*run) for run in more.runs() if span(*run) & less), NEVER), shared)
        for less, days in part.cells
        for more, other_days in whole.cells
        if (shared := days & other_days) != NONE
    )
