"""What a clock shows at the instants of a set: the wall set that it comes down to while no clock changes."""

from __future__ import annotations

from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.days import date_range
from everly.scheduling.engine.formula import Absolute, Formula, Frame, Not, Stepped, every, some
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import ALL_DAY, span
from everly.scheduling.engine.wall import EVERYTHING, WallSet, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.engine.zones import Phase, Piece, Zone

# A step that comes to more cells is no matter of times and days.
_STEP_CELLS = 32


def reading(instants: InstantSet, zone: Zone, moment: int) -> WallSet | None:
    """The set as a zone's clock shows it with the offsets of one moment; None where a step makes that long.

    Its ends are left aside: the first and the last member tell them.
    """
    formula = _formula(instants.base if isinstance(instants, Bounded) else instants)
    if formula is None:
        return None
    pieces = {each: _ordinary(each, moment) for each in formula.zones}
    return formula.narrow(EVERYTHING, Frame(zone.offset(moment), pieces))


def _ordinary(zone: Zone, moment: int) -> Piece:
    offset = zone.offset(moment)
    return Piece(MIN_INSTANT, MAX_INSTANT, offset, offset, Phase.ORDINARY)


def _formula(instants: InstantSet) -> Formula | None:
    match instants:
        case Pattern() | Zoned():
            return instants.formula
        case Step():
            return Stepped(instants) if instants.cells(EVERYTHING) <= _STEP_CELLS else None
        case Bounded(base, first, last):
            low, high = MIN_INSTANT if first is None else first, MAX_INSTANT if last is None else last
            return _every(_formula(base), Absolute(between(low, high)))
        case Union(operands):
            parts = [_formula(operand) for operand in operands]
            return None if None in parts else some(part for part in parts if part is not None)
        case Intersection(operands):
            return _every(*map(_formula, operands))
        case Sieved(Step() as step, base):
            few = step.is_few_on_wall(base.cells, _STEP_CELLS) if step.cells(base.cells) < 4096 else False
            return every([base.formula, Stepped(step)]) if few else None
        case Difference(base, removed):
            return _every(_formula(base), _not(_formula(removed)))
        case Thinned(step, removed):
            return _every(_formula(step), *(_not(_formula(each)) for each in removed))
        case _:
            return None


def _every(*parts: Formula | None) -> Formula | None:
    return None if None in parts else every(part for part in parts if part is not None)


def _not(part: Formula | None) -> Formula | None:
    return None if part is None else Not(part)


def between(first: int, last: int) -> WallSet:
    """All wall seconds from one to another, both ends in."""
    (start, second), (end, final) = divmod(first, DAY), divmod(last, DAY)
    if start == end:
        return wall_set(span(second, final), date_range(start, start))
    opening = wall_set(span(second, DAY - 1), date_range(start, start))
    closing = wall_set(span(0, final), date_range(end, end))
    return opening | wall_set(ALL_DAY, date_range(start + 1, end - 1)) | closing
