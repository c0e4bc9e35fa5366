"""A weekday beside a date: both say which day it is, so they must agree."""

from __future__ import annotations

import datetime as dt

from everly.grammar.diagnostics.catalogue import WEEKDAY_CONFLICT
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.vocabulary import FULL_WEEKDAYS


def weekday_conflict(date: dt.date, weekday: int, place: Span) -> Fault:
    """The fault of a weekday (0 is Monday) at `place` that is not the date's; it offers the true one."""
    written, true = (FULL_WEEKDAYS[day].capitalize() for day in (weekday, date.weekday()))
    message = f"{date.isoformat()} is not a {written} but a {true}"
    help, fixes = "leave out the weekday, or mend it or the date", replacement(place, true)
    return Fault(WEEKDAY_CONFLICT, place, message, help=help, fixes=fixes)
