"""Moments: the parts that stand after `starting` and `until`, and the shapes that they make."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

from everly.grammar import vocabulary
from everly.grammar.builder.clock import read_time
from everly.grammar.builder.firings import read_amount
from everly.grammar.builder.iso_dates import (
    at_time_of_day,
    is_iso_date,
    is_iso_date_time,
    read_iso_date,
    read_iso_date_time,
)
from everly.grammar.builder.moment_words import check_links, refuse_strange_words, without_zone
from everly.grammar.builder.positions import Children, hull, token_span, without
from everly.grammar.builder.windows import read_ordinal
from everly.grammar.diagnostics.catalogue import (
    LEFTOVER_WORDS,
    OUT_OF_RANGE,
    UNEXPECTED_WORD,
    UNREADABLE_MOMENT,
)
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import (
    After,
    ClockTime,
    Date,
    DayOfMonth,
    FreeDate,
    Moment,
    NearDay,
    NextWeekday,
    Now,
    RelativeDay,
    When,
    Zone,
)
from everly.grammar.weekdays import weekday_conflict

_LETTERED_HOUR = re.compile(r"([0-9]{1,2})h(?:([0-9]{2})(?:m(?:([0-9]{2})s?)?)?)?", re.IGNORECASE)
_WEEK = re.compile(r"([0-9]{4})-?(w)([0-9]{2})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}")
_MINUTE_FRACTION = re.compile(r":[0-9]+\.[0-9]*[1-9]")
_FRACTION = re.compile(r"([0-9]+:[0-9]+:[0-9]+)\.[0-9]+")
_LINKS = ("AT", "ON", "COMMA")
_DATED = {"MONTH", "DATE", "DATE_TEXT", "INT", "YEAR", "ORDINAL"}
_TIMES = ((), ("TIME",), ("AT", "TIME"))
_PLAIN = {(day, *time) for day in ("DATE", "ORDINAL", "RELATIVE_DAY", "WEEKDAY") for time in _TIMES}
_PLAIN |= {("NOW",), ("TIME",)}


def read_moment_after(children: Children) -> Moment:
    """A moment such as `in 5 minutes`."""
    from fractions import Fraction

    _, amount, word = children
    size, unit = vocabulary.unit_of(word)
    span = hull(children)
    return Moment(After(Fraction(read_amount(amount) * size), unit, span=span), span=span)


def read_moment(children: Children) -> Moment:
    """Any other moment, from its words; the plainest have no zone, and nothing in them that could be a slip."""
    if tuple([token.type for token in children]) in _PLAIN:
        return Moment(_when(list(children)), span=hull(children))
    refuse_strange_words(children)
    zone, parts = without_zone(children)
    check_links(parts)
    weekday, parts = _weekday_apart(parts)
    words = without(parts, *_LINKS)
    if len(words) == 1 and is_iso_date_time(words[0]):
        when: When
        when, own_zone = read_iso_date_time(words[0])
        zone = _only(zone, own_zone)
    else:
        _refuse_bare_hour(parts)
        _refuse_unclear(parts)
        when = _when(parts)
    if weekday is not None and isinstance(when, Date):
        _check_weekday(weekday, when)
    return Moment(when, zone, span=hull(children))


def _weekday_apart(parts: list[Token]) -> tuple[Token | None, list[Token]]:
    """The weekday beside an ISO date, and the rest; free-form dates keep theirs, and the resolver checks it."""
    rest = without(parts, "WEEKDAY")
    kinds = {"DATE" if is_iso_date_time(token) else _kind(token) for token in without(rest, *_LINKS)}
    weekdays = [token for token in parts if token.type == "WEEKDAY"]
    if len(weekdays) != 1 or "DATE" not in kinds or kinds - {"DATE", "TIME"}:
        return None, parts
    return weekdays[0], rest


def _check_weekday(token: Token, when: Date) -> None:
    date, weekday = dt.date(when.year, when.month, when.day), vocabulary.weekday_number(token)
    if date.weekday() != weekday:
        raise weekday_conflict(date, weekday, token_span(token))


def _only(zone: Zone | None, own: Zone | None) -> Zone | None:
    if own and zone:
        message = f"the moment has a second zone, '{zone.name}'"
        raise Fault(LEFTOVER_WORDS, zone.span, message, help="leave one of them out")
    return own or zone


def _when(parts: list[Token]) -> When:
    span = hull(parts)
    words = without(parts, *_LINKS)
    if not words:
        raise _unreadable(span)
    match [(_kind(token), token) for token in words]:
        case [("NOW", _)]:
            return Now(span=span)
        case [("TIME", time)]:
            return ClockTime(_read_time(time), span=span)
        case [("RELATIVE_DAY", day), *rest] | [*rest, ("RELATIVE_DAY", day)] if _at_most_time(rest):
            return NearDay(RelativeDay(day.lower()), _time(rest), span=span)
        case [("WEEKDAY", day), *rest] | [*rest, ("WEEKDAY", day)] if _at_most_time(rest):
            return NextWeekday(vocabulary.weekday_number(day), _time(rest), span=span)
        case [("ORDINAL", day), *rest] if _at_most_time(rest):
            return DayOfMonth(_day_of_month(day), _time(rest), span=span)
        case [("DATE", date), *rest] | [*rest, ("DATE", date)] if _at_most_time(rest):
            return at_time_of_day(read_iso_date(date), _time(rest, closing=True), span)
        case [*_]:
            return _free(parts[parts.index(words[0]) :], span)


def _kind(token: Token) -> str:
    """The terminal of a token, but for dates and times in forms that are read as free text otherwise."""
    if token.type in {"DATE_TEXT", "INT"} and is_iso_date(token):
        return "DATE"
    return "TIME" if token.type == "DATE_TEXT" and _LETTERED_HOUR.fullmatch(token) else token.type


def _refuse_bare_hour(parts: list[Token]) -> None:
    """`tomorrow at 9`: nine of what."""
    for word, number in pairwise(parts):
        if word.type == "AT" and number.type == "INT":
            raise Fault(
                UNEXPECTED_WORD,
                token_span(number),
                f"'{number}' is a number, where a time is wanted",
                help="write a time such as 09:00 or 9am",
                fixes=replacement(token_span(number), f"{int(number):02}:00") if int(number) < 24 else (),
            )


def _refuse_unclear(parts: list[Token]) -> None:
    """`2024-W19`, which is ISO 8601's name of seven days, and `24-05-01`, which has its year at either end."""
    for token in parts:
        if _SHORT_YEAR.fullmatch(token):
            message, help = f"'{token}' could begin or end with its year", "write the year first, with four digits"
            raise Fault(UNREADABLE_MOMENT, token_span(token), message, help=help)
        if week := _WEEK.fullmatch(token):
            year, _, number = week.groups()
            fixes = replacement(token_span(token), f"{year}-W{number}-1")
            help = "write its day too, from 1 for Monday"
            raise Fault(UNREADABLE_MOMENT, token_span(token), f"'{token}' is a whole week", help=help, fixes=fixes)


