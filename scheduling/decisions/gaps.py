"""The shortest and the longest time between two firings in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from math import lcm

from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.bits import Gap
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import Bounded, InstantSet, Union
from everly.scheduling.engine.spacing import extremes, stretches, wall_gaps
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned

__all__ = ["Gap", "Gaps", "gaps"]

# Where firings must be gone through: so many, and in zones so many years, which hold each kind of year more than once.
_LISTED = 5000
_YEARS = 40 * 366 * DAY


@dataclass(frozen=True, slots=True)
class Gaps:
    """The shortest and the longest gap, each with the firing before it (seconds since the epoch).

    They hold for all of time if `until` is None, else for the firings up to that instant. `zones` names the zones whose
    clock changes they rest on.
    """

    shortest: Gap
    longest: Gap
    until: int | None
    zones: tuple[str, ...]


def gaps(compiled: Compiled) -> Gaps | None:
    """The shortest and longest gap between the firings of a schedule; None if it fires only once."""
    instants = compiled.instants
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    if first is None or last is None:
        raise ValueError("a compiled schedule fires at least once")
    base = instants.base if isinstance(instants, Bounded) else instants
    found, until = _gaps(base, first, last)
    both = extremes(found)
    return None if both is None else Gaps(both.shortest, both.longest, until, zone_rules(instants))


def _gaps(base: InstantSet, first: int, last: int) -> tuple[Iterator[Gap], int | None]:
    """Gaps that hold the shortest and the longest, and up to where, if that is not the end."""
    match base:
        case Step(period=period):
            return iter([Gap(period, first)] if first < last else []), None
        case Pattern(wall):
            return wall_gaps(stretches(base, first, min(last, _repeated(wall, first)))), None
        case Zoned():
            until = max(first + _YEARS, *islice(base.between(first, last), 100))
            return wall_gaps(stretches(base, first, min(until, last))), until if until < last else None
        case _:
            return _listed(base, first, last)


def _repeated(wall: WallSet, first: int) -> int:
    """When a wall set has shown all its gaps: after one round of its days, and as much as another to end the last."""
    cycle = wall.busy.cycle
    return MAX_INSTANT if cycle is None else first + (2 * cycle + 2) * DAY


def _listed(base: InstantSet, first: int, last: int) -> tuple[Iterator[Gap], int | None]:
    listed = list(islice(base.between(first, last), _LISTED))
    period = _period(base)
    all_told = listed[-1] >= last or (period is not None and listed[-1] - first >= period)
    found = (Gap(other - one, one) for one, other in pairwise(listed))
    return found, None if all_told else listed[-1]


def _period(base: InstantSet) -> int | None:
    """After how many seconds a set made of steps repeats, if it is."""
    match base:
        case Step(period=period):
            return period
        case Thinned(step, removed):
            return lcm(step.period, *(each.period for each in removed))
        case Union(operands):
            periods = [_period(operand) for operand in operands]
            return None if None in periods else lcm(*(each for each in periods if each is not None))
        case _:
            return None
