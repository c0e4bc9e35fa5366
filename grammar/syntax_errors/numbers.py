"""Numbers, dates and times in forms that the language does not have at their place."""

from __future__ import annotations

import datetime as dt
import re

from everly.grammar.builder.positions import span_of
from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD, UNKNOWN_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.names import ordinal
from everly.grammar.span import Span
from everly.grammar.syntax_errors.cron import line_start
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import KNOWN, LONGEST_MONTH, MONTHS

_GLUED = lazy(r"[a-z]+[0-9]+[a-z0-9]*", re.IGNORECASE)
_CLOCK = lazy(
    r"([0-9]{1,2})([.:h]|,(?=[2-5][0-9])|;\s?(?=0[0-9]|2[5-9]|[3-5][0-9]))([0-9]{1,2})(?![0-9.:/-])(?=(\s*[ap]\.?m)?)",
    re.IGNORECASE,
)
_SLASHED = lazy(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})(?![0-9./])")
_YEAR_FIRST = lazy(r"([0-9]{4})[./]([0-9]{1,2})[./]([0-9]{1,2})(?![0-9./])")
_SHORT_DATE = lazy(
    r"(?<![0-9/.*,-])(?=[0-9]+/[0-9]+(?!\.)|[0-9]+\.[0-9]+\.)([0-9]{1,2})([/.])([0-9]{1,2})\.?(?![0-9/.,-])"
)
_DAY = "[0-9]{1,2}(?:st|nd|rd|th)?"
_BARE_DAYS = lazy(rf"{_DAY}(?:\s*(?:,|-|to|through|thru)\s*{_DAY})*(?![\w/:.-])", re.IGNORECASE)
_BARE_DAY = lazy("[0-9]+(?![0-9]*(?:st|nd|rd|th))", re.IGNORECASE)


def glued_number(seen: Situation) -> Fault | None:
    """`every5 minutes`: words and numbers stand apart."""
    if not _GLUED().fullmatch(seen.word):
        return None
    parts = re.findall("[a-z]+|[0-9]+", seen.word.lower())
    if not all(part.isdigit() or part in KNOWN for part in parts):
        return None
    written = re.sub("(?i)(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", " ", seen.word)
    message = f"'{seen.word}' is a word and a number in one"
    return Fault(
        UNKNOWN_WORD, seen.span, message, help="put a blank between them", fixes=replacement(seen.span, written)
    )


def misspelt_time(seen: Situation) -> Fault | None:
    """`at 9.30`, `at 9h30`, `at 9:5`."""
    found = _CLOCK().match(seen.text, seen.span.start) if "TIME" in seen.accepts else None
    if found is None:
        return None
    if found[2] == "," and int(found[3]) < 24:
        return None  # two hours
    hour, minute, span = int(found[1]), int(found[3]), Span(*found.span())
    time = f"{hour}:{minute:02}" if found[4] else f"{hour:02}:{minute:02}"
    return Fault(
        UNEXPECTED_WORD,
        span,
        f"'{found[0]}' is no time of day",
        help="hours and minutes stand around a ':', minutes with two digits, such as 09:05",
        fixes=replacement(span, time) if hour < 24 and minute < 60 else (),
    )


def slashed_date(seen: Situation) -> Fault | None:
    """`daily & 05/01/2024`, `daily & 2024/05/01`: dates among windows are written year-month-day."""
    if not seen.accepts & {"DATE", "AND"} and line_start(seen.stack) is None:
        return None
    for found in _YEAR_FIRST().finditer(seen.text):
        if found.start() < seen.span.start < found.end():
            span, written = Span(*found.span()), "-".join(part.zfill(2) for part in found.groups())
            message, help = f"the date '{found[0]}' without dashes", "write the date year-month-day"
            return Fault(UNEXPECTED_WORD, span, message, help=help, fixes=replacement(span, written))
    for found in _SLASHED().finditer(seen.text):
        if found.start() <= seen.span.start < found.end():
            span = Span(*found.span())
            fixes = tuple(Fix(title, (Edit(span, date),)) for title, date in _readings(found))
            message = f"'{found[0]}' could begin with its month or its day"
            return Fault(UNEXPECTED_WORD, span, message, help="write the date year-month-day", fixes=fixes)
    return None


