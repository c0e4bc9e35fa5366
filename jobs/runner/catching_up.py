"""Which fire times have come, and what becomes of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from everly.frozen import frozen
from everly.jobs.ledger import Fire, Reason
from everly.jobs.settings import CatchUp
from everly.scheduling.engine.nodes import InstantSet

LATE = 5_000
"""Milliseconds after which a fire time counts as missed, and the policy for these decides."""

MOST_RUN = 100
"""So many missed fire times are run at most."""

MOST_KEPT = 100_000
"""So many missed fire times have a row each. Of more, the oldest are left out, and an event says so."""


@frozen
class Plan:
    """What became due up to now.

    Each fire time from `begin` to `last` gets a row, and from `run_from` on it is run. What `following` comes next is
    None if nothing ever does.
    """

    begin: int
    last: int
    run_from: int
    following: int | None


def is_late(fire: int, now: int) -> bool:
    """Whether a fire time (seconds) had been missed by some moment (milliseconds)."""
    return now - fire * 1000 > LATE


def plan(instants: InstantSet, first: int, now: int, catch_up: CatchUp) -> Plan | None:
    """What becomes of the fire times from `first` (seconds) up to `now` (milliseconds); None if none has come."""
    last = instants.floor(now // 1000)
    if last is None or last < first:
        return None
    missed = instants.floor((now - LATE - 1) // 1000)
    missed = None if missed is None or missed < first else missed
    begin = _begin(instants, first, missed)
    return Plan(begin, last, _run_from(instants, missed, begin, last, catch_up), instants.ceil(last + 1))


def fires(
    instants: InstantSet, planned: Plan, *, paused: bool, why_missed: Callable[[int], str | None] = lambda _: None
) -> Iterator[Fire]:
    """The fire times of a plan in order, each with the reason not to run at it, if there is one.

    Why one was missed is said in words of `why_missed`, where there is more to say than that no runner was up.
    """
    for at in instants.between(planned.begin, planned.last):
        if paused:
            yield Fire(at, Reason.PAUSED)
        elif at < planned.run_from:
            yield Fire(at, Reason.MISSED, why_missed(at))
        else:
            yield Fire(at)


def _begin(instants: InstantSet, first: int, missed: int | None) -> int:
    """The first fire time that gets a row."""
    if missed is None or missed - first < MOST_KEPT:
        return first
    if sum(1 for _ in islice(instants.between(first, missed), MOST_KEPT + 1)) <= MOST_KEPT:
        return first
    return _newest(instants, missed, MOST_KEPT, first)


def _newest(instants: InstantSet, last: int, wanted: int, first: int) -> int:
    """The first of the newest `wanted` fire times up to `last`, none of them before `first`."""
    found = last
    for _ in range(wanted - 1):
        before = instants.floor(found - 1)
        if before is None or before < first:
            break
        found = before
    return found


def _run_from(instants: InstantSet, missed: int | None, begin: int, last: int, catch_up: CatchUp) -> int:
    """The first fire time that is run. One run at a time that was not missed serves for those that were."""
    if missed is None:
        return begin
    if catch_up is CatchUp.SKIP or (catch_up is CatchUp.ONCE and last > missed):
        return missed + 1
    return _newest(instants, missed, MOST_RUN if catch_up is CatchUp.ALL else 1, begin)
