"""Windows: lists of days and times, sorted and merged as they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from everly.grammar import vocabulary
from everly.grammar.builder.algebra import times_between
from everly.grammar.builder.clock import DAY
from everly.grammar.builder.dates import read_date
from everly.grammar.builder.positions import Children, hull, token_span, without
from everly.grammar.builder.ranges import circular_merge, merge, unwrap
from everly.grammar.diagnostics.catalogue import (
    AMBIGUOUS_ORDINAL,
    BACKWARDS_RANGE,
    IMPOSSIBLE_DATE,
    OUT_OF_RANGE,
    UNEXPECTED_WORD,
)
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import (
    WORKDAY,
    Dates,
    MonthDays,
    Months,
    NthWeekdays,
    Times,
    Weekdays,
    YearDays,
    Years,
)
from everly.named import NamedTuple

_MOST_DAYS = 31


class Part(NamedTuple):
    """A piece of a list: the members it stands for, and where the last of its ranges begins that end with `last`."""

    members: tuple[int, ...]
    span: Span
    open_from: int = 0


class Run(NamedTuple):
    """A piece of a list: everything from first to last, both in."""

    first: int
    last: int
    span: Span


class NthPart(NamedTuple):
    """A piece of a list of nth weekdays."""

    days: tuple[tuple[int, int], ...]
    span: Span


class Windows:
    """Callbacks of the grammar's third section."""

    def weekday_range(self, children: Children) -> Part:
        first, last = children[0], children[-1]
        if first.type == "WEEKDAY_GROUP":
            return Part(vocabulary.WEEKDAY_GROUPS[first.lower().rstrip("s")], hull(children))
        days = unwrap(vocabulary.weekday_number(first), vocabulary.weekday_number(last), 7)
        return Part(tuple(days), hull(children))

    def weekdays(self, children: Children) -> Weekdays:
        return Weekdays(_members(children), span=hull(children))

    def month_range(self, children: Children) -> Part:
        first, last = vocabulary.month_number(children[0]), vocabulary.month_number(children[-1])
        return Part(tuple(month + 1 for month in unwrap(first - 1, last - 1, 12)), hull(children))

    def months(self, children: Children) -> Months:
        return Months(_members(children), span=hull(children))

    def year_range(self, children: Children) -> Run:
        first, last = int(children[0]), int(children[-1])
        span = hull(children)
        if first < 1:
            raise Fault(OUT_OF_RANGE, span, "the year 0 is not in the calendar", help="years run from 0001 to 9999")
        if last < first:
            raise _backwards(span, f"the years {first}-{last} run backwards", f"write {last}-{first}")
        return Run(first, last, span)

    def years(self, children: Children) -> Years:
        return Years(merge(_runs(children)), span=hull(children))

    def ordinal_range(self, children: Children) -> Part:
        span = hull(children)
        first, last = read_ordinal(children[0]), read_ordinal(children[-1])
        is_open = first > 0 > last
        if is_open:
            if last != -1:
                raise _backwards(span, "a range from the first days to the last ones", "end the range with 'last'")
            _refuse_to_last(children, span)
            last = _MOST_DAYS
        if last < first:
            raise _backwards(span, f"the days '{children[0]}' to '{children[-1]}' run backwards", "swap the two")
        return Part(tuple(range(first, last + 1)), span, first if is_open else 0)

    def ordinals(self, children: Children) -> Part:
        open_from = max(part.open_from for part in without(children, "COMMA"))
        return Part(_members(children), hull(children), open_from)

    def of_months(self, children: Children) -> Months:
        months: Months = children[-1]
        return months

    def month_days(self, children: Children) -> MonthDays | YearDays:
        ordinals, *rest = without(children, "DAY")
        months = rest[0].months if rest else None
        for day in ordinals.members:
            if abs(day) > _MOST_DAYS:
                raise Fault(OUT_OF_RANGE, ordinals.span, f"day {abs(day)} is not in 1-31")
        span = hull(children)
        _refuse_missing_days(ordinals.members, months, span)
        if months is not None and min(ordinals.members) > 0:
            return _days_in_months(ordinals.members, months, span)
        return MonthDays(ordinals.members, months, span=span)

    counted_days = month_days

    def nth_weekday(self, children: Children) -> NthPart:
        ordinals, name = children
        most = 23 if _is_workday(name) else 5
        counted = ordinals.members
        if 0 < ordinals.open_from <= most:
            counted = tuple(nth for nth in counted if nth <= most)
        for nth in counted:
            if abs(nth) > most:
                raise Fault(
                    OUT_OF_RANGE, ordinals.span, f"no month has {abs(nth)} of a weekday", help="count 1st to 5th"
                )
        weekday = _nth_name(name)
        return NthPart(tuple((nth, weekday) for nth in counted), hull(children))

    def nth_weekdays(self, children: Children) -> NthWeekdays:
        parts = [child for child in children if isinstance(child, NthPart)]
        months = children[-1].months if isinstance(children[-1], Months) else None
        days = {day for part in parts for day in part.days}
        return NthWeekdays(tuple(sorted(days, key=_nth_order)), months, span=hull(children))

    def year_day_range(self, children: Children) -> Run:
        months = [token for token in children if token.type == "MONTH"]
        days = [token for token in children if token.type in {"INT", "ORDINAL"}]
        return Run(_year_day(months[0], days[0]), _year_day(months[-1], days[-1]), hull(children))

    def year_days(self, children: Children) -> YearDays:
        return _days_of_year(_runs(children), hull(children))

    def date_range(self, children: Children) -> Run:
        first, last = (read_date(token).toordinal() for token in (children[0], children[-1]))
        if last < first:
            raise _backwards(hull(children), f"the dates {children[0]} to {children[-1]} run backwards", "swap the two")
        return Run(first, last, hull(children))

    def dates(self, children: Children) -> Dates:
        return Dates(_date_ranges(merge(_runs(children))), span=hull(children))

    def time_range(self, children: Children) -> Times:
        first, _, last = children
        return times_between(first, last, hull(children))

    def times(self, children: Children) -> Times:
        seconds = [bounds for child in without(children, "COMMA") for bounds in child.ranges]
        return Times(circular_merge(seconds, DAY), span=hull(children))

    def between(self, children: Children) -> Times:
        _, first, _, last = children
        return times_between(first, last, hull(children))