def short_date(seen: Situation) -> Fault | None:
    """`1/1 at 9am`, `yearly on 12/25`: days of the year name their month."""
    for found in _SHORT_DATE().finditer(seen.text):
        before = seen.text[line_start(seen.stack) or 0 : found.start()]
        if seen.span.start < found.start() or seen.text[found.end() : max(found.end(), seen.span.start)].strip():
            continue
        if line_start(seen.stack) is not None and before.strip():
            return None  # a field of a cron line
        days = _days(int(found[1]), int(found[3]), dotted=found[2] == ".")
        if not days:
            return None
        span = Span(*found.span())
        one_way = len(days) == 1
        message = f"'{found[0]}' " + ("is a date in numbers" if one_way else "could begin with its month or its day")
        fixes = tuple(Fix("instead" if one_way else title, (Edit(span, day),)) for day, title in days.items())
        return Fault(UNEXPECTED_WORD, span, message, help="name the month, such as 'dec 25'", fixes=fixes)
    return None


def _days(first: int, second: int, *, dotted: bool) -> dict[str, str]:
    """What `1/2` may mean: days of the year, each with its title; where dots stand, the day comes first."""
    days: dict[str, str] = {}
    for title, month, day in (("month first", first, second), ("day first", second, first)):
        if not (dotted and title == "month first") and 1 <= month <= 12 and 1 <= day <= LONGEST_MONTH[month - 1]:
            days.setdefault(f"{MONTHS[month - 1]} {day}", title)
    return days


def _readings(found: re.Match[str]) -> list[tuple[str, str]]:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    dates: dict[str, str] = {}
    for title, month, day in (("month first", first, second), ("day first", second, first)):
        try:
            dates.setdefault(dt.date(year, month, day).isoformat(), title)
        except ValueError:
            continue
    return [(title, date) for date, title in dates.items()]


def bare_days_at(seen: Situation) -> Fault | None:
    """`1, 15 at 9am`: no cron line has words such as `at`."""
    return bare_days(seen) if seen.terminal in {"AT", "OF", "MONTH"} and "UNIT" not in seen.accepts else None


def bare_days(seen: Situation) -> Fault | None:
    """`monthly on 15`, `daily & 1-7`, `daily & 1-7th`: days of the month have their ending."""
    if "UNIT" in seen.accepts:
        return None  # an interval is unfinished
    start = line_start(seen.stack)
    if start is None and seen.stack and getattr(seen.stack[-1], "type", "") == "INT":
        start = span_of(seen.stack[-1]).start
    found = None if start is None else _BARE_DAYS().match(seen.text, start)
    if found is None or seen.text[found.end() : seen.span.start].strip() or seen.span.start <= found.start():
        return None
    if not all(1 <= int(number) <= 31 for number in re.findall("[0-9]+", found[0])):
        return None
    span = Span(*found.span())
    if (other := re.fullmatch(r"([0-9]+)-([0-9]+)", found[0])) and int(other[1]) > int(other[2]):
        return _backwards(span, _days(int(other[1]), int(other[2]), dotted=False), found[0])
    written = _BARE_DAY().sub(lambda number: ordinal(int(number[0])), found[0])
    return Fault(
        UNEXPECTED_WORD,
        span,
        f"'{found[0]}' without the ending that days of the month have",
        help=f"write '{written}'",
        fixes=replacement(span, written),
    )


def _backwards(span: Span, days: dict[str, str], written: str) -> Fault:
    """`daily & 25-12`: no range of days, but maybe one day."""
    message, help = f"'{written}' runs backwards, and days of the month have endings", "write a range such as '1st-7th'"
    if days:
        help = f"{help}, or for a day of the year name the month, such as '{next(iter(days))}'"
    fixes = tuple(Fix("for a day of the year", (Edit(span, day),)) for day in days)
    return Fault(UNEXPECTED_WORD, span, message, help=help, fixes=fixes)
