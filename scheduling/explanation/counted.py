"""Days in words, whatever rule they follow: that of the calendar year, cycles of days, weeks, months and years, dates.

What is asked of is the days from one to another, both ends in; what a rule holds beyond them does not matter. Each
description is held against the days before it is given, so none says more or less than they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import date_text, dates_text, listed, opened
from everly.scheduling.explanation.yearly import describe

Form = Callable[[Stretch], Counted | None]

_FEW_DAYS = 3
_SHORT = 72
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
        if best is not None and len(best.text) <= _SHORT:
            return best
    other = next((found for form in _FORMS if (found := _held(form, stretch, whole)) is not None), None)
    return min((each for each in (best, other) if each is not None), key=lambda each: len(each.text), default=None)


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
    return Counted(_on(spans), _dates(spans), stretch.first)


def _yearly(stretch: Stretch) -> Counted | None:
    rule, seen = stretch.hull()
    if not stretch.is_like(unpacked(rule)):
        return None
    found = describe(rule, seen)
    return None if found is None else Counted(found.text, unpacked(found.days))


def _but_for_dates(stretch: Stretch) -> Counted | None:
    """`every day except 24 December 2024 to 2 January 2025`, `on Mondays or on 25 December 2024`."""
    for rule, seen in _bases(stretch):
        found = describe(rule, seen) if rule else None
        if found is None:
            continue
        whole = unpacked(found.days)
        less, more = (_spans(stretch, one, other) for one, other in ((whole, stretch.days), (stretch.days, whole)))
        if less is None or more is None or not 0 < len(less) + len(more) <= _FEW_DAYS:
            continue
        added = f"{opened(found.text)} or {_on(more)}" if more else found.text
        text = added
        if less:
            text = f"{added}, {_but(less)}" if " except " in added else f"{opened(added)} except {_but(less)}"
        return Counted(text, whole - _dates(less) | _dates(more))
    return None


def _cycle_but_for_dates(stretch: Stretch) -> Counted | None:
    """`on 1 May of every second year, counted from 2026, except 1 May 2030`."""
    for form in (every_nth_day, every_nth_week, every_nth_month, some_years):
        found = form(stretch)
        if found is None or (stretch.days - found.days).next_day(stretch.first, stretch.last) is not None:
            continue
        less = _spans(stretch, found.days, stretch.days)
        if less is not None and 0 < len(less) <= _FEW_DAYS:
            return found._replace(text=f"{opened(found.text)} except {_but(less)}", days=found.days - _dates(less))
    return None


def _bases(stretch: Stretch) -> Iterator[tuple[Bits, Bits]]:
    """Rules that a stretch may follow but for a few dates: that of its later years, its weekdays and months."""
    later = max(stretch.first, min(year_start(year_of(stretch.first) + _LATER), stretch.last))
    yield stretch.reaching(later, stretch.last).hull()
    rule, seen = stretch.hull()
    yield seen & in_weekdays(weekdays_in(rule)) & in_months(months_in(rule)), seen


def _spans(stretch: Stretch, kept: Days, other: Days) -> list[Span] | None:
    """The days that one rule has and another has not, joined where the first has none between; None if too many.

    A year of which the first has all days, or the second none, is one span.
    """
    found: list[Span] = []
    lost = kept - other
    day = lost.next_day(stretch.first, stretch.last)
    while day is not None:
        if len(found) > _FEW_DAYS:
            return None
        end = _end_of_span(day, stretch, kept, other)
        if found and kept.next_day(found[-1][1] + 1) == day:
            found[-1] = (found[-1][0], end)
        else:
            found.append((day, end))
        day = lost.next_day(end + 1, stretch.last)
    return found


def _end_of_span(day: int, stretch: Stretch, kept: Days, other: Days) -> int:
    """The last day from one on that the first rule has before the second has one again."""
    year = rules.date_range(max(day, year_start(year_of(day))), min(stretch.last, year_start(year_of(day) + 1) - 1))
    if day == max(stretch.first, year_start(year_of(day))) and (year - kept) == NONE:
        return year.previous_day(LAST_DAY) or day
    again = (kept & other).next_day(day, stretch.last)
    return (kept - other).previous_day(stretch.last if again is None else again - 1) or day


Span = tuple[int, int]
"""The first and the last of some days in a row."""


def _on(spans: Sequence[Span]) -> str:
    """`on 25 December 2024`, `from 24 December 2024 to 2 January 2025`, `every day in 2025`."""
    single = [date_text(first) for first, last in spans if first == last]
    years = [str(year_of(span[0])) for span in spans if _is_year(span)]
    others = [f"from {dates_text(*span)}" for span in spans if span[0] < span[1] and not _is_year(span)]
    dates = [*([f"on {listed(single)}"] if single else []), *others]
    return listed([*dates, *([f"every day in {listed(years)}"] if years else [])])


def _but(spans: Sequence[Span]) -> str:
    """`25 December 2024`, `24 December 2024 to 2 January 2025`, `in 2025`."""
    years = [str(year_of(span[0])) for span in spans if _is_year(span)]
    others = [span for span in spans if not _is_year(span)]
    texts = [date_text(first) if first == last else dates_text(first, last) for first, last in others]
    return listed([*texts, *([f"in {listed(years)}"] if years else [])])


def _is_year(span: Span) -> bool:
    year = year_of(span[0])
    return span == (year_start(year), year_start(year + 1) - 1)


def _dates(spans: Sequence[tuple[int, int]]) -> Days:
    return rules.any_of(rules.date_range(first, last) for first, last in spans)


_FORMS: tuple[Form, ...] = (
    *(every_nth_day, every_nth_week, every_nth_day_within, every_nth_week_within),
    *(every_nth_month, some_years, _but_for_dates, _cycle_but_for_dates),
)
"""Ways to say which days where they keep to no calendar year, in the order in which they are tried."""
