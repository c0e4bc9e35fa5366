"""Firings in the hours that clock changes skip or repeat, in the years to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from everly.grammar.tree import At, Calendar, Cron, Expr
from everly.linting.rule import Subject
from everly.named import NamedTuple
from everly.scheduling.clock_changes import Mark, mark_of
from everly.scheduling.engine.civil import DAY, MAX_INSTANT
from everly.scheduling.engine.formula import Firing
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Zoned
from everly.scheduling.engine.zones import Transition, Zone
from everly.scheduling.lower import unbounded

AHEAD = 5 * 366 * DAY
"""How far ahead clock changes are looked at, in seconds."""

# Of a part that fires more often in one repeated hour the first firings there are looked at, which tell for all.
_MOST = 64


class Touched(NamedTuple):
    """A part of a schedule that names a time of its clock which a change skips or repeats.

    `reading` is that time, in seconds since 1970 as the clock shows it, and `instant` the one at which it fires.
    """

    part: Expr
    zone: Zone
    change: Transition
    reading: int
    instant: int
    mark: Mark

    @property
    def again(self) -> int:
        """When the clock shows the reading for the second time."""
        return self.reading - self.change.after


_Hit = tuple[int, int]
"""A reading, and the instant at which what names it fires."""


def in_gaps(subject: Subject) -> Iterator[Touched]:
    """Each part that names a time which is skipped, with the first such firing of the schedule."""
    return _first_of_each(subject, _skipped)


def in_folds(subject: Subject) -> Iterator[Touched]:
    """Each part that names a time which comes twice, with the first such firing; the second time has none."""
    return _first_of_each(subject, _repeated)


def _first_of_each(subject: Subject, look: Callable[[WallSet, Transition], Iterator[_Hit]]) -> Iterator[Touched]:
    for part, zone, wall in _on_clocks(subject):
        changes = _changes_ahead(zone, subject.compiled.now)
        hits = ((change, *hit) for change in changes for hit in islice(look(wall, change), _MOST))
        for change, reading, instant in hits:
            mark = _mark(subject, instant, zone)
            if mark is not None:
                yield Touched(part, zone, change, reading, instant, mark)
                break


# All schedules of a run ask for the same zones at the same time.
@lru_cache(maxsize=64)
def _changes_ahead(zone: Zone, now: int) -> tuple[Transition, ...]:
    return tuple(zone.transitions(now + 1, min(now + AHEAD, MAX_INSTANT)))


def _mark(subject: Subject, instant: int, zone: Zone) -> Mark | None:
    instants = subject.compiled.instants
    return mark_of(instants, instant, zone) if instants.contains(instant) else None


def _on_clocks(subject: Subject) -> Iterator[tuple[Expr, Zone, WallSet]]:
    """The parts that fire when a clock that changes first shows a time, and the times."""
    for expr, scope in subject.standing:
        if scope.zone.fixed is None and isinstance(expr, At | Calendar | Cron):
            match unbounded(expr, scope):
                case Zoned(Firing(zone, wall)):
                    yield expr, zone, wall
                case _:
                    pass


def _skipped(wall: WallSet, change: Transition) -> Iterator[_Hit]:
    """The first reading that a gap skips; it fires when the gap ends."""
    low, high = change.instant + change.before, change.instant + change.after
    reading = wall.ceil(low, high - 1) if low < high else None
    if reading is not None:
        yield reading, change.instant


def _repeated(wall: WallSet, change: Transition) -> Iterator[_Hit]:
    """The readings that a fold repeats, each with its first pass."""
    low, high = change.instant + change.after, change.instant + change.before
    if low < high:
        yield from ((reading, reading - change.before) for reading in wall.between(low, high - 1))
