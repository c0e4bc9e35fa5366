"""Steps in words: elapsed time from an anchor, alone, on a clock, and without other steps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice, pairwise
from math import gcd
from operator import or_

from everly.scheduling.engine.algebra import bounded, difference, intersection
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.days import any_of
from everly.scheduling.engine.nodes import Bounded, InstantSet
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import ALL_DAY, span
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import window
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.clocks import is_same
from everly.scheduling.explanation.counted import describe_days
from everly.scheduling.explanation.readings import reading
from everly.scheduling.explanation.times import between_text
from everly.scheduling.explanation.walls import wall_texts
from everly.scheduling.explanation.words import clauses, interval, moment_text
from everly.scheduling.explanation.yearly import EVERY_DAY, limited

_SAMPLE = 100
_MOST_CELLS = 3
_MOST_RUNS = 3


def step_of(instants: InstantSet, bounds: Bounds) -> Step | None:
    """The step that a set is, from its first member to its last."""
    members = list(islice(instants.between(bounds.first, bounds.last), 4))
    apart = {other - one for one, other in pairwise(members)}
    if len(members) < 3 or len(apart) > 1:
        return None
    step = Step(bounds.first, apart.pop())
    return step if is_same(instants, bounded(step, bounds.first, bounds.last)) else None


def keeps_to_days(step: Step) -> bool:
    """Whether a step comes at the same times every day, or at one time every so many days, in UTC."""
    return DAY % step.period == 0 or step.period % DAY == 0


def step_text(step: Step, bounds: Bounds) -> str:
    """`every 7 hours, counted from 12:00 on 1 May 2024`."""
    return _since(step, bounds) + bounds.place + bounds.text(step, is_begun=True)


def thinned_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """`every 7 minutes, counted from …, except every 21 minutes, counted from …`."""
    if not isinstance(instants, Thinned):
        return None
    removed = sorted(instants.removed, key=lambda step: (step.period, step.ceil(bounds.first) or 0))
    words = clauses([_since(step, bounds) for step in removed])
    step = _since(instants.step, bounds)
    return f"{step}, except {words}{bounds.place}{bounds.text(instants, is_begun=True)}"


def step_on_clock_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """`every 7 hours, counted from …, but only from Monday to Friday`, `…, except at 09:00 on Mondays`."""
    members = list(islice(instants.between(bounds.first, bounds.last), _SAMPLE))
    if len(members) <= 3:
        return None
    step = Step(bounds.first, gcd(*(other - one for one, other in pairwise(members))))
    if keeps_to_days(step):
        return None
    for wall in _windows(instants, bounds, step):
        whole = intersection([step, window(wall, bounds.zone)])
        if is_same(instants, bounded(whole, bounds.first, bounds.last)):
            limits = _limits(wall, bounds, step)
            if limits is not None:
                return f"{_since(step, bounds)}, {limits}{bounds.place}{bounds.text(whole, is_begun=True)}"
    return None


def _limits(wall: WallSet, bounds: Bounds, step: Step) -> str | None:
    """What keeps a step to a clock in the fewer words: the times that it has left, or those that it has lost."""
    kept, removed = window_text(wall, bounds), ~wall
    if all(first < last for times, _ in removed.cells for first, last in times.runs()):
        lost = window_text(removed, bounds)
    else:
        lost = _lost(removed, bounds, step)
    texts = [f"but only {kept}"] * (kept is not None) + [f"except {lost}"] * (lost is not None)
    return min(texts, key=len, default=None)


def _lost(removed: WallSet, bounds: Bounds, step: Step) -> str | None:
    """The times that a step has lost."""

    def taken(wall: WallSet) -> InstantSet:
        return bounded(intersection([step, window(wall, bounds.zone)]), bounds.first, bounds.last)

    for found in wall_texts(removed, *map(bounds.zone.reading, (bounds.first, bounds.last))):
        if is_same(taken(found.wall), taken(removed)):
            return found.text
    return None


def window_text(wall: WallSet, bounds: Bounds) -> str | None:
    """`from Monday to Friday between 09:00 and 17:00`: a wall set of few stretches as a window."""
    first, last = (bounds.zone.reading(each) // DAY for each in (bounds.first, bounds.last))
    if len(wall) > _MOST_CELLS or any(len(times.runs()) > _MOST_RUNS for times, _ in wall.cells):
        return None
    parts = []
    for times, days in wall.cells:
        found = describe_days(days, first, last) if days.next_day(first, last) is not None else None
        if found is None:
            return None
        between = between_text(times)
        parts.append(between.strip() if between and found.text == EVERY_DAY else limited(found.text) + between)
    return clauses(parts)


def _since(step: Step, bounds: Bounds) -> str:
    first = step.ceil(bounds.first) or bounds.first
    return f"every {interval(step.period)}, counted from {moment_text(bounds.zone.reading(first))}"


def _windows(instants: InstantSet, bounds: Bounds, step: Step) -> Iterator[WallSet]:
    """Wall sets that may keep a step to a clock, from what the clock shows of its members and of those left out."""
    wall = reading(instants, bounds.zone, bounds.first)
    if wall:
        yield wall_set(ALL_DAY, any_of(days for _, days in wall.cells))
        yield _hull(wall)
    base = instants.base if isinstance(instants, Bounded) else instants
    missing = reading(difference(step, base), bounds.zone, bounds.first)
    if missing:
        yield ~_hull(missing)
    if isinstance(base, Sieved) and (own := reading(base.base, bounds.zone, bounds.first)) is not None:
        yield own


def _hull(wall: WallSet) -> WallSet:
    """The times from the first to the last of a wall set, on all its days."""
    times = reduce(or_, (times for times, _ in wall.cells))
    whole = span(times.first(0) or 0, times.last(DAY - 1) or 0)
    return wall_set(whole, any_of(days for _, days in wall.cells))