def read_ordinal(token: Token) -> int:
    """`15th` is 15, `last` -1, `2nd-last` -2."""
    if token.type == "LAST":
        return -1
    number = int("".join(filter(str.isdigit, token)))
    if number < 1:
        raise Fault(OUT_OF_RANGE, token_span(token), f"'{token}' counts from 0", help="count from 1st")
    return -number if token.type == "ORDINAL_LAST" else number


def _refuse_to_last(children: Children, span: Span) -> None:
    """`2nd to last day`, which is the last but one in speech and a range by the letter."""
    first, to, last = children
    if to.lower() != "to" or read_ordinal(first) < 2:
        return
    day = f"{first}-{last}".lower()
    raise Fault(
        AMBIGUOUS_ORDINAL,
        span,
        f"'{first} {to} {last}' could count from the end or be a range",
        help=f"to count from the end write '{day}', for all from the {first} on '{first} through {last}'",
        fixes=(
            Fix("to count from the end", (Edit(span, day),)),
            Fix("for a range", (Edit(Span(token_span(to).start, token_span(to).end), "through"),)),
        ),
    )


def _runs(children: Children) -> list[tuple[int, int]]:
    return [(run.first, run.last) for run in without(children, "COMMA")]


def _members(children: Children) -> tuple[int, ...]:
    if len(children) == 1:
        return tuple(sorted(children[0].members))
    return tuple(sorted({member for part in without(children, "COMMA") for member in part.members}))


def _backwards(span: Span, message: str, help: str) -> Fault:
    return Fault(BACKWARDS_RANGE, span, message, help=help)


def _refuse_missing_days(days: tuple[int, ...], months: tuple[int, ...] | None, span: Span) -> None:
    if months is None:
        return
    longest = max(vocabulary.LONGEST_MONTH[month - 1] for month in months)
    if all(abs(day) > longest for day in days):
        raise Fault(IMPOSSIBLE_DATE, span, f"no day {abs(days[0])} in these months, the longest has {longest} days")


def _is_workday(name: Token) -> bool:
    return name.lower() == "weekday"


def _nth_name(name: Token) -> int:
    if name.type == "WEEKDAY":
        return vocabulary.weekday_number(name)
    if not _is_workday(name):
        raise Fault(
            UNEXPECTED_WORD,
            token_span(name),
            f"'{name}' names several days, where one weekday is wanted",
            help="name the day, such as 'last sat', or write 'last weekday'",
        )
    return WORKDAY


def _nth_order(day: tuple[int, int]) -> tuple[int, bool, int]:
    nth, weekday = day
    return weekday, nth < 0, nth


_LEAP_YEAR = 2000
_FIRST = dt.date(_LEAP_YEAR, 1, 1).toordinal()


def _year_day(month: Token, day: Token) -> int:
    number, days = vocabulary.month_number(month), int("".join(filter(str.isdigit, day)))
    longest = vocabulary.LONGEST_MONTH[number - 1]
    if not 1 <= days <= longest:
        name = vocabulary.FULL_MONTHS[number - 1].capitalize()
        span = hull(sorted((month, day), key=token_span))
        raise Fault(IMPOSSIBLE_DATE, span, f"{name} has no day {days}", help=f"its days run from 1 to {longest}")
    return _position(number, days)


def _position(month: int, day: int) -> int:
    return dt.date(_LEAP_YEAR, month, day).toordinal() - _FIRST


def _days_of_year(runs: Iterable[tuple[int, int]], span: Span) -> YearDays:
    merged = circular_merge(runs, 366)
    return YearDays(tuple((_month_day(first), _month_day(last)) for first, last in merged), span=span)


def _days_in_months(days: tuple[int, ...], months: tuple[int, ...], span: Span) -> YearDays:
    """`25th of dec` is `dec 25`: a day counted from the front of a month that is named is a day of the year."""
    places = [_position(month, day) for month in months for day in days if day <= vocabulary.LONGEST_MONTH[month - 1]]
    return _days_of_year(((place, place) for place in places), span)


def _month_day(position: int) -> tuple[int, int]:
    date = dt.date.fromordinal(_FIRST + position)
    return date.month, date.day


def _date_ranges(
    ranges: tuple[tuple[int, int], ...],
) -> tuple[tuple[tuple[int, int, int], tuple[int, int, int]], ...]:
    return tuple((_triple(first), _triple(last)) for first, last in ranges)


def _triple(ordinal: int) -> tuple[int, int, int]:
    date = dt.date.fromordinal(ordinal)
    return date.year, date.month, date.day
