"""What a short walk along two sets shows of how they relate, before anything is proved."""

from __future__ import annotations

from everly.named import NamedTuple
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.nodes import InstantSet

# Two sets that share a member, or have one alone, mostly do so within a few steps; each costs some microseconds.
_STEPS = 16


class Witnesses(NamedTuple):
    """The first instant that the left set has alone, that the right one has alone, and that both have, if seen.

    What was not seen comes at `start` or later, if anywhere; `start` is None where there is nothing left to see.
    """

    only_left: int | None
    only_right: int | None
    shared: int | None
    start: int | None


def first_witnesses(left: InstantSet, right: InstantSet) -> Witnesses:
    """Leapfrog for a while: each set is asked for its first member from the other's on.

    The first of each kind is seen, for what a jump leaves out is a run of one set's members before the next of the
    other, and so of a kind that has been seen. The walk ends early where a set is too much work to search.
    """
    seen: dict[str, int] = {}
    start = MIN_INSTANT
    try:
        one, other = left.ceil(start), right.ceil(start)
        for _ in range(_STEPS):
            if one is None or other is None or len(seen) == 3:
                break
            seen.setdefault("shared" if one == other else "only_left" if one < other else "only_right", min(one, other))
            start = max(one, other) + (one == other)
            one = left.ceil(start) if one < start else one
            other = right.ceil(start) if other < start else other
    except TooMuchWorkError:
        return Witnesses(seen.get("only_left"), seen.get("only_right"), seen.get("shared"), start)
    return _ended(seen, one, other, start)


def _ended(seen: dict[str, int], one: int | None, other: int | None, start: int) -> Witnesses:
    """What was seen, and if one set has come to its end, that the rest of the other is its own."""
    if one is None or other is None:
        rest = {"only_left": one, "only_right": other}
        seen = {name: each for name, each in rest.items() if each is not None} | seen
    done = one is None or other is None
    return Witnesses(seen.get("only_left"), seen.get("only_right"), seen.get("shared"), None if done else start)
