"""Days that come round every so many days, weeks, months or years, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, pairwise
from math import gcd

from everly.named import NamedTuple
from everly.scheduling.dates import date_of
from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import WEEK, weekday_of, year_of, year_start
from everly.scheduling.engine.dayset import Days
from everly.scheduling.explanation.kinds import EVERY, in_months, in_weekdays, months_in, unpacked, weekdays_in
from everly.scheduling.explanation.phrases import phrases
from everly.scheduling.explanation.plain import EVERY_DAY
from everly.scheduling.explanation.rules import months_text, weekdays_text
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import MONTHS, WEEKDAYS, counted, date_text, listed, opened
from everly.scheduling.explanation.yearly import describe, limited

_SAMPLE = 60
_FEW_YEARS = 6
_BETTER = 8  # so much longer may be what says when instead of when not
# Days of the month and nothing else: more said of their month would be said of the last of several things alone.
_OF_THE_MONTH = re.compile(
    r"(on (?:(?:(?!\bon\b|\bexcept\b).)* that fall on )?the (?:(?!\bon\b|\bexcept\b).)*) of the month"
)


class Counted(NamedTuple):
    """Days in words, and the rule that the words say; `since` is the first day of what they count from, if they do."""

    text: str
    days: Days
    since: int | None = None


class _Cycle(NamedTuple):
    """All days of a cycle's turns, and the days of a stretch among them: in words, and as a rule."""

    turns: Days
    text: str
    days: Days


def every_nth_day(stretch: Stretch) -> Counted | None:
    """`every third day, counted from 1 May 2024`, `every second Monday …`."""
    apart = _days_apart(stretch)
    return None if apart is None else _nth_day(stretch, apart, rules.every_nth_day(apart, stretch.first))


def every_nth_day_within(stretch: Stretch) -> Counted | None:
    """`every third day, counted from 1 May 2024, but only from Monday to Friday`, `…, except Sundays`."""
    apart = _days_apart(stretch)
    if apart is None:
        return None
    turns = rules.every_nth_day(apart, stretch.first)
    rule, seen = stretch.hull(turns)
    kept, lost = describe(rule, seen), phrases(seen & ~rule, seen & ~rule, seen)
    if lost is not None and (kept is None or len(kept.text) > len(lost.noun) + _BETTER):
        limit, held = f"except {lost.noun}", EVERY & ~lost.days
    elif kept is not None:
        limit, held = f"but only {limited(kept.text)}", kept.days
    else:
        return None
    found = _nth_day(stretch, apart, turns & unpacked(held))
    return found._replace(text=f"{found.text}, {limit}")


def _days_apart(stretch: Stretch) -> int | None:
    sample = list(islice(stretch.members(), _SAMPLE))
    apart = gcd(*(other - one for one, other in pairwise(sample)))
    return None if apart < 2 or apart == WEEK else apart


def _nth_day(stretch: Stretch, apart: int, days: Days) -> Counted:
    start = _origin(days, stretch)
    turn = f"{counted(apart // WEEK)} {WEEKDAYS[weekday_of(start)]}" if apart % WEEK == 0 else f"{counted(apart)} day"
    return Counted(f"on every {turn}, counted from {date_text(start)}", days, start)


def every_nth_week(stretch: Stretch) -> Counted | None:
    """`on Mondays and Wednesdays of every second week, counted from that of 1 May 2024`."""
    turns = _weeks(stretch)
    if turns is None:
        return None
    rule, seen = stretch.hull(turns.days)
    is_whole = rule == seen & in_weekdays(weekdays_in(rule)) & in_months(months_in(rule))
    return whole_weeks(stretch) if is_whole else None


def whole_weeks(stretch: Stretch) -> Counted | None:
    """The same with all days of such weekdays and months, also those that a stretch has not."""
    turns = _weeks(stretch)
    if turns is None:
        return None
    rule, seen = stretch.hull(turns.days)
    weekdays, months = weekdays_in(rule), months_in(rule)
    kept, limit = turns.days & rules.weekdays(weekdays), ""
    if seen & ~in_months(months):
        kept, limit = kept & rules.months(months), f", but only {months_text(months)}"
    days = EVERY_DAY if len(weekdays) == WEEK else weekdays_text(weekdays)
    of = ", in" if " and on " in days else " of"
    origin = _origin(kept, stretch)
    return Counted(f"{days}{of} {_week(turns, origin)}{limit}", kept, _monday(origin))


