"""After how long a set of instants repeats, as far as what it is made of tells."""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm

from everly.scheduling.engine.civil import DAY, WEEK
from everly.scheduling.engine.days import weekdays
from everly.scheduling.engine.dayset import ALL, Days, DaySet
from everly.scheduling.engine.formula import Absolute, Every, Firing, Formula, Not, Reading, Some, Stepped
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned

CYCLE_YEARS, CYCLE = 400, 146_097 * DAY
"""The Gregorian calendar repeats after 400 years, 146,097 days, and so do the rules of zones."""

_MONDAY = 4  # 5 January 1970


def period_of(instants: InstantSet, first: int, last: int) -> int | None:
    """After how many seconds a set repeats, from its first member to its last; None where that is not known.

    A set in zones repeats once no more of their clock changes are listed by date.
    """
    match instants:
        case Step(period=period):
            return period
        case Thinned(step, removed):
            return lcm(step.period, *(each.period for each in removed))
        case Pattern(wall):
            return _of_wall(wall)
        case Zoned(formula):
            return _common([CYCLE, _of_formula(formula)])
        case Sieved(step, base) | Difference(step, base):
            return _common(period_of(each, first, last) for each in (step, base))
        case Union(operands) | Intersection(operands):
            return _common(period_of(each, first, last) for each in operands)
        case Bounded(base, begin, end) if (begin is None or begin <= first) and (end is None or end >= last):
            return period_of(base, first, last)
        case _:
            return None


def follows_kinds(base: Zoned) -> bool:
    """Whether the kind of year alone tells the days of a set, besides the clock changes of the year."""
    return _by_kinds(base.formula)


def _by_kinds(formula: Formula) -> bool:
    match formula:
        case Absolute(wall) | Reading(_, wall) | Firing(_, wall):
            return all(isinstance(days, DaySet) for _, days in wall.cells)
        case Stepped(step):
            return DAY % step.period == 0
        case Every(parts) | Some(parts):
            return all(map(_by_kinds, parts))
        case Not(part):
            return _by_kinds(part)
        case _:
            return False


def _of_wall(wall: WallSet) -> int | None:
    days = _common(_of_days(days) for _, days in wall.cells)
    return None if days is None else days * DAY


def _of_days(days: Days) -> int | None:
    """After how many days a rule repeats; one that asks for weekdays only does after a week, not just in 400 years."""
    if days == ALL:
        return 1
    if days == weekdays(day for day in range(WEEK) if days.has(_MONDAY + day)):
        return WEEK
    return days.cycle


def _of_formula(formula: Formula) -> int | None:
    match formula:
        case Absolute(wall) | Reading(_, wall) | Firing(_, wall):
            return _of_wall(wall)
        case Stepped(step):
            return step.period
        case Every(parts) | Some(parts):
            return _common(map(_of_formula, parts))
        case Not(part):
            return _of_formula(part)
        case _:
            return None


def _common(periods: Iterable[int | None]) -> int | None:
    """The least common multiple of some periods, if all are known."""
    known = 1
    for period in periods:
        if period is None:
            return None
        known = lcm(known, period)
    return known
