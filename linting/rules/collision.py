"""W702: two schedules of a file that meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from everly.grammar.fault import Fault
from everly.linting.catalogue import COLLISION
from everly.linting.rule import Crossing, FileRule, Neighbour, Subject
from everly.linting.same_firings import groups
from everly.named import NamedTuple
from everly.scheduling.decisions.frequency import Frequency, frequency_of
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.formula import Firing, Reading
from everly.scheduling.engine.nodes import Bounded, InstantSet
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.wording import quoted, shown

# In a file of more, each is held against so many before it.
_MOST = 200

# So many pairs on clocks of different zones may be looked at in vain: each takes some hundredths of a second.
_MOST_IN_VAIN = 200


class _Clock(NamedTuple):
    """The times of day, as bits of an integer, at which a schedule fires by the clock of a zone; None for any zone."""

    zone: str | None
    times: int

    def may_meet(self, other: _Clock) -> bool:
        """Whether two may meet, but for times that a gap of the clock moves together."""
        return self.zone != other.zone or bool(self.times & other.times)


def _check(neighbours: Sequence[Neighbour]) -> Iterator[Crossing]:
    """One finding for each schedule that meets an earlier one, about the first of these."""
    firsts = [group[0] for group in groups(neighbours)]
    clocks = {number: _clock(neighbours[number].subject.compiled.instants) for number in firsts}
    in_vain = 0
    for place, number in enumerate(firsts):
        here = clocks[number]
        for each in firsts[max(place - _MOST, 0) : place]:
            is_hard = here.zone is None or here.zone != clocks[each].zone
            if not clocks[each].may_meet(here) or (is_hard and in_vain >= _MOST_IN_VAIN):
                continue
            if (found := _meeting(each, number, neighbours)) is not None:
                yield found
                break
            in_vain += is_hard


def _clock(instants: InstantSet) -> _Clock:
    match instants:
        case Pattern(wall):
            return _Clock("UTC", _times_of_day(wall))
        case Zoned(Firing(zone, wall) | Reading(zone, wall)):
            return _Clock(zone.name, _times_of_day(wall))
        case Bounded(base):
            return _clock(base)
        case _:
            return _Clock(None, -1)


def _times_of_day(wall: WallSet) -> int:
    return reduce(or_, (times.bits for times, _ in wall.cells), 0)


def _meeting(other: int, number: int, neighbours: Sequence[Neighbour]) -> Crossing | None:
    before, here = neighbours[other].subject, neighbours[number].subject
    both = intersection([before.compiled.instants, here.compiled.instants])
    following = both.ceil(here.compiled.now)
    if following is None:
        return None
    message = f"{_quoted(here)} meets {_quoted(before)} {_how_often(both)}, next {shown(following, here.compiled.zone)}"
    fault = Fault(
        COLLISION,
        here.compiled.schedule.span,
        message,
        label="meets another",
        help="move one of them by some minutes if they want the same resource",
    )
    return Crossing(number, fault.diagnostic(here.text), ((other, "meets this"),))


def _quoted(subject: Subject) -> str:
    return quoted(subject.compiled.schedule, subject.text)


def _how_often(both: InstantSet) -> str:
    found = frequency_of(both)
    if found is None or found.yearly is None:
        return _times(found)
    yearly = round(found.yearly)
    return "less than once a year" if yearly < 1 else f"about {yearly:,} {'time' if yearly == 1 else 'times'} a year"


def _times(found: Frequency | None) -> str:
    total = 0 if found is None or found.total is None else found.total
    return "once in all" if total == 1 else f"{total:,} times in all"


RULE = FileRule(COLLISION, _check, is_default=False)
