"""Which zones an answer rests on: their clock changes to come are rules that governments may change."""

from __future__ import annotations

from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.zoned import Zoned


def zone_rules(*sets: InstantSet) -> tuple[str, ...]:
    """The names of the zones with clock changes that some sets read, in order."""
    return tuple(sorted({name for each in sets for name in _names(each)}))


def _names(instants: InstantSet) -> set[str]:
    match instants:
        case Zoned(formula):
            return {zone.name for zone in formula.zones}
        case Bounded(base) | Sieved(_, base):
            return _names(base)
        case Union(operands) | Intersection(operands):
            return set().union(*map(_names, operands))
        case Difference(base, removed):
            return _names(base) | _names(removed)
        case _:
            return set()
