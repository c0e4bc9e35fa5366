"""The two ways to read a cron line that restricts both of its day fields, and when each fires."""

from __future__ import annotations

from itertools import islice

from everly.frozen import replace
from everly.grammar.tree import Cron
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower.cron import cron_set
from everly.scheduling.wording import shown

_SHOWN = 2


def either_holds(cron: Cron) -> Cron:
    """The line with days that either field names."""
    return replace(cron, day=replace(cron.day, starred=False), weekday=replace(cron.weekday, starred=False))


def both_hold(cron: Cron) -> Cron:
    """The line with days that both fields name."""
    return replace(cron, day=replace(cron.day, starred=True), weekday=replace(cron.weekday, starred=True))


def dates(cron: Cron, zone: Zone, now: int) -> str:
    """The next two moments at which a line fires, or `never`."""
    found = islice(cron_set(cron, zone).between(now, MAX_INSTANT), _SHOWN)
    return ", ".join(shown(each, zone) for each in found) or "never"
