"""Days in a row by their dates: which ones one rule has and another has not, and their words."""

from __future__ import annotations

from collections.abc import Sequence

from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import LAST_DAY, year_of, year_start
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import date_text, dates_text, listed

Span = tuple[int, int]
"""The first and the last of some days in a row."""


def spans_left(stretch: Stretch, kept: Days, other: Days, most: int) -> list[Span] | None:
    """The days that one rule has and another has not, joined where the first has none between; None if too many.

    A year of which the stretch has all days or none is one span.
    """
    found: list[Span] = []
    lost = kept - other
    day = lost.next_day(stretch.first, stretch.last)
    while day is not None:
        if len(found) == most:
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
    if day == max(stretch.first, year_start(year_of(day))) and NONE in (year - stretch.days, year & stretch.days):
        return year.previous_day(LAST_DAY) or day
    again = (kept & other).next_day(day, stretch.last)
    return (kept - other).previous_day(stretch.last if again is None else again - 1) or day


def on_spans(spans: Sequence[Span]) -> str:
    """`on 25 December 2024`, `from 24 December 2024 to 2 January 2025`, `every day in 2025`."""
    single = [date_text(first) for first, last in spans if first == last]
    years = [str(year_of(span[0])) for span in spans if _is_year(span)]
    others = [f"from {dates_text(*span)}" for span in spans if span[0] < span[1] and not _is_year(span)]
    dates = [*([f"on {listed(single)}"] if single else []), *others]
    return listed([*dates, *([f"every day in {listed(years)}"] if years else [])])


def but_spans(spans: Sequence[Span]) -> str:
    """`25 December 2024`, `24 December 2024 to 2 January 2025`, `in 2025`."""
    years = [str(year_of(span[0])) for span in spans if _is_year(span)]
    others = [span for span in spans if not _is_year(span)]
    texts = [date_text(first) if first == last else dates_text(first, last) for first, last in others]
    return listed([*texts, *([f"in {listed(years)}"] if years else [])])


def _is_year(span: Span) -> bool:
    year = year_of(span[0])
    return span == (year_start(year), year_start(year + 1) - 1)


def days_of_spans(spans: Sequence[Span]) -> Days:
    """All their days."""
    return rules.any_of(rules.date_range(first, last) for first, last in spans)
