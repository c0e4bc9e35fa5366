"""Scopes: a schedule, or a part of one with clauses of its own, has one zone and one anchor."""

from __future__ import annotations

from everly.frozen import frozen
from everly.grammar.tree import Schedule
from everly.scheduling.absolute import instant_of, zone_named
from everly.scheduling.engine.operations import FOLDED, Operations
from everly.scheduling.engine.zones import Zone


@frozen
class Scope:
    """Where an expression stands: the zone whose clock it reads, and the instant that its intervals count from.

    `first` is the default beginning, `now`: no firing lies before it. It is None where the beginning is stated. `by` is
    how sets are put together.
    """

    zone: Zone
    anchor: int
    first: int | None = None
    by: Operations = FOLDED

    @property
    def wall(self) -> int:
        """The anchor as the zone's clock shows it."""
        return self.zone.reading(self.anchor)

    def inside(self, schedule: Schedule) -> Scope:
        """The scope of what a schedule that stands here holds."""
        zone = _zone(schedule, self.zone)
        if schedule.starting is None:
            return self if zone is self.zone else Scope(zone, self.anchor, self.first, self.by)
        return Scope(zone, instant_of(schedule.starting, zone), by=self.by)


def end_of(schedule: Schedule, inside: Scope) -> int | None:
    """The last instant that a schedule allows, given its own scope."""
    return None if schedule.until is None else instant_of(schedule.until, inside.zone)


def _zone(schedule: Schedule, outer: Zone) -> Zone:
    """`in ZONE`, else the zone that the beginning is written in, else that of the surroundings."""
    if schedule.zone is not None:
        return zone_named(schedule.zone)
    if schedule.starting is not None and schedule.starting.zone is not None:
        return zone_named(schedule.starting.zone)
    return outer
