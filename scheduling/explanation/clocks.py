"""Sets that follow one zone's clock, in words: times and days, and what becomes of them at clock changes."""

from __future__ import annotations

from itertools import compress

from everly.scheduling.decisions.comparison import Relation, compare_sets
from everly.scheduling.engine.algebra import bounded, difference
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.readings import reading
from everly.scheduling.explanation.walls import wall_texts

_MOVED = (
    "a time that the clock skips happens right after",
    "a time that the clock repeats happens the first time only",
)
_SHOWN = ("a time that the clock skips is left out", "a time that the clock repeats happens twice")


def clock_text(instants: InstantSet, bounds: Bounds, *, is_elapsed: bool, most: int) -> str | None:
    """The words for a set on the clock of the bounds' zone; None where it does not follow it, or not in few words.

    They have at most so many parts. `is_elapsed` says that the members are evenly apart: then clock changes do not
    matter to them.
    """
    zone = bounds.zone
    wall = reading(instants, zone, bounds.first)
    if wall is None or not wall:
        return None
    for found in wall_texts(wall, zone.reading(bounds.first), zone.reading(bounds.last)):
        firing, shown = wall_firing(found.wall, zone), window(found.wall, zone)
        for whole in (firing, shown) if found.parts <= most else ():
            if is_same(instants, bounded(whole, bounds.first, bounds.last)):
                text = found.text + bounds.place + bounds.text(whole, is_begun=found.counts)
                return text if is_elapsed else text + _changes(firing, shown, bounds, moves=whole is firing)
    return None


def is_same(left: InstantSet, right: InstantSet) -> bool:
    """Whether two sets hold the same instants."""
    return compare_sets(left, right).relation is Relation.EQUAL


def _changes(firing: InstantSet, shown: InstantSet, bounds: Bounds, *, moves: bool) -> str:
    """What becomes of times that the clock skips or repeats, where there are such times."""
    skipped = _has(difference(firing, shown), bounds)
    repeated = _has(difference(shown, firing), bounds)
    words = compress(_MOVED if moves else _SHOWN, (skipped, repeated))
    text = ", ".join(words).replace(", a time that the clock", ", one that it")
    return f" ({text})" if text else ""


def _has(instants: InstantSet, bounds: Bounds) -> bool:
    return bounded(instants, bounds.first, bounds.last).ceil(MIN_INSTANT) is not None
