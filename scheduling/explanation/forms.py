"""Ways to say which days a stretch holds, each held against the days before it is taken for true."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import LAST_DAY, MAX_YEAR, year_of, year_start
from everly.scheduling.explanation.cycles import (
    Counted,
    every_nth_day,
    every_nth_day_within,
    every_nth_month,
    every_nth_week,
    every_nth_week_within,
    some_years,
)
from everly.scheduling.explanation.kinds import unpacked
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import date_text, dates_text, opened
from everly.scheduling.explanation.yearly import describe

Form = Callable[[Stretch], Counted | None]


def first_true(forms: Iterable[Form], stretch: Stretch, whole: Stretch) -> Counted | None:
    """The words of the first form that is true."""
    return next((found for form in forms if (found := held(form, stretch, whole)) is not None), None)


def shortest(found: Iterable[Counted | None]) -> Counted | None:
    """The one in the fewest characters."""
    return min((each for each in found if each is not None), key=lambda each: len(each.text), default=None)


def held(form: Form, stretch: Stretch, whole: Stretch) -> Counted | None:
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


def yearly(stretch: Stretch) -> Counted | None:
    """`on Mondays in June`: days that keep to the calendar year."""
    rule, seen = stretch.hull()
    if not stretch.is_like(unpacked(rule)):
        return None
    found = describe(rule, seen)
    return None if found is None else Counted(found.text, unpacked(found.days))


CYCLES: tuple[Form, ...] = (
    *(every_nth_day, every_nth_week, every_nth_day_within, every_nth_week_within),
    *(every_nth_month, some_years),
)
"""Ways to say which days come round, where they keep to no calendar year, in the order in which they are tried."""
