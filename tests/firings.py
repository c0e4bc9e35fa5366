"""Fire times as aware datetimes, for tests that compare them with what a person or another program wrote down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(when: datetime) -> int:
    """Seconds since the epoch, cut down to the whole second."""
    return (when - _EPOCH) // timedelta(seconds=1)


def shown(moment: int, compiled: Compiled) -> str:
    """An instant in ISO 8601, as the schedule's zone shows it."""
    return (_EPOCH + timedelta(seconds=moment)).astimezone(compiled.zone.tzinfo).isoformat()


def firings(compiled: Compiled, count: int, after: datetime | None = None) -> list[str]:
    """The first firings, or the first strictly after a point in time."""
    start = MIN_INSTANT if after is None else instant(after) + 1
    return [shown(moment, compiled) for moment in islice(compiled.instants.between(start, MAX_INSTANT), count)]


def firings_back(compiled: Compiled, count: int, before: datetime) -> list[str]:
    """The last firings at or before a point in time, the latest first."""
    return [shown(moment, compiled) for moment in islice(_back(compiled, instant(before)), count)]


def _back(compiled: Compiled, start: int) -> Iterator[int]:
    found = compiled.instants.floor(start)
    while found is not None:
        yield found
        found = compiled.instants.floor(found - 1)
