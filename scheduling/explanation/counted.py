"""Days in words, whatever rule they follow: that of the calendar year, cycles of days, weeks, months and years, dates.

What is asked of is the days from one to another, both ends in; what a rule holds beyond them does not matter. Each
description is held against the days before it is given, so none says more or less than they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from math import gcd

from everly.named import NamedTuple
from everly.scheduling.dates import date_of
from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import KINDS, MAX_YEAR, WEEK, weekday_of, year_of, year_start
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet
from everly.scheduling.explanation.atoms import weekdays_text
from everly.scheduling.explanation.words import MONTHS, WEEKDAYS, counted, date_text, listed
from everly.scheduling.explanation.yearly import EVERY_DAY, describe, months_text

_YEARS = 400  # after which the kinds of year repeat
_FEW_DAYS = 3
_FEW_YEARS = 6
_SAMPLE = 60
_MOST_REMOVED = 1200


class Counted(NamedTuple):
    """Days in words, and the rule that the words say; `counts` tells whether they say from when they count."""

    text: str
    days: Days
    counts: bool = False


class Stretch(NamedTuple):
    """Days from the first to the last busy one; cycles are said to count from their first day since another."""

    days: Days
    first: int
    last: int
    since: int

    def is_like(self, other: Days) -> bool:
        """Whether another rule holds the same days within the stretch."""
        return _is_without(self.days - other, self) and _is_without(other - self.days, self)

    def members(self) -> Iterator[int]:
        """Its days in order."""
        found = self.days.next_day(self.first, self.last)
        while found is not None:
            yield found
            found = self.days.next_day(found + 1, self.last)


def describe_days(days: Days, first: int, last: int, *, since: int | None = None) -> Counted | None:
    """The days of a rule from one to another, of which it holds at least one; None where there are no few words.

    Cycles are said to count from their first day since an earlier day, if that is given.
    """
    start, end = days.next_day(first, last), days.previous_day(last, first)
    if start is None or end is None:
        raise ValueError("no days are left to be described")
    stretch = Stretch(days, start, end, first if since is None else since)
    for form in _FORMS:
        found = form(stretch)
        if found is not None and stretch.is_like(found.days):
            whole = stretch._replace(first=first, last=last)
            return found if whole.is_like(found.days) else _within_dates(found, stretch, whole)
    return None


def _within_dates(found: Counted, stretch: Stretch, whole: Stretch) -> Counted:
    """Days that begin later or end earlier than those asked for: `every day in 2025`, `…, from 1 May 2025 on`."""
    start, end, years = stretch.first, stretch.last, (year_of(stretch.first), year_of(stretch.last))
    kept = found.days & rules.years(*years)
    if whole.is_like(kept) and years[1] < MAX_YEAR:
        text = f"in {years[0]}" if years[0] == years[1] else f"from {years[0]} to {years[1]}"
        return Counted(f"{found.text} {text}", kept, counts=True)
    kept = found.days & rules.date_range(start, end)
    is_open = whole.is_like(found.days & rules.date_range(start, whole.last))
    text = f"{date_text(start)} on" if is_open else f"{date_text(start)} to {date_text(end)}"
    return Counted(f"{found.text}, from {text}", kept, counts=True)


def _is_without(days: Days, stretch: Stretch) -> bool:
    return days.next_day(stretch.first, stretch.last) is None


def _named(stretch: Stretch) -> Counted | None:
    """`on 25 December 2024`, for a few days in all."""
    found = list(islice(stretch.members(), _FEW_DAYS + 1))
    if len(found) > _FEW_DAYS:
        return None
    text = f"on {listed([date_text(day) for day in found])}"
    return Counted(text, rules.any_of(rules.date_range(day, day) for day in found), counts=True)


def _yearly(stretch: Stretch) -> Counted | None:
    rule, seen = _hull(stretch, ALL)
    if not stretch.is_like(rule):
        return None
    found = describe(rule, seen)
    return None if found is None else Counted(*found)


def _hull(stretch: Stretch, within: Days) -> tuple[DaySet, DaySet]:
    """The least rule by the kind of year that holds the days, and all days that it was seen on, of those within."""
    found, seen = [0] * 14, [0] * 14
    first = year_of(stretch.first)
    for year in range(first, min(year_of(stretch.last), first + _YEARS - 1) + 1):
        kind, start = KINDS[year % 400], year_start(year)
        inside = (2 << min(stretch.last - start, 365)) - (1 << max(stretch.first - start, 0)) & within.mask(year)
        found[kind] |= stretch.days.mask(year) & inside
        seen[kind] |= inside
    return DaySet(tuple(found)), DaySet(tuple(seen))


def _every_nth_day(stretch: Stretch) -> Counted | None:
    """`every third day, counted from 1 May 2024`, `every second Monday …`, also kept to days of the week and months."""
    sample = list(islice(stretch.members(), _SAMPLE))
    apart = gcd(*(other - one for one, other in pairwise(sample)))
    if apart < 2 or apart == WEEK:
        return None
    cycle = rules.every_nth_day(apart, stretch.first)
    start = _origin(cycle, stretch)
    since = f"counted from {date_text(start)}"
    if apart % WEEK == 0:
        text = f"on every {counted(apart // WEEK)} {WEEKDAYS[weekday_of(start)]}, {since}"
    else:
        text = f"on every {counted(apart)} day, {since}"
    return Counted(text, cycle, counts=True)


def _every_nth_day_within(stretch: Stretch) -> Counted | None:
    """`on every third day, counted from 1 May 2024, but only from Monday to Friday`."""
    found = _every_nth_day(stretch)
    weekdays, months = _weekdays_of(stretch), _months_of(stretch)
    limits = [weekdays_text(weekdays)] * (len(weekdays) < WEEK) + [months_text(months)] * (len(months) < 12)
    if found is None or not limits:
        return None
    kept = found.days & rules.weekdays(weekdays) & rules.months(months)
    return Counted(f"{found.text}, but only {' '.join(limits)}", kept, counts=True)


def _every_nth_week(stretch: Stretch) -> Counted | None:
    """`on Mondays and Wednesdays of every second week, counted from that of 1 May 2024`."""
    sample = list(islice(stretch.members(), _SAMPLE))
    apart = _distance((day + 3) // WEEK for day in sample)
    if apart is None or apart < 2:
        return None
    weekdays, months = _weekdays_of(stretch), _months_of(stretch)
    days = EVERY_DAY if len(weekdays) == WEEK else weekdays_text(weekdays)
    cycle = rules.week_periods(apart, stretch.first) & rules.weekdays(weekdays) & rules.months(months)
    start = date_text(_origin(cycle, stretch))
    text = f"{days} of every {counted(apart)} week, counted from that of {start}"
    limit = f", but only {months_text(months)}" if len(months) < 12 else ""
    return Counted(text + limit, cycle, counts=True)


def _every_nth_month(stretch: Stretch) -> Counted | None:
    """`on the 15th of every fifth month, counted from May 2024`."""
    dates = [date_of(day) for day in islice(stretch.members(), _SAMPLE)]
    apart = _distance(12 * there.year + there.month for there in dates)
    if apart is None or 12 % apart == 0 or apart % 12 == 0:
        return None
    cycle = rules.month_periods(apart, dates[0].year, dates[0].month)
    rule, seen = _hull(stretch, cycle)
    found = describe(rule, seen)
    if found is None or (not found.text.endswith(" of the month") and found.text != EVERY_DAY):
        return None
    days = found.text.removesuffix(" of the month")
    start = date_of(_origin(cycle & found.days, stretch))
    text = f"{days} of every {counted(apart)} month, counted from {MONTHS[start.month - 1]} {start.year}"
    return Counted(text, cycle & found.days, counts=True)


def _some_years(stretch: Stretch) -> Counted | None:
    """`every day in 2024 and 2026`, `on 1 July of every fourth year, counted from 2024`."""
    first, last = year_of(stretch.first), year_of(stretch.last)
    busy = [year for year in range(first, min(last, first + 2 * _YEARS) + 1) if stretch.days.mask(year)]
    apart = _distance(busy)
    if apart is None or (apart < 2 and len(busy) == busy[-1] - busy[0] + 1):
        return None
    cycle = rules.year_periods(apart, first) if len(busy) > _FEW_YEARS else _these(busy)
    rule, seen = _hull(stretch, cycle)
    found = describe(rule, seen)
    if found is None:
        return None
    if len(busy) <= _FEW_YEARS:
        return Counted(f"{found.text} in {listed([str(year) for year in busy])}", cycle & found.days, counts=True)
    start = year_of(_origin(cycle & found.days, stretch))
    text = f"{found.text} of every {counted(apart)} year, counted from {start}"
    return Counted(text, cycle & found.days, counts=True)


def _these(years: Sequence[int]) -> Days:
    return rules.any_of(rules.years(year, year) for year in years)


def _all_but_dates(stretch: Stretch) -> Counted | None:
    """`every day except from 24 December 2024 to 2 January 2025`."""
    rule, seen = _hull(stretch, ALL)
    around = describe(rule, seen)
    if around is None:
        return None
    missing = list(islice(stretch._replace(days=around.days - stretch.days).members(), _MOST_REMOVED))
    spans = _spans(missing, around.days)
    if not spans or len(spans) > _FEW_DAYS or len(missing) == _MOST_REMOVED:
        return None
    texts = [_span_text(one, two) for one, two in spans]
    removed = rules.any_of(rules.date_range(one, two) for one, two in spans)
    return Counted(f"{around.text} except {listed(texts)}", around.days - removed)


def _span_text(first: int, last: int) -> str:
    """`25 December 2024`, `in 2025`, `from 24 December 2024 to 2 January 2025`."""
    if first == last:
        return date_text(first)
    year = year_of(first)
    is_year = (first, last) == (year_start(year), year_start(year + 1) - 1)
    return f"in {year}" if is_year else f"from {date_text(first)} to {date_text(last)}"


def _origin(cycle: Days, stretch: Stretch) -> int:
    """The day that a cycle is said to count from."""
    found = cycle.next_day(stretch.since)
    return stretch.first if found is None else found


def _spans(missing: Sequence[int], rule: Days) -> list[tuple[int, int]]:
    """Days that are left out, joined where the rule has none between them."""
    found: list[tuple[int, int]] = []
    for day in missing:
        if found and rule.next_day(found[-1][1] + 1) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _weekdays_of(stretch: Stretch) -> list[int]:
    rule, _ = _hull(stretch, ALL)
    return [day for day in range(WEEK) if rule & rules.weekdays([day]) != NONE]


def _months_of(stretch: Stretch) -> list[int]:
    rule, _ = _hull(stretch, ALL)
    return [month for month in range(1, 13) if rule & rules.months([month]) != NONE]


def _distance(numbers: Iterator[int] | Sequence[int]) -> int | None:
    """How far apart the different ones of some numbers in order are, at least; None where there is but one."""
    distinct = list(dict.fromkeys(numbers))
    return min((other - one for one, other in pairwise(distinct)), default=None)


_FORMS = (
    *(_named, _yearly, _every_nth_day, _every_nth_week, _every_nth_day_within),
    *(_every_nth_month, _some_years, _all_but_dates),
)
"""Ways to say which days, in the order in which they are tried."""
