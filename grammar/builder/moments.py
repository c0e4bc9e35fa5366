"""Moments: the parts that stand after `starting` and `until`, and the shapes that they make."""

from __future__ import annotations

import re
from itertools import pairwise

from lark import Token

from everly.grammar import vocabulary
from everly.grammar.builder.clock import read_time
from everly.grammar.builder.dates import read_date
from everly.grammar.builder.firings import read_amount
from everly.grammar.builder.positions import Children, hull, token_span, without
from everly.grammar.builder.windows import read_ordinal
from everly.grammar.builder.zones import read_zone
from everly.grammar.diagnostics.catalogue import (
    LEFTOVER_WORDS,
    OUT_OF_RANGE,
    UNEXPECTED_WORD,
    UNKNOWN_WORD,
    UNREADABLE_MOMENT,
)
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
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

_ISO = re.compile(
    r"([0-9-]+)t([0-9]{1,2})(?::?([0-9]{2}))?(?::?([0-9]{2}))?([.,][0-9]+)?(z|[+-][0-9:]+)?", re.IGNORECASE
)
_DATED = {"MONTH", "DATE", "DATE_TEXT", "INT", "YEAR", "ORDINAL"}


class Moments:
    """Callbacks of the grammar's fifth section."""

    def moment_after(self, children: Children) -> Moment:
        _, amount, word = children
        size, unit = vocabulary.unit_of(word)
        span = hull(children)
        return Moment(After(read_amount(amount) * size, unit, span=span), span=span)

    def moment(self, children: Children) -> Moment:
        zone = _zone(children)
        parts = [token for token in children if token.type not in {"ZONE", "OFFSET"}]
        if not parts:
            raise Fault(
                UNREADABLE_MOMENT, hull(children), "a zone without a time", help="put a date or a time before it"
            )
        if len(parts) == 1 and parts[0].type == "DATE_TIME":
            return _date_time(parts[0], zone, hull(children))
        return Moment(_when(parts), zone, span=hull(children))


def _zone(parts: Children) -> Zone | None:
    """The zone that closes the phrase, if any; a word anywhere else is one word too many."""
    zones = [token for token in parts if token.type in {"ZONE", "OFFSET"}]
    if not zones:
        return None
    for word in zones:
        if word.lower() in vocabulary.ADVICE:
            help = vocabulary.ADVICE[word.lower()]
            raise Fault(UNKNOWN_WORD, token_span(word), f"unknown word '{word}'", help=help)
    if len(zones) > 1 or zones[0] is not parts[-1]:
        raise Fault(
            LEFTOVER_WORDS,
            token_span(zones[0]),
            f"'{zones[0]}' is no part of a date or a time",
            help="a zone stands last; a condition such as '& mon-fri' stands before 'starting'",
        )
    return read_zone(zones[0])


def _when(parts: list[Token]) -> When:
    span = hull(parts)
    _refuse_bare_hour(parts)
    words = without(parts, "AT", "ON")
    if not words:
        raise _unreadable(span)
    match [(token.type, token) for token in words]:
        case [("NOW", _)]:
            return Now(span=span)
        case [("TIME", time)]:
            return ClockTime(read_time(time), span=span)
        case [("RELATIVE_DAY", day), *rest] | [*rest, ("RELATIVE_DAY", day)] if _at_most_time(rest):
            return NearDay(RelativeDay(day.lower()), _time(rest), span=span)
        case [("WEEKDAY", day), *rest] | [*rest, ("WEEKDAY", day)] if _at_most_time(rest):
            return NextWeekday(vocabulary.weekday_number(day), _time(rest), span=span)
        case [("ORDINAL", day), *rest] if _at_most_time(rest):
            return DayOfMonth(_day_of_month(day), _time(rest), span=span)
        case [("DATE", date), *rest] if _at_most_time(rest):
            day = read_date(date)
            return Date(day.year, day.month, day.day, _time(rest), span=span)
        case [*_]:
            return _free(parts[parts.index(words[0]) :], span)


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


def _at_most_time(parts: list[tuple[str, Token]]) -> bool:
    return not parts or (len(parts) == 1 and parts[0][0] == "TIME")


def _time(parts: list[tuple[str, Token]]) -> int | None:
    return read_time(parts[0][1]) if parts else None


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
    if not any(token.type in _DATED for token in words):
        raise _unreadable(span)
    for token in words:
        if token.type == "TIME":
            read_time(token)
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


def _date_time(token: Token, zone: Zone | None, span: Span) -> Moment:
    parts = _ISO.fullmatch(token)
    if parts is None:  # the terminal and this pattern say the same
        raise AssertionError(token)
    day, hour, minute, second, fraction, offset = parts.groups()
    start = token_span(token).start
    date = read_date(Token("DATE", day, start_pos=start, end_pos=start + len(day)))
    clock = f"{hour}:{minute or '00'}:{second or '00'}{(fraction or '').replace(',', '.')}"
    time = read_time(Token("TIME", clock, start_pos=start + parts.start(2), end_pos=token.end_pos))
    if offset and zone:
        raise Fault(
            LEFTOVER_WORDS, zone.span, f"the moment has a second zone, '{zone.name}'", help="leave one of them out"
        )
    if offset:
        zone = Zone(offset.upper(), span=Span(start + parts.start(6), start + parts.end(6)))
    return Moment(Date(date.year, date.month, date.day, time, span=token_span(token)), zone, span=span)


def _unreadable(span: Span) -> Fault:
    return Fault(
        UNREADABLE_MOMENT,
        span,
        "this is no date and no time",
        help="write a date and a time such as '2024-05-01 09:00'",
    )
