"""ISO dates, as they are written."""

from __future__ import annotations

import datetime as dt

from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import IMPOSSIBLE_DATE
from everly.grammar.fault import Fault
from everly.grammar.token import Token
from everly.grammar.vocabulary import FULL_MONTHS


def read_date(token: Token) -> dt.date:
    """The date `2024-12-25`."""
    year, month, day = (int(part) for part in token.split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Fault(IMPOSSIBLE_DATE, token_span(token), f"there is no date {token}", help=_why(year, month)) from None


def _why(year: int, month: int) -> str:
    if year < 1:
        return "years run from 0001 to 9999"
    if not 1 <= month <= 12:
        return f"month {month} is not in 1-12; dates are written year-month-day"
    import calendar

    return f"{FULL_MONTHS[month - 1].capitalize()} {year} has {calendar.monthrange(year, month)[1]} days"
