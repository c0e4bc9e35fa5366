"""A part of a schedule: words, and the instants that they mean."""

from __future__ import annotations

from collections.abc import Callable

from everly.frozen import replace
from everly.named import NamedTuple
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.bounds import Bounds


class Part(NamedTuple):
    """Words with the set that they mean, and the zone whose clock they follow if they do."""

    text: str
    instants: InstantSet
    zone: Zone | None = None


Way = Callable[[InstantSet, InstantSet, Bounds], Part | None]
"""A way to find a part of a whole that begins with the first member of what is left over, where the bounds begin."""


def around(instants: InstantSet, bounds: Bounds) -> Bounds:
    """The bounds of a part."""
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    return bounds if first is None or last is None else replace(bounds, first=first, last=last)
