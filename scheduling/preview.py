"""When a schedule fires: some of its firings in order, and the days of a calendar on which it fires."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, islice

from everly.frozen import field, frozen
from everly.scheduling.clock_changes import Mark, mark_of
from everly.scheduling.compiler import Compiled
from everly.scheduling.dates import date_of, day_of
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.zones import Zone
from everly.scheduling.instants import utc_datetime

__all__ = ["Firing", "Firings", "Mark", "Preview", "day_end", "day_start", "days_of", "local_time", "preview"]


@frozen
class Firing:
    """One firing: its instant, what the clock of the schedule's zone shows then, and what a clock change did to it.

    `clock_changes` states the rule for the mark. It goes by the times that the schedule names, so schedules with the
    same instants may have different marks: firings are equal whatever these are.
    """

    instant: int
    local: datetime
    mark: Mark | None = field(default=None, compare=False)


@frozen
class Preview:
    """Firings in the order asked for; `complete` when the schedule has none after the last one listed.

    In reverse order that means none before it. A listing that was cut short by an end asked for is not complete.
    """

    firings: tuple[Firing, ...]
    complete: bool


class Firings:
    """The first `count` firings from `start` to `stop`, or the last ones, newest first; both ends are in.

    They are found one by one as they are asked for; `complete` is known when there are no more. Without `start` they
    begin with the schedule's first firing, even when that is past; without `stop`, in reverse, with its last. Instants
    whose local time falls outside years 1 to 9999 are left out. TooMuchWorkError where one of them is not found.
    Beyond an end that was asked for nothing is searched but whether there is more.
    """

    def __init__(
        self,
        compiled: Compiled,
        count: int,
        start: int | None = None,
        stop: int | None = None,
        reverse: bool = False,
    ) -> None:
        self.compiled, self.count = compiled, count
        self.start, self.stop, self.reverse = start, stop, reverse
        self.complete = False

    def __iter__(self) -> Iterator[Firing]:
        first = MIN_INSTANT if self.start is None else self.start
        last = MAX_INSTANT if self.stop is None else self.stop
        found = (_backward if self.reverse else _forward)(self.compiled, first, last)
        yield from islice(found, self.count)
        beyond = _backward(self.compiled, MIN_INSTANT, first - 1) if self.reverse else _forward(self.compiled, last + 1)
        try:
            self.complete = next(chain(found, beyond), None) is None
        except TooMuchWorkError:  # so it is not known to be
            self.complete = False


def preview(
    compiled: Compiled, *, count: int, start: int | None = None, stop: int | None = None, reverse: bool = False
) -> Preview:
    """A listing as a whole: what `Firings` of the same arguments gives."""
    firings = Firings(compiled, count, start, stop, reverse)
    return Preview(tuple(firings), firings.complete)


def local_time(instant: int, zone: Zone) -> datetime | None:
    """What the zone's clock shows at an instant, or None where that is outside years 1 to 9999."""
    try:
        return utc_datetime(instant).astimezone(zone.tzinfo)
    except OverflowError:
        return None


def day_start(day: date, zone: Zone) -> int:
    """The first instant of a day in the zone's calendar; for a day that the zone skipped, that of the next."""
    return zone.first_instant(day_of(day) * DAY)


def day_end(day: date, zone: Zone) -> int:
    """The last instant of a day in the zone's calendar."""
    return zone.first_instant(day_of(day) * DAY + DAY) - 1


def days_of(compiled: Compiled, zone: Zone, *, start: int, stop: int, most: int) -> dict[date, int]:
    """The days of the zone's calendar on which the schedule fires from start to stop, ends in, and how often.

    Where that is more than `most` times, the count is `most` + 1, so that no day costs more than that.
    """
    days: dict[date, int] = {}
    while (found := next(compiled.instants.between(start, stop), None)) is not None:
        day = date_of(zone.reading(found) // DAY)
        end = min(day_end(day, zone), stop)
        days[day] = sum(1 for _ in islice(compiled.instants.between(found, end), most + 1))
        start = end + 1
    return days


def _forward(compiled: Compiled, first: int, last: int = MAX_INSTANT) -> Iterator[Firing]:
    for found in compiled.instants.between(first, last):
        yield from _firing(compiled, found)


def _backward(compiled: Compiled, first: int, last: int) -> Iterator[Firing]:
    while (found := compiled.instants.last_between(first, last)) is not None:
        yield from _firing(compiled, found)
        last = found - 1


def _firing(compiled: Compiled, instant: int) -> Iterator[Firing]:
    local = local_time(instant, compiled.zone)
    if local is not None:
        yield Firing(instant, local, mark_of(compiled.instants, instant, compiled.zone))
