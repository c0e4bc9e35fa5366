"""Days in a row by their dates: which ones one rule has and another has not, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from everly.scheduling.dates import date_of
from everly.scheduling.engine import days as rules
from everly.scheduling.engine.civil import LAST_DAY, year_of, year_start
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.explanation.stretches import Stretch
from everly.scheduling.explanation.words import MONTHS, dates_listed, dates_text, listed, listed_apart

_LAST_OF_MONTH = rules.days_from_end([1])

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


def split_pairs(spans: Sequence[Span], kept: Days) -> list[Span]:
    """Spans, with those of just two days that a rule has as two: `2 and 5 April 2027` names them both."""
    found: list[Span] = []
    for first, last in spans:
        is_pair = first < last and kept.next_day(first + 1, last) == last
        found += [(first, first), (last, last)] if is_pair else [(first, last)]
    return found


def rounded(spans: Sequence[Span], kept: Days) -> list[Span]:
    """Spans of days to be left out of a rule, as whole years or months where all that it has of these is left out."""
    return [_rounded(span, kept) for span in split_pairs(spans, kept)]


def _rounded(span: Span, kept: Days) -> Span:
    """All years that a span of a rule leaves nothing of, or all months where it has at least three days."""
    years = _years_around(span)
    if _is_all(span, years, kept):
        return years
    months = _months_around(span)
    return months if span[1] > span[0] and _is_all(span, months, kept) else span


def _is_all(span: Span, whole: Span, kept: Days) -> bool:
    return kept.next_day(whole[0], span[0]) == span[0] and kept.previous_day(whole[1], span[1]) == span[1]


def _years_around(span: Span) -> Span:
    first, last = map(year_of, span)
    return year_start(first), year_start(last + 1) - 1


def _months_around(span: Span) -> Span:
    first, last = span
    return first - date_of(first).day + 1, _LAST_OF_MONTH.next_day(last) or last


def is_whole_months(span: Span) -> bool:
    """Whether a span is all days of some months."""
    return span == _months_around(span)


def on_spans(spans: Sequence[Span]) -> str:
    """`on 25 December 2024`, `from 24 December 2024 to 2 January 2025`, `every day in 2025`."""
    single = dates_listed(first for first, last in spans if first == last)
    years = [str(year_of(span[0])) for span in spans if _is_year(span)]
    others = [f"from {dates_text(*span)}" for span in spans if span[0] < span[1] and not _is_year(span)]
    dates = [*([f"on {listed_apart(single)}"] if single else []), *others]
    return listed_apart([*dates, *([f"every day in {listed(years)}"] if years else [])])


def but_spans(spans: Sequence[Span]) -> str:
    """`25 December 2024`, `24 December 2024 to 2 January 2025`, `in August 2025`, `in 2025`, `from 2025 to 2027`."""
    years = [span for span in spans if span == _years_around(span)]
    months = [span for span in spans if span not in years and is_whole_months(span)]
    others = [span for span in spans if span not in years and span not in months]
    return listed_apart([*_dates(others), *map(_in_months, months), *_in_years(years)])


def _dates(spans: Iterable[Span]) -> list[str]:
    """The words for days and spans in order, single days of one month together."""
    found: list[str] = []
    for is_single, group in groupby(spans, key=lambda span: span[0] == span[1]):
        alike = list(group)
        found += dates_listed(day for day, _ in alike) if is_single else [dates_text(*span) for span in alike]
    return found


def _in_months(span: Span) -> str:
    """`in August 2027`, `in July and August 2027`, `from July to September 2027`."""
    first, last = map(date_of, span)
    end = f"{MONTHS[last.month - 1]} {last.year:04}"
    if (first.year, first.month) == (last.year, last.month):
        return f"in {end}"
    if first.year == last.year and last.month - first.month == 1:
        return f"in {MONTHS[first.month - 1]} and {end}"
    return f"from {MONTHS[first.month - 1]}{'' if first.year == last.year else f' {first.year:04}'} to {end}"


def _in_years(spans: Sequence[Span]) -> list[str]:
    """`in 2028 and 2030`, `from 2028 to 2030 and in 2032`."""
    runs = [(year_of(first), year_of(last)) for first, last in spans]
    single = [str(first + after) for first, last in runs if last - first < 2 for after in range(last - first + 1)]
    long = [f"from {first} to {last}" for first, last in runs if last - first > 1]
    return [*long, *([f"in {listed(single)}"] if single else [])]


def _is_year(span: Span) -> bool:
    return span == _years_around(span) and year_of(span[0]) == year_of(span[1])


def days_of_spans(spans: Sequence[Span]) -> Days:
    """All their days."""
    return rules.any_of(rules.date_range(first, last) for first, last in spans)
