"""Sets as they were made, without what they have remembered since."""

from __future__ import annotations

from types import NoneType
from typing import Any

from everly.scheduling.engine.algebra import bounded
from everly.scheduling.engine.dayset import DaySet
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.searched import Searched
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zones import Zone

# They remember nothing, but for a zone, whose clock changes no count of steps tells apart.
_AS_THEY_ARE = frozenset({Step, DaySet, Times, Zone, int, str, NoneType})


def anew(instants: InstantSet) -> InstantSet:
    """The same set with nothing remembered: what it is asked takes as many counted steps as the first time.

    So whether an answer comes within a bound does not depend on what the set, or one that shares parts with it, was
    asked before. Of one whose questions are bounded, it is the set itself.
    """
    if isinstance(instants, Searched):
        instants = bounded(instants.base, instants.first, instants.last)
    made: InstantSet = _made(instants, {})
    return made


def _made(value: Any, known: dict[int, Any]) -> Any:
    """A value that is made of frozen ones, made again; what stands in it twice is made once."""
    kind = type(value)
    if kind in _AS_THEY_ARE or (kind is WallSet and _is_simple(value)):
        return value
    if kind is tuple or kind is frozenset:
        return kind([_made(each, known) for each in value])
    found = known.get(id(value))
    if found is None:
        fields = vars(kind)["__frozen_fields__"].items()
        found = kind(*[_made(getattr(value, name), known) for name, each in fields if each.init])
        known[id(value)] = found
    return found


def _is_simple(wall: WallSet) -> bool:
    """Whether the days of a wall set follow from the kind of year: then nothing about it is counted."""
    return all(type(days) is DaySet for _, days in wall.cells)
