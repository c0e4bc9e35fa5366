"""Parts of a schedule that are steps, alone or kept to certain days and times."""

from __future__ import annotations

from itertools import islice
from math import gcd, prod

from everly.scheduling.engine.algebra import bounded, difference, intersection
from everly.scheduling.engine.civil import DAY, WEEK, weekday_of
from everly.scheduling.engine.days import weekdays
from everly.scheduling.engine.nodes import EMPTY, InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, at, span
from everly.scheduling.engine.wall import NOTHING, WallSet, wall_set
from everly.scheduling.engine.zoned import window
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clock_parts import clock_part
from everly.scheduling.explanation.confined import step_on_clock_text
from everly.scheduling.explanation.limits import kept_apart, times_of
from everly.scheduling.explanation.part import Part, around
from everly.scheduling.explanation.progressions import Progression, is_held, progression_from
from everly.scheduling.explanation.proof import is_within
from everly.scheduling.explanation.readings import reading
from everly.scheduling.explanation.steps import keeps_to_days, step_text, thinned_text

_SAMPLE, _PERIODS, _FEWEST = 100, 4, 3
_COMMON = (2, 5, 12, 99)  # so many distances from the first member are looked at together


def step_part(rest: InstantSet, whole: InstantSet, bounds: Bounds, *, most: int, is_any: bool) -> Part | None:
    """A progression, all of it or what the whole holds of it; unless any will do, none once one keeps to days."""
    for period in _periods(rest, whole, bounds, most):
        if not is_any and keeps_to_days(period):
            return None
        part = _progression(Progression(bounds.first, period), whole, bounds)
        if part is not None:
            return part
    return None


def _progression(found: Progression, whole: InstantSet, bounds: Bounds) -> Part | None:
    if is_held(found, whole, bounds.last):
        found = found.from_the_first(whole)
        held = found.until(bounds.last)
        if keeps_to_days(found.period) and bounds.zone.fixed is not None:
            return clock_part(held, bounds)
        return Part(step_text(found, around(held, bounds)), held)
    held = bounded(intersection([whole, Step(*found)]), bounds.first, None)
    text = step_on_clock_text(held, around(held, bounds)) or thinned_text(held, around(held, bounds))
    if text is not None:
        return Part(text, held)
    shown = _always_held(found, whole, bounds)
    held = intersection([found.until(bounds.last), window(shown, bounds.zone)]) if shown else EMPTY
    text = step_on_clock_text(held, around(held, bounds)) if held.contains(bounds.first) else None
    return None if text is None else Part(text, held)


def _always_held(found: Progression, whole: InstantSet, bounds: Bounds) -> WallSet:
    """The days of the week, and the times around the first, at which the whole holds every member of a progression."""
    step, wall = found.until(bounds.last), bounds.zone.reading(bounds.first)
    days = [number for number in range(WEEK) if _is_held_on(wall_set(ALL_DAY, weekdays([number])), step, whole, bounds)]
    if weekday_of(wall // DAY) in days:
        return wall_set(ALL_DAY, weekdays(days))
    held, missing = (reading(each, bounds.zone, bounds.first) for each in (step, difference(step, whole)))
    if held is None or missing is None:
        return NOTHING
    lost = [number for number in range(WEEK) if missing & wall_set(at([wall % DAY]), weekdays([number]))]
    kept = weekdays(set(range(WEEK)).difference(lost))
    never = missing & wall_set(ALL_DAY, kept)
    times = times_of(held) - times_of(never)
    runs = kept_apart(wall_set(times, kept), never).runs() if times else []
    around_first = next((wall_set(span(*run), kept) for run in runs if run[0] <= wall % DAY <= run[1]), NOTHING)
    return around_first if _is_held_on(around_first, step, whole, bounds) else NOTHING


def _is_held_on(wall: WallSet, step: InstantSet, whole: InstantSet, bounds: Bounds) -> bool:
    """Whether the whole holds all of a step at what a clock shows."""
    return is_within(intersection([step, window(wall, bounds.zone)]), whole)


def _periods(rest: InstantSet, whole: InstantSet, bounds: Bounds, most: int) -> list[int]:
    """Periods that a step from the first of some instants on may have, those first that take most and have most.

    They are fit for one of so many parts, and take as large a share at least, unless all of one is held.
    """
    members = list(islice(rest.between(bounds.first, bounds.last), _SAMPLE))
    apart = [other - members[0] for other in members[1:]]
    common = [gcd(*apart[:number]) for number in _COMMON if number <= len(apart)]
    found = progression_from(bounds.first, rest, whole, bounds.last)
    periods = dict.fromkeys((*apart[:_PERIODS], *common, *(() if found is None else (found.period,))))

    def worth(period: int) -> tuple[int, int]:
        """How many of the members a step takes, and how many of its own are among them."""
        own = Progression(bounds.first, period).first(_SAMPLE)
        return sum(each % period == 0 for each in apart), sum(map(whole.contains, own))

    worths = {period: worth(period) for period in periods}
    held = None if found is None else found.period
    chosen = [
        period
        for period, (many, own) in worths.items()
        if own >= _FEWEST and (most * many >= len(apart) or period == held)
    ]
    return sorted(chosen, key=lambda period: (-prod(worths[period]), period))
