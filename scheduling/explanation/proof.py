"""Whether words that were found for a set of instants are true: a quick look that refuses most, then the proof."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from everly.scheduling.engine import algebra
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet, Listed

_PROBES = (0, 180 * DAY, 1500 * DAY)  # in summer and in winter, and some years later
_LOOKED_AT = 30


def is_same(one: InstantSet, other: InstantSet) -> bool:
    """Whether two sets hold the same instants."""
    if one == other:
        return True
    if isinstance(one, Listed) or isinstance(other, Listed):
        return _first(one, other) == _first(other, one)
    return all(a == b for a, b in zip(_probed(one), _probed(other), strict=True)) and algebra.same(one, other)


def is_within(inner: InstantSet, outer: InstantSet) -> bool:
    """Whether one set holds no instant that the other does not."""
    if isinstance(inner, Listed) or isinstance(outer, Listed):
        return all(map(outer.contains, _first(inner, outer)))
    return all(all(map(outer.contains, found)) for found in _probed(inner)) and algebra.is_subset(inner, outer)


def _first(instants: InstantSet, other: InstantSet) -> list[int]:
    """All its members, or one more than the other set has if that is but a list."""
    most = len(other.members) + 1 if isinstance(other, Listed) else None
    return list(islice(instants.between(MIN_INSTANT, MAX_INSTANT), most))


def _probed(instants: InstantSet) -> Iterator[list[int]]:
    """Some members, from the first on and later."""
    first = instants.ceil(MIN_INSTANT)
    for after in _PROBES:
        yield [] if first is None else list(islice(instants.between(first + after, MAX_INSTANT), _LOOKED_AT))
