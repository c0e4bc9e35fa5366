"""Dates of the schedule's own text, as day numbers, with what to say about those that no calendar has."""

from __future__ import annotations

from datetime import date

from everly.frozen import frozen
from everly.grammar.diagnostics.catalogue import IMPOSSIBLE_DATE, OUT_OF_RANGE
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.vocabulary import FULL_MONTHS
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY
from everly.scheduling.engine.zones import Zone

_EPOCH = date(1970, 1, 1).toordinal()


@frozen
class Here:
    """Now (an instant), the zone that says what day it is, and the moment that asks."""

    now: int
    zone: Zone
    span: Span

    @property
    def today(self) -> int:
        """The day number of today.

        Raises:
            Fault: OUT_OF_RANGE when the calendar does not hold it.
        """
        check_day(self.now // DAY, self.span)
        return check_day(self.zone.reading(self.now) // DAY, self.span)

    @property
    def time(self) -> int:
        """Seconds after midnight."""
        return self.zone.reading(self.now) % DAY

    @property
    def date(self) -> date:
        """Today."""
        return date_of(self.today)


def date_of(day: int) -> date:
    """The date of a day number in years 1 to 9999."""
    return date.fromordinal(day + _EPOCH)


def day_of(there: date) -> int:
    """The day number of a date: days since 1970-01-01."""
    return there.toordinal() - _EPOCH


def day_number(year: int, month: int, day: int, span: Span) -> int:
    """Days since 1970-01-01.

    Raises:
        Fault: IMPOSSIBLE_DATE at `span`.
    """
    try:
        return day_of(date(year, month, day))
    except ValueError:
        raise impossible_date(year, month, day, span) from None


def impossible_date(year: int, month: int, day: int, span: Span) -> Fault:
    """The fault of a date that does not exist."""
    if not date.min.year <= year <= date.max.year:
        return Fault(IMPOSSIBLE_DATE, span, f"there is no year {year}", help="years run from 0001 to 9999")
    if not 1 <= month <= 12:
        return Fault(IMPOSSIBLE_DATE, span, f"there is no month {month}", help="write the date as year-month-day")
    from calendar import monthrange

    month_name, length = FULL_MONTHS[month - 1].capitalize(), monthrange(year, month)[1]
    message = f"there is no {day} {month_name} {year}"
    return Fault(IMPOSSIBLE_DATE, span, message, help=f"{month_name} {year} has {length} days")


def check_day(day: int, span: Span) -> int:
    """The day number itself.

    Raises:
        Fault: OUT_OF_RANGE when it lies outside the calendar.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Fault(OUT_OF_RANGE, span, "this moment is not in the years 1 to 9999, where the calendar ends")
    return day
