"""`in 5 minutes`, `in 2 months`: moments that are so much later than now."""

from __future__ import annotations

from calendar import monthrange

from everly.grammar.diagnostics.catalogue import BAD_INTERVAL, FRACTIONAL_UNIT
from everly.grammar.fault import Fault
from everly.grammar.tree import SECONDS, After, Unit
from everly.scheduling.dates import Here, check_day, day_number
from everly.scheduling.engine.civil import DAY, LAST_DAY, WEEK

_CALENDAR_UNITS = {Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR}


def is_calendar_time(when: After) -> bool:
    """Whole days and longer are calendar time; seconds, minutes, hours and fractions are elapsed time."""
    return when.count.denominator == 1 and when.unit in _CALENDAR_UNITS


def instant_after(when: After, here: Here) -> int:
    """So much elapsed time after now.

    Raises:
        Fault: A fraction of a second, a month or a year, or an instant beyond the calendar.
    """
    if when.unit not in SECONDS:
        message = f"a fraction of a {when.unit.value} is no certain time"
        raise Fault(FRACTIONAL_UNIT, when.span, message, help="write it in days or smaller units")
    seconds = when.count * SECONDS[when.unit]
    if seconds.denominator != 1:
        message = "this moment is finer than a second"
        raise Fault(BAD_INTERVAL, when.span, message, help="schedules count in whole seconds")
    instant = here.now + int(seconds)
    check_day(instant // DAY, when.span)
    return instant


def day_after(when: After, here: Here) -> int:
    """The day number so much calendar time after today; in a month that lacks the day, its last.

    Raises:
        Fault: The day lies beyond the calendar.
    """
    count, today = int(when.count), here.date
    match when.unit:
        case Unit.MONTH | Unit.YEAR:
            months = today.year * 12 + today.month - 1 + count * (12 if when.unit is Unit.YEAR else 1)
            year, month = months // 12, months % 12 + 1
            if year > 9999:
                return check_day(LAST_DAY + 1, when.span)
            return day_number(year, month, min(today.day, monthrange(year, month)[1]), when.span)
        case _:
            return check_day(here.today + count * (WEEK if when.unit is Unit.WEEK else 1), when.span)
