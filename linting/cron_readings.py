"""The two ways to read a cron line that restricts both of its day fields, and when each fires."""

from __future__ import annotations

from everly.grammar.tree import Cron
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower.cron import cron_set, cron_sets, day_readings
from everly.scheduling.wording import shown


def either_and_both(cron: Cron, zone: Zone, now: int) -> list[str]:
    """When a line fires next on days that either field names, and on days that both name."""
    return [_next_two(instants, zone, now) for instants in cron_sets(cron, zone, day_readings(cron))]


def dates(cron: Cron, zone: Zone, now: int) -> str:
    """The next two moments at which a line fires, or `never`."""
    return _next_two(cron_set(cron, zone), zone, now)


def _next_two(instants: InstantSet, zone: Zone, now: int) -> str:
    first = instants.ceil(now)
    if first is None:
        return "never"
    second = instants.ceil(first + 1)  # quicker than a list, which is made ready for many
    return ", ".join(shown(each, zone) for each in (first, second) if each is not None)