def _at_most_time(parts: list[tuple[str, Token]]) -> bool:
    return not parts or (len(parts) == 1 and parts[0][0] == "TIME")


def _time(parts: list[tuple[str, Token]], *, closing: bool = False) -> int | None:
    return _read_time(parts[0][1], beside_date=True, closing=closing) if parts else None


def _read_time(token: Token, *, beside_date: bool = False, closing: bool = False) -> int:
    """Seconds after midnight; a fraction of a second is cut off, as it is from now."""
    if token.type == "TIME" and "." not in token:
        return read_time(token, closing=closing)
    clock = _FRACTION.sub(r"\1", token)
    if hour := _LETTERED_HOUR.fullmatch(token):
        clock = ":".join(part or "00" for part in hour.groups())
        if not beside_date:
            help = "write a time such as 10:30, or 'in 10 hours'"
            raise Fault(UNREADABLE_MOMENT, token_span(token), f"'{token}' could be a time or a length", help=help)
    if _MINUTE_FRACTION.search(clock):
        help = "write the seconds, such as 10:30:15"
        raise Fault(OUT_OF_RANGE, token_span(token), f"'{token}' has a fraction of a minute", help=help)
    return read_time(Token("TIME", clock, start_pos=token.start_pos, end_pos=token.end_pos), closing=closing)


def _free(words: list[Token], span: Span) -> FreeDate:
    """A date written freely; words that no date has beside it are left over."""
    strange = [token for token in words if token.type in {"NOW", "RELATIVE_DAY", "DATE_TIME"}]
    if strange:
        raise Fault(
            LEFTOVER_WORDS,
            token_span(strange[0]),
            f"'{strange[0]}' does not go with the words around it",
            help="a moment is one date, one time, or a date and a time",
        )
    if not any(_kind(token) in _DATED for token in words):
        raise _unreadable(span)
    for token in words:
        if _kind(token) == "TIME":
            _read_time(token, beside_date=True)
    return FreeDate(_joined(words), span=span)


def _joined(words: list[Token]) -> str:
    """The words as one text, with one blank wherever blanks stood."""
    text = str(words[0])
    for left, right in pairwise(words):
        text += (" " if token_span(left).end < token_span(right).start else "") + right
    return text


def _day_of_month(token: Token) -> int:
    day = read_ordinal(token)
    if day > 31:
        raise Fault(OUT_OF_RANGE, token_span(token), f"day {day} is not in 1-31")
    return day


def _unreadable(span: Span) -> Fault:
    return Fault(
        UNREADABLE_MOMENT,
        span,
        "this is no date and no time",
        help="write a date and a time such as '2024-05-01 09:00'",
    )
