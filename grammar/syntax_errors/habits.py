"""What people write from the habit of speech or of other tools, and how it is written here."""

from __future__ import annotations

import re

from everly.grammar import vocabulary
from everly.grammar.builder.cron import unknown_nickname
from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.printer.names import ordinal
from everly.grammar.span import Span
from everly.grammar.syntax_errors.clauses import first_clause
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.syntax_errors.speech import meant_at
from everly.grammar.token import Token

_ZONE = lazy(r"(?:[A-Za-z_]+/[A-Za-z_/+-]+[0-9]*|UTC|GMT|Z|[A-Z]{3,4}|[+-][0-9]{2}:?[0-9]{2}(?![0-9:]))(?![A-Za-z0-9])")
_ANOTHER = lazy(r"\s+in\s+([A-Za-z][A-Za-z0-9_/+-]*|[+-][0-9:]+)", re.IGNORECASE)
_AFTER_LAST = lazy(r"\s+(([0-9]+)(?=\s+days?)|[A-Za-z0-9]+)(?:(?<=[0-9])\s+days?)?", re.IGNORECASE)
_RANGE = lazy(r"[0-9:]+\s*(?:[ap]\.?m\.?)?\s*(?:-|to\b|through\b|thru\b)\s*[0-9n]", re.IGNORECASE)
_INSTANT = lazy(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)")


def nickname(seen: Situation) -> Fault | None:
    """`@every 5m`, `@dayly at 9:00`: the nickname is at fault, not what follows it."""
    last = seen.stack[-1] if seen.stack else None
    if not isinstance(last, Token) or last.type != "MACRO":
        return None
    if last.end_pos == seen.span.start and seen.word[:1].isalnum():
        return unknown_nickname(Token("MACRO", last + seen.word, last.start_pos, seen.span.end))
    return None if last.lower() in vocabulary.MACROS else unknown_nickname(last)


def instant(seen: Situation) -> Fault | None:
    """`2024-12-25 09:00`: a date takes its times after `at`."""
    if first_clause(seen) is not None:
        return None
    for found in _INSTANT().finditer(seen.text):
        if found.start() <= seen.span.start <= found.end():
            span = Span(*found.span())
            return Fault(
                UNEXPECTED_WORD,
                span,
                "a single instant is a date 'at' a time",
                fixes=replacement(span, f"{found.group(1)} at {found.group(2)}"),
                help="join the date and the time with 'at'",
            )
    return None


