"""A few times on days as steps that are kept to days: of two ways to say the same, the one that steps share."""

from __future__ import annotations

from itertools import islice

from everly.scheduling.engine.civil import DAY, WEEK, weekday_of
from everly.scheduling.engine.days import every_nth_day, weekdays
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.engine.nodes import InstantSet, Intersection, Union, with_operands
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, Times, progression
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import Pattern

_LONGEST = 400  # days: of longer cycles it is not asked whether they are one step
_FEW_TIMES = 8
_WEEK = WEEK * DAY


def with_steps(instants: InstantSet) -> InstantSet:
    """A plain set on a clock that never changes, with steps for a few times on days.

    For `daily at 09:00` is `every 24 hours` there, and `weekly` every 24 hours on a day of the week.
    """
    match instants:
        case Pattern(WallSet(cells=((times, days),))):
            return _as_steps(instants, times, days)
        case Step(anchor, period) if period % _WEEK == 0 and period // _WEEK % WEEK:
            return _on_days(Step(anchor, period // WEEK), weekdays([weekday_of(anchor // DAY)]))
        case _:
            return with_operands(instants, with_steps)


def _as_steps(pattern: Pattern, times: Times, days: Days) -> InstantSet:
    """Times that are evenly apart around the day, or few; others are what they were."""
    seconds = list(islice(times, _FEW_TIMES + 1))
    apart = seconds[1] - seconds[0] if len(seconds) > 1 else DAY
    if apart > 1 and DAY % apart == 0 and times == progression(apart, seconds[0]):
        return _on_days(Step(seconds[0], apart), days)
    if len(seconds) > _FEW_TIMES:
        return pattern
    return Union(tuple(_on_days(Step(second, DAY), days) for second in seconds))


def _on_days(step: Step, days: Days) -> InstantSet:
    """A step on some days; where these are every nth, that is one step again."""
    if days == ALL:
        return step
    turn, cycle = days.next_day(0), days.cycle or 0
    if step.period == DAY and turn is not None and 1 < cycle <= _LONGEST and days == every_nth_day(cycle, turn):
        return Step(turn * DAY + step.anchor, cycle * DAY)
    return Intersection((step, Pattern(wall_set(ALL_DAY, days))))
