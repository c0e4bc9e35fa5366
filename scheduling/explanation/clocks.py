"""Sets that follow one zone's clock, in words: times and days, and what becomes of them at clock changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from everly.scheduling.engine.algebra import bounded, difference
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import wall_firing, window
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.gaps import skipping_days
from everly.scheduling.explanation.proof import is_same
from everly.scheduling.explanation.readings import reading
from everly.scheduling.explanation.walls import WallText, wall_texts
from everly.scheduling.explanation.words import opened

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
    for found in _candidates(reading(instants, bounds.zone, bounds.first), bounds, most):
        firing, shown = wall_firing(found.wall, bounds.zone), window(found.wall, bounds.zone)
        for whole in (firing, shown):
            if is_same(instants, bounded(whole, bounds.first, bounds.last)):
                text = _placed(found, bounds, bounds.text(whole, is_begun=_is_begun(found, whole, bounds)))
                return text if is_elapsed else text + changes(firing, shown, bounds, moves=whole is firing)
    return None


def _is_begun(found: WallText, whole: InstantSet, bounds: Bounds) -> bool:
    """Whether words that say from when they count leave nothing out before the first: not in the middle of a week."""
    return found.since is not None and not whole.meets(bounds.zone.first_instant(found.since * DAY), bounds.first - 1)


def _candidates(wall: WallSet | None, bounds: Bounds, most: int) -> Iterator[WallText]:
    """Words for what the zone's clock shows, first those that leave aside what it skips."""
    zone = bounds.zone
    if not wall:
        return
    ends = zone.reading(bounds.first), zone.reading(bounds.last)
    if any(skipping_days(zone, times) != NONE for times, _ in wall.cells):
        yield from wall_texts(wall, ends, lambda times: skipping_days(zone, times), most)
    yield from wall_texts(wall, ends, _never_free, most)


def _never_free(_: Times) -> Days:
    return NONE


def _placed(found: WallText, bounds: Bounds, when: str) -> str:
    """The words with where and how long; of several parts these are said before, so that they hold for all."""
    if found.parts == 1 or not (bounds.place or when):
        text = opened(found.text) if when.startswith(" ") and not bounds.place else found.text
        return f"{text}{bounds.place}{when}"
    return f"{f'{bounds.place}{when}'.lstrip(', ')}: {found.text}"


def changes(firing: InstantSet, shown: InstantSet, bounds: Bounds, *, moves: bool) -> str:
    """What becomes of times that the clock skips or repeats, where there are such times."""
    # The words hold from now on where nothing is left out until the first.
    first = bounds.now if firing.ceil(bounds.now) == bounds.first else bounds.first
    skipped = difference(firing, shown).meets(first, bounds.last)
    repeated = difference(shown, firing).meets(first, bounds.last)
    words = compress(_MOVED if moves else _SHOWN, (skipped, repeated))
    text = ", ".join(words).replace(", a time that the clock", ", one that it")
    return f" ({text})" if text else ""
