"""Schedules whose sets are many pieces: laid out over as much of time as bounded work allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import prod
from typing import TYPE_CHECKING, TypeVar

from everly.scheduling.decisions.periods import CYCLE, CYCLE_YEARS
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.algebra import bounded
from everly.scheduling.engine.anew import anew
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import DaySet
from everly.scheduling.engine.effort import TooMuchWorkError, a_share
from everly.scheduling.engine.formula import Stepped, leaves
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union, is_asked_in_turn
from everly.scheduling.engine.operations import PLAIN
from everly.scheduling.engine.searched import MOST_STEPS, is_searched
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.lower import lower

if TYPE_CHECKING:
    from everly.scheduling.compiler import Compiled
    from everly.scheduling.engine.laid import Laid

# About a second of work.
MOST_WORK = 5 << 27
# A set of so many pieces is not asked for each; in zones each may have to be followed through 400 years of changes.
_PIECES, _PIECES_IN_ZONES = 256, 100
_PAIRS = 200
# What the algebra has left as a difference is many cells, and what it has left to a leapfrog is many pairs.
_UNFOLDED, _TO_LEAPFROG = 16, 1 << 20
_MOST_REMOVED = 20
_DRIFTING, _FEW_CELLS = 3, 16
_SOON = 10 * DAY


_Answer = TypeVar("_Answer")


def asked(exactly: Callable[..., _Answer], otherwise: Callable[[], _Answer], *sets: InstantSet) -> _Answer:
    """What the algebra answers about some sets, or what else is to be said where that takes too many counted steps.

    The sets are made anew: what they remember would not be counted, and an answer must not depend on earlier questions.
    """
    try:
        with a_share(MOST_STEPS):
            return exactly(*map(anew, sets))
    except TooMuchWorkError:
        return otherwise()


def is_spread(instants: InstantSet) -> bool:
    """Whether a folded set is so many pieces that to meet or to count each with the others takes long."""
    most = _PIECES_IN_ZONES if zone_rules(instants) else _PIECES
    return pieces(instants) > most


def asks_one_by_one(instants: InstantSet) -> bool:
    """Whether a folded set has so many pieces left to take away that it asks about one member after the other."""
    return is_asked_in_turn(instants) and is_spread(instants)


def are_spread(left: InstantSet, right: InstantSet) -> bool:
    """Whether one of two sets is, or both are so many pieces together that to compare these takes long."""
    if pieces(left) == 1 or pieces(right) == 1:
        return is_spread(left) or is_spread(right)
    return pieces(left) * pieces(right) > _PAIRS or is_spread(left) or is_spread(right)


def plain(compiled: Compiled) -> InstantSet:
    """The instants of a schedule, put together as it is said."""
    return lower(compiled.resolved, anchor=compiled.now, zone=compiled.default_zone, by=PLAIN)


def laid_out(instants: InstantSet, first: int, share: int = 1) -> Laid:
    """A set from an instant on, as far as it can be laid out: for ever, 400 years, whole years, or less.

    `share` is among how many questions the work is shared.
    """
    from everly.scheduling.engine.laid import Laid

    return Laid(instants, first, _reach(instants, first, MOST_WORK // share))


def start_of(compiled: Compiled) -> int:
    """The first firing of a schedule, or an instant before which it has none where that takes too much work to find."""
    from everly.scheduling.engine.laid import beginning

    found = first_found(compiled.instants)
    return beginning(plain(compiled)) if found is None else found


def first_found(instants: InstantSet) -> int | None:
    """The first member of a set; None too where that is too much work to find."""
    try:
        return instants.ceil(MIN_INSTANT)
    except TooMuchWorkError:
        return None


def has_none(instants: InstantSet, share: int = 1) -> bool | None:
    """Whether a set that is put together plainly has no member; None where that takes too much work to know."""
    from everly.scheduling.engine.laid import beginning

    laid = laid_out(instants, beginning(instants), share)
    return False if laid.meets(laid.first, laid.last) else True if laid.last >= MAX_INSTANT else None


def ever_fires(instants: InstantSet, plainly: Callable[[], InstantSet]) -> bool | None:
    """Whether a folded set has a member; None where bounded work does not tell.

    A union fires if an operand does that needs no search. One that asks about each in turn is looked at for some days
    and then laid out, as far as that goes. Others are laid out only if they are not searched within so many counted
    steps.
    """
    if any(each.meets(MIN_INSTANT, MAX_INSTANT) for each in _operands(instants) if not is_searched(each)):
        return True
    if not asks_one_by_one(instants):
        found = _meets(instants, MIN_INSTANT, MAX_INSTANT)
        return _is_laid_out(plainly()) if found is None else found
    from everly.scheduling.engine.laid import beginning

    said = plainly()
    first = beginning(said)
    if _meets(instants, first, first + _SOON):
        return True
    found = _is_laid_out(said)
    return _meets(instants, MIN_INSTANT, MAX_INSTANT) if found is None else found


def _operands(instants: InstantSet) -> Iterable[InstantSet]:
    """The operands of a union, each within its ends; none of any other set."""
    match instants:
        case Bounded(Union(operands), first, last):
            return (bounded(each, first, last) for each in operands)
        case Union(operands):
            return operands
        case _:
            return ()


def _meets(instants: InstantSet, first: int, last: int) -> bool | None:
    return asked(lambda: instants.meets(first, last), lambda: None)


def _is_laid_out(said: InstantSet) -> bool | None:
    """Whether a set that is put together plainly has a member, as far as it can be laid out."""
    is_none = has_none(said)
    return None if is_none is None else not is_none


def drifts(instants: InstantSet) -> bool:
    """Whether a set that is put together plainly has so many steps on clocks that to fold it may take long."""
    steps, clocks = _leaves(instants)
    return steps >= _DRIFTING and clocks > 0


def _leaves(instants: InstantSet) -> tuple[int, int]:
    """Of how many steps that drift against any clock, and of how many clocks a set is made."""
    match instants:
        case Bounded(base):
            return _leaves(base)
        case Difference(base, removed):
            found = [_leaves(base), _leaves(removed)]
        case Union(operands) | Intersection(operands):
            found = list(map(_leaves, operands))
        case Step(period=period):
            return DAY % period != 0, 0
        case _:
            return 0, 1
    return sum(steps for steps, _ in found), sum(clocks for _, clocks in found)


def _reach(instants: InstantSet, first: int, most: int) -> int:
    """Up to which instant a set can be laid out from the first on, MAX_INSTANT if for ever."""
    from everly.scheduling.engine.laid import laying, parts, points

    for last in (MAX_INSTANT, min(first + CYCLE, MAX_INSTANT)):
        if laying(instants, first, last) <= most:
            return last
    step = points(instants, first, MAX_INSTANT)
    seconds = most // parts(instants) * (1 if step is None else step.period)
    years = seconds * CYCLE_YEARS // CYCLE
    return min(first + (years * CYCLE // CYCLE_YEARS or seconds), MAX_INSTANT)


def pieces(instants: InstantSet) -> int:
    """How many sets counting one by inclusion and exclusion may come to, at most."""
    match instants:
        case Bounded(base):
            return pieces(base)
        case Difference(base, removed):
            return _UNFOLDED * pieces(base) * pieces(removed)
        case Intersection():
            return _TO_LEAPFROG
        case Thinned(_, removed) | Sieved(Thinned(_, removed), _):
            return 1 << min(len(removed), _MOST_REMOVED)
        case Zoned(formula):
            return 1 + sum(isinstance(leaf, Stepped) for leaf in leaves(formula)) + _cells(instants.cells)
        case Pattern(wall):
            return 1 + _cells(wall)
        case Union(operands):
            return prod(1 + pieces(each) for each in operands)
        case _:
            return 1


def _cells(wall: WallSet) -> int:
    """How much more the cells of a wall set are than a few, if their days come round with other than the years."""
    return sum(not isinstance(days, DaySet) for _, days in wall.cells) // _FEW_CELLS
