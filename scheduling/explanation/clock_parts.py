"""Parts of a schedule that are times on days, as a clock shows them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_

from everly.frozen import replace
from everly.scheduling.engine.algebra import bounded
from everly.scheduling.engine.civil import DAY, LAST_DAY, MIN_INSTANT
from everly.scheduling.engine.days import every_nth_day
from everly.scheduling.engine.dayset import ALL, NONE, Days
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.times import Times, at, progression
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clocks import clock_text
from everly.scheduling.explanation.kinds import EVERY, Bits, unpacked
from everly.scheduling.explanation.part import Part, around
from everly.scheduling.explanation.proof import is_within
from everly.scheduling.explanation.readings import rough_reading
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.walls import distinct_times

_FEW_PIECES, _TRIED = 12, 6


def times_part(rest: InstantSet, whole: InstantSet, bounds: Bounds) -> Part | None:
    """Times on days as the bounds' zone shows them."""
    wall = rough_reading(rest, bounds.zone, bounds.first)
    begins = sorted({whole.ceil(MIN_INSTANT) or bounds.first, bounds.first})
    for shown in dict.fromkeys(_rules(wall, bounds, whole)):
        for begin in begins:
            found = _fired_or_shown(shown, replace(bounds, first=begin), whole)
            if found is None or not found.contains(bounds.first):
                continue
            if (part := clock_part(found, bounds)) is not None:
                return part
    return None


def _fired_or_shown(wall: WallSet, bounds: Bounds, whole: InstantSet) -> InstantSet | None:
    """When a clock first shows some times, or whenever it does, if the whole holds that; of the two the one of more."""
    both = (bounded(make(wall, bounds.zone), bounds.first, bounds.last) for make in (wall_firing, window))
    firing, shown = (each if is_within(each, whole) else None for each in both)
    return shown if firing is None or (shown is not None and is_within(firing, shown)) else firing


def clock_part(instants: InstantSet, bounds: Bounds) -> Part | None:
    """A set that is times on days as the bounds' zone shows them."""
    text = clock_text(instants, around(instants, bounds), is_elapsed=False, most=1)
    return None if text is None else Part(text, instants, bounds.zone)


def _rules(wall: WallSet, bounds: Bounds, whole: InstantSet) -> Iterator[WallSet]:
    """What a clock shows at the first time of day and at those of the same days, by the least rule that holds these."""
    day, second = divmod(bounds.zone.reading(bounds.first), DAY)
    last = min(bounds.zone.reading(bounds.last) // DAY, LAST_DAY)
    pieces = [
        (times, reduce(or_, (days for others, days in wall.cells if times & others), NONE))
        for times in distinct_times([times for times, _ in wall.cells])
    ]
    own = next(((times, days) for times, days in pieces if times.has(second)), None)
    if own is None:
        return
    rule = _rule(*own, (day, last), bounds, whole)
    others = pieces if len(pieces) <= _FEW_PIECES else [own]
    alike = reduce(or_, (each[0] for each in others if each is own or _rule(*each, (day, last), bounds, whole) == rule))
    if bounds.zone.fixed is None:  # of times that the clock repeats, those all round the day may happen twice
        yield wall_set(_round(alike, second), unpacked(rule))
    yield wall_set(alike, unpacked(rule))
    yield wall_set(own[0], unpacked(rule))
    if (kernel := unpacked(Stretch(own[1], day, last, day).kernel())).has(day):
        yield wall_set(own[0], kernel)
    yield wall_set(*own)
    if (cycle := _cycle(own[1], day, last)) is not None:
        yield wall_set(own[0], cycle)
    yield wall_set(at([second]), unpacked(rule))
    yield wall_set(at([second]), own[1])


def _cycle(days: Days, first: int, last: int) -> Days | None:
    """Every so many days from the first on, all of which a rule holds."""
    members = islice(Stretch(days, first + 1, last, first).members(), _TRIED)
    cycles = (every_nth_day(each - first, first) for each in members)
    return next((each for each in cycles if (each - days).next_day(first, last) is None), None)


def _rule(times: Times, days: Days, ends: tuple[int, int], bounds: Bounds, whole: InstantSet) -> Bits:
    """All days if the whole has these times on each, else the least rule that holds some days."""
    daily = bounded(wall_firing(wall_set(times, ALL), bounds.zone), bounds.first, bounds.last)
    return EVERY if is_within(daily, whole) else Stretch(days, *ends, ends[0]).hull()[0]


def _round(times: Times, second: int) -> Times:
    """Of some times of day, those that are evenly apart around the day from one of them on, as close as can be."""
    found = (progression(DAY // many, second) for many in range(times.count, 0, -1) if DAY % many == 0)
    return next(each for each in found if not each - times)
