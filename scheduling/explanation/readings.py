"""What a clock shows at the instants of a set: the wall set that it comes down to while no clock changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import lcm

from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.days import date_range, dates
from everly.scheduling.engine.formula import (
    NOWHERE,
    Absolute,
    Every,
    Formula,
    Frame,
    Not,
    Some,
    Stepped,
    every,
    leaves,
    negation,
    some,
)
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Listed, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import ALL_DAY, at, span
from everly.scheduling.engine.wall import EVERYTHING, NOTHING, WallSet, from_cells, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.engine.zones import Phase, Piece, Zone

# A step that comes to more cells is no matter of times and days.
_STEP_CELLS, _TRIED_CELLS = 32, 4096
_MOST_TURNS = 256  # of the cycles of all steps together
_ALWAYS = Absolute(EVERYTHING)


def reading(instants: InstantSet, zone: Zone, moment: int) -> WallSet | None:
    """The set as a zone's clock shows it with the offsets of one moment; None where a step makes that long.

    Its ends are left aside: the first and the last member tell them.
    """
    return _shown_by(_short, instants, zone, moment)


def rough_reading(instants: InstantSet, zone: Zone, moment: int) -> WallSet:
    """The same where steps that come at other times each day neither add to the set nor take from it."""
    return _shown_by(lambda inside: _formula(inside, 1, NOWHERE), instants, zone, moment) or NOTHING


def outline(instants: InstantSet, zone: Zone, moment: int) -> WallSet:
    """The same where every step is taken to hold all instants, and to take none away: what clocks allow."""
    return _shown_by(_outline, instants, zone, moment) or NOTHING


def shown(members: Sequence[int], zone: Zone) -> WallSet:
    """What a zone's clock shows at some instants.

    Where the clock has just skipped some times it does not tell which of them is meant, or whether it is the time right
    after: it is that if it is a time of another day as well, and else is left out.
    """
    ordinary: dict[int, set[int]] = {}
    moved: list[tuple[int, int]] = []
    for instant in members:
        day, second = divmod(zone.reading(instant), DAY)
        if zone.piece(instant).phase is Phase.GAP_END:
            moved.append((day, second))
        else:
            ordinary.setdefault(day, set()).add(second)
    known = set[int]().union(*ordinary.values())
    for day, second in moved:
        if second in known or not known:
            ordinary.setdefault(day, set()).add(second)
    by_times: dict[frozenset[int], list[int]] = {}
    for day, seconds in ordinary.items():
        by_times.setdefault(frozenset(seconds), []).append(day)
    return from_cells((at(seconds), dates(days)) for seconds, days in by_times.items())


def _shown_by(
    formula_of: Callable[[InstantSet], Formula | None], instants: InstantSet, zone: Zone, moment: int
) -> WallSet | None:
    """What a clock shows of a list, or else of the formula for what lies inside a set's ends, if there is one."""
    if isinstance(instants, Listed):
        return shown(instants.members, zone)
    formula = formula_of(instants.base if isinstance(instants, Bounded) else instants)
    if formula is None:
        return None
    pieces = {each: _ordinary(each, moment) for each in formula.zones}
    return formula.narrow(EVERYTHING, Frame(zone.offset(moment), pieces))


def _short(inside: InstantSet) -> Formula | None:
    """A set as a formula, unless steps make that long."""
    formula = _formula(inside, _STEP_CELLS, None)
    if formula is None or lcm(*(step.cycle for step in _steps(formula))) > _MOST_TURNS:
        return None
    return formula


def _ordinary(zone: Zone, moment: int) -> Piece:
    offset = zone.offset(moment)
    return Piece(MIN_INSTANT, MAX_INSTANT, offset, offset, Phase.ORDINARY)


def _formula(instants: InstantSet, most: int, long: Formula | None) -> Formula | None:
    """A set as a formula; `long` is what a step of more cells counts as, None makes the whole None."""
    match instants:
        case Pattern() | Zoned():
            return instants.formula
        case Step():
            return Stepped(instants) if instants.cells(EVERYTHING) <= most else long
        case Bounded(base):
            return _every(_formula(base, most, long), _between_ends(instants))
        case Union(operands):
            parts = [_formula(operand, most, long) for operand in operands]
            return None if None in parts else some(part for part in parts if part is not None)
        case Intersection(operands):
            return _every(*(_formula(operand, most, long) for operand in operands))
        case Sieved(Step() as step, base):
            few = step.cells(base.cells) < _TRIED_CELLS and step.is_few_on_wall(base.cells, most)
            return every([base.formula, Stepped(step)]) if few else long
        case Difference(base, removed):
            return _every(_formula(base, most, long), _left_by(removed, most, long))
        case Thinned(step, removed):
            return _every(_formula(step, most, long), *(_left_by(each, most, long) for each in removed))
        case _:
            return long


def _every(*parts: Formula | None) -> Formula | None:
    return None if None in parts else every(part for part in parts if part is not None)


def _left_by(removed: InstantSet, most: int, long: Formula | None) -> Formula | None:
    part = _formula(removed, most, None)
    if part is None:
        return None if long is None else _ALWAYS
    return Not(part)


def _between_ends(instants: Bounded) -> Formula:
    first = MIN_INSTANT if instants.first is None else instants.first
    last = MAX_INSTANT if instants.last is None else instants.last
    return Absolute(between(first, last))


def _outline(instants: InstantSet) -> Formula:
    match instants:
        case Pattern() | Zoned():
            return _without_steps(instants.formula)
        case Bounded(base):
            return every([_outline(base), _between_ends(instants)])
        case Union(operands):
            return some(map(_outline, operands))
        case Intersection(operands):
            return every(map(_outline, operands))
        case Sieved(_, base):
            return _outline(base)
        case Difference(base, Pattern() | Zoned() as removed):
            return every([_outline(base), _without_steps(negation(removed.formula))])
        case Difference(base):
            return _outline(base)
        case _:
            return _ALWAYS


def _without_steps(formula: Formula) -> Formula:
    match formula:
        case Every(parts):
            return every(map(_without_steps, parts))
        case Some(parts):
            return some(map(_without_steps, parts))
        case Not(part) if any(_steps(part)):
            return _ALWAYS
        case Stepped():
            return _ALWAYS
        case _:
            return formula


def _steps(formula: Formula) -> Iterator[Step]:
    return (leaf.step for leaf in leaves(formula) if isinstance(leaf, Stepped))


def between(first: int, last: int) -> WallSet:
    """All wall seconds from one to another, both ends in."""
    (start, second), (end, final) = divmod(first, DAY), divmod(last, DAY)
    if start == end:
        return wall_set(span(second, final), date_range(start, start))
    opening = wall_set(span(second, DAY - 1), date_range(start, start))
    closing = wall_set(span(0, final), date_range(end, end))
    return opening | wall_set(ALL_DAY, date_range(start + 1, end - 1)) | closing
