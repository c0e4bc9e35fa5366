"""Days in words, whatever rule they follow: that of the calendar year, cycles of days, weeks, months and years, dates.

What is asked of is the days from one to another, both ends in; what a rule holds beyond them does not matter. Each
description is held against the days before it is given, so none says more or less than they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import FIRST_DAY, LAST_DAY, MAX_YEAR, year_of, year_start
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.explanation.cycles import (
    Counted,
    every_nth_day,
    every_nth_day_within,
    every_nth_month,
    every_nth_week,
    every_nth_week_within,
    some_years,
)
from everly.scheduling.explanation.kinds import Bits, in_months, in_weekdays, months_in, unpacked, weekdays_in
from everly.scheduling.explanation.spans import but_spans, days_of_spans, on_spans, spans_left
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import date_text, dates_text, opened
from everly.scheduling.explanation.yearly import describe, left_out

Form = Callable[[Stretch], Counted | None]

_FEW_DAYS = 3
_MOST_EXCEPTIONS = 24  # by date: the holidays of two years, which a sentence has room for
_SHORT = 72
# Without a second exception in it, a second thing, or dates from which on or to which all might be meant.
_MAY_BE_LEFT_OUT = re.compile(r"(?:on|from) (?:(?! except |, and |, from (?!\d{4} to \d{4})).)*")
_LATER = 40  # years after which exceptions by date are over


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
    for simple in (_named, _yearly):
        best = _held(simple, stretch, whole)
        # What is left out of a short time may be the eighth-last day of the month by chance; dates are shorter then.
        if best is not None and len(best.text) <= _SHORT and " except " not in best.text:
            return best
    return _shortest([best, _first(_CYCLES, stretch, whole) or _but_for_some(stretch, whole)])


def _first(forms: Iterable[Form], stretch: Stretch, whole: Stretch) -> Counted | None:
    """The words of the first form that is true."""
    return next((found for form in forms if (found := _held(form, stretch, whole)) is not None), None)


def _but_for_some(stretch: Stretch, whole: Stretch) -> Counted | None:
    return _shortest(_held(form, stretch, whole) for form in _EXCEPTIONS)


def _shortest(found: Iterable[Counted | None]) -> Counted | None:
    return min((each for each in found if each is not None), key=lambda each: len(each.text), default=None)


def _held(form: Form, stretch: Stretch, whole: Stretch) -> Counted | None:
    """The words of one form, if they are true."""
    found = form(stretch)
    if found is None or not stretch.is_like(found.days):
        return None
    return found if whole.is_like(found.days) else _within_dates(found, stretch, whole)


def _within_dates(found: Counted, stretch: Stretch, whole: Stretch) -> Counted:
    """Days that begin later or end earlier than those asked for: `every day in 2025`, `…, from 1 May 2025 on`."""
    start, end, years = stretch.first, stretch.last, (year_of(stretch.first), year_of(stretch.last))
    kept = found.days & rules.years(*years)
    if whole.is_like(kept) and years[1] < MAX_YEAR:
        text = f"in {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
        return Counted(f"{opened(found.text)} {text}", kept, year_start(years[0]))
    onward = found.days & rules.date_range(start, LAST_DAY)
    if whole.is_like(onward):  # and they go on beyond what was asked for, which is for others to end
        return Counted(f"{found.text}, from {date_text(start)} on", onward, start)
    return Counted(f"{found.text}, from {dates_text(start, end)}", found.days & rules.date_range(start, end), start)


def _named(stretch: Stretch) -> Counted | None:
    """`on 25 December 2024`, for a few days in all."""
    found = list(islice(stretch.members(), _FEW_DAYS + 1))
    if len(found) > _FEW_DAYS:
        return None
    spans = [found] if found[-1] - found[0] == 2 else [(day, day) for day in found]
    spans = [(each[0], each[-1]) for each in spans]
    return Counted(on_spans(spans), days_of_spans(spans), stretch.first)


def _yearly(stretch: Stretch) -> Counted | None:
    rule, seen = stretch.hull()
    if not stretch.is_like(unpacked(rule)):
        return None
    found = describe(rule, seen)
    return None if found is None else Counted(found.text, unpacked(found.days))


def _but_for_dates(stretch: Stretch) -> Counted | None:
    """`every day except 24 December 2024 to 2 January 2025`, `on Mondays or on 25 December 2024`."""
    found = (_with_dates(stretch, *base) for base in _bases(stretch))
    return _shortest(each for each in found if each is not None and stretch.is_like(each.days))


def _with_dates(stretch: Stretch, rule: Bits, seen: Bits) -> Counted | None:
    found = describe(rule, seen) if rule else None
    if found is None:
        return None
    whole = unpacked(found.days)
    less = spans_left(stretch, whole, stretch.days, _MOST_EXCEPTIONS)
    more = spans_left(stretch, stretch.days, whole, _FEW_DAYS)
    if less is None or more is None or not (less or more):
        return None
    text = f"{opened(found.text)} or {on_spans(more)}" if more else found.text
    if less:
        text = f"{text}, and" if " except " in text else opened(text)
        text = f"{text} except {but_spans(less)}"
    return Counted(text, whole - days_of_spans(less) | days_of_spans(more))


def _cycle_but_for_dates(stretch: Stretch) -> Counted | None:
    """`on 1 May of every second year, counted from 2026, except 1 May 2030`."""
    for form in (every_nth_day, every_nth_week, every_nth_month, some_years):
        found = form(stretch)
        if found is None or (stretch.days - found.days).next_day(stretch.first, stretch.last) is not None:
            continue
        less = spans_left(stretch, found.days, stretch.days, _MOST_EXCEPTIONS)
        if less:
            return found._replace(
                text=f"{opened(found.text)} except {but_spans(less)}", days=found.days - days_of_spans(less)
            )
    return None


def _but_for_turns(stretch: Stretch) -> Counted | None:
    """`every day, but in 2027 not on Mondays`, `… except on the 1st of every fifth month, counted from May 2024`."""
    if _yearly(stretch) is not None:  # then it is said when, not when not
        return None
    found = (_with_turns(stretch, *base) for base in _bases(stretch))
    return _shortest(each for each in found if each is not None and stretch.is_like(each.days))


def _with_turns(stretch: Stretch, rule: Bits, seen: Bits) -> Counted | None:
    found = describe(rule, seen) if rule else None
    if found is None or " except " in found.text:
        return None
    kept = unpacked(found.days)
    lost = kept - stretch.days - stretch.free
    start, end = lost.next_day(stretch.first, stretch.last), lost.previous_day(stretch.last, stretch.first)
    if start is None or end is None:
        return None
    missing = Stretch(lost, start, end, stretch.since, stretch.free | ~kept)  # it is said of these days only
    less = _first((*_CYCLES, _yearly), missing, missing.reaching(stretch.first, stretch.last))
    if less is None or not _MAY_BE_LEFT_OUT.fullmatch(less.text):
        return None
    out = left_out(less.text)
    text = f"{found.text}, {out}" if out.startswith("but ") else f"{opened(found.text)} {out}"
    return Counted(text, kept - less.days)


def _bases(stretch: Stretch) -> Iterator[tuple[Bits, Bits]]:
    """Rules that a stretch may follow but for a few dates: that of its later years, its weekdays and months."""
    later = max(stretch.first, min(year_start(year_of(stretch.first) + _LATER), stretch.last))
    yield stretch.reaching(later, stretch.last).hull()
    rule, seen = stretch.hull()
    yield seen & in_weekdays(weekdays_in(rule)) & in_months(months_in(rule)), seen


_CYCLES: tuple[Form, ...] = (
    *(every_nth_day, every_nth_week, every_nth_day_within, every_nth_week_within),
    *(every_nth_month, some_years),
)
"""Ways to say which days come round, where they keep to no calendar year, in the order in which they are tried."""
_EXCEPTIONS: tuple[Form, ...] = (_but_for_dates, _cycle_but_for_dates, _but_for_turns)
"""Ways to say which days do so but for some; the shortest words are taken."""
