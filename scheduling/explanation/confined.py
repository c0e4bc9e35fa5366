"""Steps and clocks that other clocks keep to certain days and times, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from itertools import combinations
from operator import or_

from everly.frozen import replace
from everly.scheduling.engine.algebra import bounded, intersection
from everly.scheduling.engine.civil import DAY, LAST_DAY, MAX_INSTANT
from everly.scheduling.engine.days import any_of
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, Times, progression
from everly.scheduling.engine.wall import NOTHING, WallSet, wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clocks import clock_text
from everly.scheduling.explanation.kinds import unpacked
from everly.scheduling.explanation.limits import Limit, Taken, kept_apart, limit_text, outer, times_of, window_text
from everly.scheduling.explanation.living import left_by
from everly.scheduling.explanation.progressions import Progression, common_progression
from everly.scheduling.explanation.proof import is_same
from everly.scheduling.explanation.readings import outline, reading
from everly.scheduling.explanation.steps import keeps_to_days, since
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import listed_apart
from everly.scheduling.zone_names import find_zone

_HALF_YEAR = 182 * DAY
_MOST_LIMITS = 3


def step_on_clock_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """`every 7 hours, counted from …, but only from Monday to Friday`, `…, except at 09:00 on Mondays`."""
    found = common_progression(instants)
    if keeps_to_days(found.period) and bounds.zone.fixed is not None:
        return None
    step = found.until(bounds.last)

    def taken(wall: WallSet) -> InstantSet:
        return intersection([step, window(wall, bounds.zone)])

    for limit in _limits(instants, bounds, found, taken):
        if (
            limit.lost
            and is_same(instants, taken(limit.kept))
            and (said := limit_text(limit, bounds, taken)) is not None
            and is_same(instants, taken(said.wall))
        ):
            whole = intersection([found.until(MAX_INSTANT), window(said.wall, bounds.zone)])
            return f"{since(found, bounds)}, {said.text}{bounds.place}{bounds.text(whole, is_begun=True)}"
    return None


def _limits(instants: InstantSet, bounds: Bounds, found: Progression, taken: Taken) -> Iterator[Limit]:
    """What may keep a step to a clock, from what the clock shows of its members and of those left out."""
    zone, first = bounds.zone, bounds.first
    wall = reading(instants, zone, first)
    own = any_of(days for _, days in wall.cells) if wall else NONE
    for days in (_least_rule(own, bounds), own) if wall else ():
        if days is own and found.period > DAY:  # else it comes every day, so that a day without it is left out
            break
        yield Limit(wall_set(ALL_DAY, days), wall_set(ALL_DAY, ~days))
        missing = reading(left_by(instants, taken(wall_set(ALL_DAY, days)), first, bounds.last), zone, first)
        if wall and missing and not times_of(wall) & times_of(missing):
            kept, lost = kept_apart(wall, missing), kept_apart(missing, wall)
            yield Limit(wall_set(kept, days), wall_set(lost, days) | wall_set(ALL_DAY, ~days))
    missing = reading(left_by(instants, found.until(bounds.last), first, bounds.last), zone, first)
    if missing:
        lost_there = outer(missing)
        yield Limit(~lost_there, lost_there)
    shown = outline(instants, zone, first)
    yield Limit(shown, ~shown)


def _least_rule(days: Days, bounds: Bounds) -> Days:
    """The least rule of the calendar year that holds some days."""
    first, last = (min(bounds.zone.reading(each) // DAY, LAST_DAY) for each in (bounds.first, bounds.last))
    rule, _ = Stretch(days, first, last, first).hull()
    return unpacked(rule)


def confined_text(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> str | None:
    """`every 15 minutes in UTC, but only between 09:00 and 17:00 in Europe/Berlin`: a step or a clock, and others."""
    limits = [(zone, outer(wall)) for zone in zones if (wall := _shown(instants, zone, bounds))]
    for main, words in _mains(instants, bounds, zones):
        for size in range(1, min(len(limits), _MOST_LIMITS) + 1):
            for chosen in combinations(limits, size):
                whole = intersection([main, *(window(wall, zone) for zone, wall in chosen)])
                if is_same(instants, bounded(whole, bounds.first, bounds.last)):
                    limited = [_limited(*each, bounds) for each in chosen]
                    return _confined(main, words(), limited, bounds)
    return None


def _confined(
    main: InstantSet, text: str | None, limits: Sequence[tuple[str, InstantSet] | None], bounds: Bounds
) -> str | None:
    said = [each for each in limits if each is not None]
    if text is None or len(said) < len(limits):
        return None
    whole = intersection([main, *(kept for _, kept in said)])
    words = listed_apart(sorted(each for each, _ in said))
    return f"{text}, but only {words}{bounds.text(whole, is_begun='counted from' in text)}"


Words = Callable[[], str | None]


def _mains(instants: InstantSet, bounds: Bounds, zones: Sequence[Zone]) -> Iterator[tuple[InstantSet, Words]]:
    """What other clocks may keep to certain times, with its words: the step of all members, or what one clock shows."""
    found = common_progression(instants)
    if keeps_to_days(found.period):
        yield Step(*found), partial(_clock_text, Step(*found), bounds.on(find_zone("UTC")))
    else:
        yield found.until(MAX_INSTANT), lambda: f"{since(found, bounds)}{replace(bounds, home=None).place}"
    for zone in zones:
        wall = _shown(instants, zone, bounds)
        shown = wall_set(_all_round(wall), any_of(days for _, days in wall.cells)) if wall else NOTHING
        for whole in (wall_firing(shown, zone), window(shown, zone)):
            yield whole, partial(_clock_text, whole, bounds.on(zone))


def _clock_text(whole: InstantSet, bounds: Bounds) -> str | None:
    """The words for all that a clock shows of a set from the present on."""
    first, last = whole.ceil(bounds.now), whole.floor(MAX_INSTANT)
    if first is None or last is None:
        return None
    there = replace(bounds, first=first, last=last, home=None)
    return clock_text(bounded(whole, first, last), there, is_elapsed=isinstance(whole, Step), most=1)


def _shown(instants: InstantSet, zone: Zone, bounds: Bounds) -> WallSet:
    """What a clock shows of a set in summer and in winter."""
    half = min(bounds.first + _HALF_YEAR, bounds.last)
    walls = [reading(instants, zone, moment) for moment in (bounds.first, half)]
    return reduce(or_, (wall for wall in walls if wall is not None), NOTHING)


def _all_round(wall: WallSet) -> Times:
    """The times of day of a wall set, all round the day if they are evenly apart."""
    times = reduce(or_, (times for times, _ in wall.cells))
    seconds = tuple(times)[:3]
    if len(seconds) < 3 or DAY % (seconds[1] - seconds[0]):
        return times
    whole = progression(seconds[1] - seconds[0], seconds[0])
    return whole if not times - whole else times


def _limited(zone: Zone, wall: WallSet, bounds: Bounds) -> tuple[str, InstantSet] | None:
    """The words for what a zone's clock shows, and all that they allow."""
    there = replace(bounds.on(zone), home=None)
    said = window_text(wall, there)
    return None if said is None else (f"{said.text}{there.place}", window(said.wall, zone))
