"""Days in words, whatever rule they follow: that of the calendar year, cycles of days, weeks, months and years, dates.

What is asked of is the days from one to another, both ends in; what a rule holds beyond them does not matter. Each
description is held against the days before it is given, so none says more or less than they are.
"""

from __future__ import annotations

from itertools import islice

from everly.scheduling.engine.civil import FIRST_DAY, LAST_DAY
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.explanation.cycles import Counted
from everly.scheduling.explanation.exceptions import but_for_some
from everly.scheduling.explanation.forms import CYCLES, first_true, held, shortest, yearly
from everly.scheduling.explanation.spans import days_of_spans, is_whole_months, on_spans
from everly.scheduling.explanation.stretches import Stretch

_FEW_DAYS = 3
_SHORT, _LONG = 72, 144
_YEAR, _MONTH = 366, 31


def describe_days(days: Days, first: int, last: int, *, since: int | None = None, free: Days = NONE) -> Counted | None:
    """The days of a rule from one to another, of which it holds at least one; None where there are no few words.

    Cycles are said to count from their first day since an earlier day, if that is given. On days that are `free` it
    does not matter what the rule holds.
    """
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    start, end = days.next_day(first, last), days.previous_day(last, first)
    if start is None or end is None:
        raise ValueError("no days are left to be described")
    stretch = Stretch(days, start, end, first if since is None else since, free)
    whole = stretch.reaching(first, last)
    for simple in (_named, _far_apart, yearly):
        best = held(simple, stretch, whole)
        # What is left out of a short time may be the eighth-last day of the month by chance; dates are shorter then.
        if best is not None and len(best.text) <= _SHORT and (stretch.is_long or " except " not in best.text):
            return best
    cycle = first_true(CYCLES, stretch, whole)
    is_short = cycle is not None and len(cycle.text) <= _LONG
    return shortest([best, cycle, None if is_short else but_for_some(stretch, whole)])


def _named(stretch: Stretch) -> Counted | None:
    """`on 25 December 2024`, for a few days in all."""
    found = list(islice(stretch.members(), _FEW_DAYS + 1))
    if len(found) > _FEW_DAYS:
        return None
    spans = [found] if found[-1] - found[0] == 2 else [(day, day) for day in found]
    spans = [(each[0], each[-1]) for each in spans]
    return Counted(on_spans(spans), days_of_spans(spans), stretch.first)


def _far_apart(stretch: Stretch) -> Counted | None:
    """`from 1 to 14 June 2027 and from 1 to 7 September 2027`, where no year shows what comes round."""
    if stretch.last - stretch.first > _YEAR:
        return None
    spans: list[tuple[int, int]] = []
    day: int | None = stretch.first
    while day is not None and len(spans) < _FEW_DAYS:
        if spans and day - spans[-1][1] <= _MONTH:
            return None
        gap = (~stretch.days).next_day(day, stretch.last)
        spans.append((day, stretch.last if gap is None else gap - 1))
        day = stretch.days.next_day(spans[-1][1] + 1, stretch.last)
    if len(spans) < 2 or all(map(is_whole_months, spans)):
        return None
    return Counted(on_spans(spans), days_of_spans(spans), stretch.first)