def every_nth_week_within(stretch: Stretch) -> Counted | None:
    """`on the 1st of the month or on Mondays, in every second week, counted from that of 1 May 2024`."""
    turns = _weeks(stretch)
    cycle = None if turns is None else _kept(stretch, turns.days)
    if turns is None or cycle is None:
        return None
    origin = _origin(cycle.days, stretch)
    return Counted(f"{cycle.text}, in {_week(turns, origin)}", cycle.days, _monday(origin))


class _Turns(NamedTuple):
    """All days of every so many weeks."""

    number: int
    days: Days


def _weeks(stretch: Stretch) -> _Turns | None:
    apart = _distance((day + 3) // WEEK for day in islice(stretch.members(), _SAMPLE))
    return None if apart < 2 else _Turns(apart, rules.week_periods(apart, stretch.first))


def _week(turns: _Turns, origin: int) -> str:
    return f"every {counted(turns.number)} week, counted from that of {date_text(origin)}"


def _monday(day: int) -> int:
    return day - weekday_of(day)


def every_nth_month(stretch: Stretch) -> Counted | None:
    """`on the 15th of every fifth month, counted from May 2024`."""
    dates = [date_of(day) for day in islice(stretch.members(), _SAMPLE)]
    apart = _distance(12 * there.year + there.month for there in dates)
    if apart < 2 or 12 % apart == 0 or apart % 12 == 0:
        return None
    cycle = _kept(stretch, rules.month_periods(apart, dates[0].year, dates[0].month))
    if cycle is None:
        return None
    origin = _origin(cycle.days, stretch)
    start = date_of(origin)
    turn = f"every {counted(apart)} month, counted from {MONTHS[start.month - 1]} {start.year}"
    alone = _OF_THE_MONTH.fullmatch(cycle.text)
    whole = alone[1] if alone else EVERY_DAY if cycle.text == EVERY_DAY else None
    text = f"{cycle.text}, in {turn}" if whole is None else f"{whole} of {turn}"
    return Counted(text, cycle.days, origin - start.day + 1)


def some_years(stretch: Stretch) -> Counted | None:
    """`every day in 2024 and 2026`, `on 1 July of every fourth year, counted from 2024`."""
    busy = [year for year, mask, here in stretch.years() if mask & here]
    apart = _distance(busy)
    if len(busy) <= _FEW_YEARS and busy[-1] == year_of(stretch.last):
        if len(busy) == busy[-1] - busy[0] + 1:
            return None
        cycle = _kept(stretch, rules.any_of(rules.years(year, year) for year in busy))
        if cycle is None:
            return None
        return Counted(f"{opened(cycle.text)} in {listed(list(map(str, busy)))}", cycle.days, year_start(busy[0]))
    cycle = _kept(stretch, rules.year_periods(apart, busy[0])) if apart > 1 else None
    if cycle is None:
        return None
    start = year_of(_origin(cycle.days, stretch))
    turn = f"every {counted(apart)} year, counted from {start}"
    of = "of" if cycle.text == EVERY_DAY or cycle.text.removeprefix("on ")[0].isdigit() else "in"
    return Counted(f"{opened(cycle.text)} {of} {turn}", cycle.days, year_start(start))


def _kept(stretch: Stretch, turns: Days) -> _Cycle | None:
    """What a stretch holds of the turns of a cycle."""
    rule, seen = stretch.hull(turns)
    found = describe(rule, seen)
    return None if found is None else _Cycle(turns, found.text, turns & unpacked(found.days))


def _origin(days: Days, stretch: Stretch) -> int:
    """The day that a cycle is said to count from."""
    found = days.next_day(stretch.since)
    return stretch.first if found is None else found


def _distance(numbers: Iterable[int]) -> int:
    """How far apart the different ones of some numbers in order are, in common; 0 where there is but one."""
    return gcd(*(other - one for one, other in pairwise(dict.fromkeys(numbers))))
