"""Dates and times of ISO 8601, as moments take them: calendar, ordinal and week dates, extended and basic formats."""

from __future__ import annotations

import datetime as dt
import re

from everly.grammar.builder.clock import DAY, read_time
from everly.grammar.builder.dates import read_date
from everly.grammar.builder.positions import token_span
from everly.grammar.builder.zones import read_zone
from everly.grammar.diagnostics.catalogue import IMPOSSIBLE_DATE, OUT_OF_RANGE
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import Date, Zone

_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})(?:-w([0-9]{2})-([0-9])|w([0-9]{2})([0-9]))", re.IGNORECASE)
_ORDINAL = re.compile(r"([0-9]{4})-([0-9]{3})")
_DATE_TIME = re.compile(
    r"""(?P<day>[0-9w-]+)t(?P<hour>[0-9]{1,2})(:?(?P<minute>[0-9]{2}))?(:?(?P<second>[0-9]{2}))?
    ([.,](?P<fraction>[0-9]+))?(?P<zone>z|[+-][0-9:]+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_STAMP = re.compile(r"(?P<day>[0-9]{8})(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?")


def is_iso_date(text: str) -> bool:
    """Whether a text that is not written year-month-day is another ISO date, of one day."""
    return any(form.fullmatch(text) for form in (_BASIC, _WEEK, _ORDINAL))


def read_iso_date(token: Token) -> dt.date:
    """The date `2024-05-10`, `20240510`, `2024-131`, `2024-W19-5` or `2024W195`; without dashes `2024131` is none."""
    if basic := _BASIC.fullmatch(token):
        return read_date(Token("DATE", "-".join(basic.groups()), start_pos=token.start_pos, end_pos=token.end_pos))
    if ordinal := _ORDINAL.fullmatch(token):
        return _ordinal_date(token, *(int(part) for part in ordinal.groups()))
    if week := _WEEK.fullmatch(token):
        return _week_date(token, *(int(part) for part in week.groups() if part is not None))
    return read_date(token)


def is_iso_date_time(token: Token) -> bool:
    """Whether one token is a date and a time: with a `T` between, or as 12 or 14 digits."""
    return token.type == "DATE_TIME" or _STAMP.fullmatch(token) is not None


def read_iso_date_time(token: Token) -> tuple[Date, Zone | None]:
    """`2024-05-10T10:00:30+02:00`, `20240510T1000Z`, `20240510100030`; a fraction of a second is cut off."""
    found = _STAMP.fullmatch(token) or _DATE_TIME.fullmatch(token)
    if found is None:  # the terminal and these patterns say the same
        raise AssertionError(token)
    if (found.groupdict().get("fraction") or "").strip("0") and not found["second"]:
        message = f"'{token}' has a fraction of an hour or a minute"
        raise Fault(OUT_OF_RANGE, token_span(token), message, help="write the minutes and seconds, such as 10:30:15")
    start = token_span(token).start
    day = read_iso_date(Token("DATE", found["day"], start_pos=start, end_pos=start + found.end("day")))
    clock = ":".join(found[part] or "00" for part in ("hour", "minute", "second"))
    time = read_time(Token("TIME", clock, start_pos=start + found.start("hour"), end_pos=token.end_pos), closing=True)
    return at_time_of_day(day, time, token_span(token)), _zone(found, start)


def at_time_of_day(day: dt.date, time: int | None, span: Span) -> Date:
    """A date and a time, if there is one; 24:00 is the end of the day, and so the next day's 00:00 (ISO 8601)."""
    if time != DAY:
        return Date(day.year, day.month, day.day, time, span=span)
    try:
        following = day + dt.timedelta(1)
    except OverflowError:
        raise Fault(IMPOSSIBLE_DATE, span, "the calendar ends with 9999-12-31", help="write 23:59:59") from None
    return Date(following.year, following.month, following.day, 0, span=span)


def _zone(found: re.Match[str], start: int) -> Zone | None:
    name = found.groupdict().get("zone")
    if not name:
        return None
    return read_zone(Token("ZONE", name, start_pos=start + found.start("zone"), end_pos=start + found.end("zone")))


def _ordinal_date(token: Token, year: int, day: int) -> dt.date:
    try:
        length = dt.date(year, 12, 31).timetuple().tm_yday
    except ValueError:
        raise _no_date(token, "years run from 0001 to 9999") from None
    if not 1 <= day <= length:
        raise _no_date(token, f"{year} has {length} days")
    return dt.date(year, 1, 1) + dt.timedelta(day - 1)


def _week_date(token: Token, year: int, week: int, day: int) -> dt.date:
    try:
        return dt.date.fromisocalendar(year, week, day)
    except (OverflowError, ValueError):
        raise _no_date(token, "an ISO year has 52 or 53 weeks, and a week the days 1 to 7") from None


def _no_date(token: Token, help: str) -> Fault:
    return Fault(IMPOSSIBLE_DATE, token_span(token), f"there is no date {token}", help=help)