def time_without_days(seen: Situation) -> Fault | None:
    """`9:00`, `at 9:00`, `noon daily`: a time needs days to stand on."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal == "AT" and "ADVERB" in seen.accepts:
        span, fix = seen.span, Edit(Span(seen.span.start, seen.span.start), "daily ")
    elif isinstance(last, Token) and last.type == "TIME" and seen.accepts == {"TO"}:
        span, fix = token_span(last), Edit(Span(token_span(last).start, token_span(last).start), "daily at ")
    else:
        return None
    # `noon daily` has days already, behind the time.
    begins = not seen.text[: span.start].strip("( \t\r\n") and seen.terminal not in {"ADVERB", "EVERY"}
    return Fault(
        UNEXPECTED_WORD,
        span,
        "a time of day needs days to stand on",
        help="put the days first, as in 'daily at 09:00' or 'mon-fri at 09:00'",
        fixes=(Fix("instead", (fix,)),) if begins else (),
    )


def zone_without_in(seen: Situation) -> Fault | None:
    """`daily at 09:00 UTC`: after a schedule a zone follows `in`."""
    zone = _ZONE().match(seen.text, seen.span.start)
    if zone is None or "IN" not in seen.accepts or (seen.terminal in vocabulary.WORDS and zone[0][0].isalpha()):
        return None
    if another := _ANOTHER().match(seen.text, zone.end()):
        message = f"the zone '{zone.group()}' beside another, '{another[1]}'"
        help = "a schedule has one zone, after 'in': leave one of them out"
        return Fault(UNEXPECTED_WORD, Span(*zone.span()), message, help=help)
    return Fault(
        UNEXPECTED_WORD,
        Span(*zone.span()),
        f"the zone '{zone.group()}' without 'in'",
        help="a zone follows 'in', at the end of the schedule",
        fixes=replacement(Span(len(seen.text[: zone.start()].rstrip()), zone.start()), " in "),
    )


def missing_at(seen: Situation) -> Fault | None:
    """`daily 9am`, `daily at 9:00 17:00`."""
    if seen.terminal != "TIME" or not seen.accepts & {"AT", "COMMA"} or "TIME" in seen.accepts:
        return None
    if _RANGE().match(seen.text, seen.span.start):
        return None  # a window of its own
    begin = len(seen.text[: seen.span.start].rstrip())
    last = seen.stack[-1] if seen.stack else None
    among_times = isinstance(last, Token) and last.type == "TIME"
    sign = "," if among_times else "at"
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"the time '{seen.word}' without '{sign}'",
        help="times follow 'at', with commas between them",
        fixes=(Fix("instead", (Edit(Span(begin, seen.span.start), ", " if among_times else " at "),)),),
    )


def missing_every(seen: Situation) -> Fault | None:
    """`5 minutes`."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal != "UNIT" or not isinstance(last, Token) or last.type not in {"INT", "YEAR"}:
        return None
    begin = token_span(last).start
    return Fault(
        UNEXPECTED_WORD,
        Span(begin, seen.span.end),
        f"'{Span(begin, seen.span.end).of(seen.text)}' says how long, not how often",
        help="an interval begins with 'every'",
        fixes=(Fix("instead", (Edit(Span(begin, begin), "every "),)),),
    )


def every_group(seen: Situation) -> Fault | None:
    """`every (mon | tue) at 9am`: a group needs no `every`."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal != "LPAR" or not isinstance(last, Token) or last.type != "EVERY":
        return None
    span = Span(token_span(last).start, seen.span.start)
    return Fault(
        UNEXPECTED_WORD,
        token_span(last),
        "'every' before a parenthesis",
        help="'every' takes a unit or a window; leave it out before a group",
        fixes=replacement(span, ""),
    )


def last_of_what(seen: Situation) -> Fault | None:
    """`last business day`, `last 3 days`: `last` counts weekdays and days."""
    if seen.word.lower() != "last" or "LAST" not in seen.accepts:
        return None
    found = _AFTER_LAST().match(seen.text, seen.span.end)
    if found is None:
        return None
    fixes: tuple[Fix, ...] = ()
    if (said := meant_at(seen.text, found.start(1))) is not None:
        if said[0].start == seen.span.start:
            return None  # `last but one`, which another message tells
        fixes = replacement(*said)
    elif found[2] and 1 < int(found[2]) <= 31:
        fixes = replacement(Span(seen.span.start, found.end()), f"{ordinal(int(found[2]))}-last - last day")
    return Fault(
        UNEXPECTED_WORD,
        Span(*found.span(1)),
        f"'{seen.word}' before '{found[1]}'",
        help="what can be last is a weekday such as 'last fri', 'last weekday' or 'last day'; "
        "several days are a range such as '3rd-last - last day'",
        fixes=fixes,
    )


def two_units(seen: Situation) -> Fault | None:
    """`every 1 hour 30 minutes`."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal not in {"INT", "DECIMAL"} or not isinstance(last, Token) or last.type != "UNIT":
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"unexpected '{seen.word}': an interval is one number and one unit",
        help="write it in the smaller unit, as in 'every 90 minutes'",
    )


def the_between_windows(seen: Situation) -> Fault | None:
    """`every friday the 13th`."""
    if seen.terminal != "THE" or "AND" not in seen.accepts:
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        "unexpected 'the' between two parts",
        help="join two windows with '&' for both",
        fixes=replacement(seen.span, "&"),
    )
