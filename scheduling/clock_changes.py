"""What a clock change does to a firing: it moves it, lets several fall together, or makes its time come twice.

The rule. A wall-clock set fires when the zone's clock *first* reaches a reading. So at the first instant after a gap it
fires for the reading shown there and for every reading that was skipped, each so many seconds late: its *delay*, 0 for
the reading shown. The delays of an instant follow from those of the wall-clock sets in it:

- what does not go by first readings (elapsed time, windows, what the clock shows in either pass) holds or does not,
  whatever the delay;
- an intersection has the delays that all its parts share; parts that agree on the instant alone bring all theirs;
- a union has those of all parts that hold, with 0 for one that holds whatever the delay;
- what `except` and `!` take away is asked about the instant only.

A firing without delay 0 is shifted, one with several delays is merged, even if one of them is 0. In a fold, a firing is
the first of two when the second pass shows its time again and would fire too, if second passes counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.engine.formula import Absolute, Every, Firing, Formula, Not, Reachable, Reading, Some, Stepped
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.zoned import Zoned
from everly.scheduling.engine.zones import Phase, Zone

Delays = frozenset[int] | bool
"""With which delays a set holds an instant: True when it holds whatever the delay, False or none when it does not."""

_ON_TIME = frozenset({0})


class Mark(Enum):
    """What a clock change did to a firing."""

    SHIFTED = "shifted"
    MERGED = "merged"
    FIRST_OF_TWO = "first of two"


def mark_of(instants: InstantSet, instant: int, zone: Zone) -> Mark | None:
    """The mark of a member of a set; folds are those of `zone`, gaps those of any zone in the set."""
    delays = _delays(instants, instant)
    if isinstance(delays, frozenset) and len(delays) > 1:
        return Mark.MERGED
    if isinstance(delays, frozenset) and 0 not in delays:
        return Mark.SHIFTED
    return Mark.FIRST_OF_TWO if _is_first_of_two(instants, instant, zone) else None


def _is_first_of_two(instants: InstantSet, instant: int, zone: Zone) -> bool:
    if zone.fixed is not None or (change := zone.piece(instant).last + 1) > MAX_INSTANT:
        return False
    second = zone.piece(change)
    again = instant + second.before - second.offset
    if second.phase is not Phase.REPEATED or not second.start <= again <= second.last:
        return False
    return not instants.contains(again) and bool(_delays(instants, again, twice=True))


def _delays(instants: InstantSet, instant: int, *, twice: bool = False) -> Delays:
    """The delays with which a set holds an instant; `twice` lets the second pass of a fold count like the first."""
    match instants:
        case Bounded(base, first, last):
            inside = (first is None or first <= instant) and (last is None or instant <= last)
            return inside and _delays(base, instant, twice=twice)
        case Union(operands):
            return _any(_delays(operand, instant, twice=twice) for operand in operands)
        case Intersection(operands):
            return _all(_delays(operand, instant, twice=twice) for operand in operands)
        case Difference(base, removed):
            return not _delays(removed, instant, twice=twice) and _delays(base, instant, twice=twice)
        case Sieved(step, base):
            return step.contains(instant) and _delays(base, instant, twice=twice)
        case Zoned(formula):
            return _formula_delays(formula, instant, twice=twice)
        case _:
            return instants.contains(instant)


def _formula_delays(formula: Formula, instant: int, *, twice: bool) -> Delays:
    match formula:
        case Every(parts):
            return _all(_formula_delays(part, instant, twice=twice) for part in parts)
        case Some(parts):
            return _any(_formula_delays(part, instant, twice=twice) for part in parts)
        case Not(part):
            return not _formula_delays(part, instant, twice=twice)
        case Firing():
            return _firing_delays(formula, instant, twice=twice)
        case Absolute(wall):
            return wall.has(instant)
        case Reading(zone, wall):
            return wall.has(zone.reading(instant))
        case Stepped(step):
            return step.contains(instant)
        case Reachable():
            return True
        case _:
            raise AssertionError(f"a formula of unknown kind: {formula!r}")


def _firing_delays(firing: Firing, instant: int, *, twice: bool) -> Delays:
    piece = firing.zone.piece(instant)
    reading = instant + piece.offset
    if piece.phase is Phase.REPEATED and not twice:
        return False
    if piece.phase is not Phase.GAP_END:
        return _ON_TIME if firing.wall.has(reading) else False
    delays = set()
    skipped = firing.wall.ceil(instant + piece.before, reading)
    while skipped is not None:
        delays.add(reading - skipped)
        skipped = firing.wall.ceil(skipped + 1, reading) if skipped < reading else None
    return frozenset(delays)


def _all(parts: Iterable[Delays]) -> Delays:
    held = list(parts)
    if not all(held):
        return False
    found = [delays for delays in held if isinstance(delays, frozenset)]
    return (frozenset.intersection(*found) or frozenset.union(*found)) if found else True


def _any(parts: Iterable[Delays]) -> Delays:
    held = [delays for delays in parts if delays]
    if all(isinstance(delays, bool) for delays in held):
        return bool(held)
    return frozenset().union(*(_ON_TIME if isinstance(delays, bool) else delays for delays in held))
