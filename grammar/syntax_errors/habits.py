"""What people write from the habit of speech or of other tools, and how it is written here."""

from __future__ import annotations

import re

from everly.grammar import vocabulary
from everly.grammar.builder.cron import unknown_nickname
from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import UNEXPECTED_CHARACTER, UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.clauses import first_clause
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token

_ZONE = re.compile(r"(?:[A-Za-z_]+/[A-Za-z_/+-]+[0-9]*|UTC|GMT|Z|[A-Z]{3,4})(?![A-Za-z0-9])")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)")


def nickname(seen: Situation) -> Fault | None:
    """`@every 5m`, `@dayly at 9:00`: the nickname is at fault, not what follows it."""
    last = seen.stack[-1] if seen.stack else None
    if not isinstance(last, Token) or last.type != "MACRO" or last.lower() in vocabulary.MACROS:
        return None
    return unknown_nickname(last)


def comment(seen: Situation) -> Fault | None:
    """`*/5 * * * *  # every five minutes`."""
    if seen.word[:1] != "#" or "HASH" in seen.accepts:
        return None
    span = Span(len(seen.text[: seen.span.start].rstrip()), len(seen.text))
    return Fault(
        UNEXPECTED_CHARACTER,
        Span(seen.span.start, seen.span.start + 1),
        "a schedule holds no comments",
        help="leave the comment out",
        fixes=replacement(span, ""),
    )


def instant(seen: Situation) -> Fault | None:
    """`2024-12-25 09:00`: a date takes its times after `at`."""
    if first_clause(seen) is not None:
        return None
    for found in _INSTANT.finditer(seen.text):
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
    begins = not seen.text[: span.start].strip("( \t\r\n")
    return Fault(
        UNEXPECTED_WORD,
        span,
        "a time of day needs days to stand on",
        help="put the days first, as in 'daily at 09:00' or 'mon-fri at 09:00'",
        fixes=(Fix("instead", (fix,)),) if begins else (),
    )


def zone_without_in(seen: Situation) -> Fault | None:
    """`daily at 09:00 UTC`: after a schedule a zone follows `in`."""
    zone = _ZONE.match(seen.text, seen.span.start)
    if zone is None or "IN" not in seen.accepts or seen.terminal in vocabulary.WORDS:
        return None
    return Fault(
        UNEXPECTED_WORD,
        Span(*zone.span()),
        f"the zone '{zone.group()}' without 'in'",
        help="a zone follows 'in', at the end of the schedule",
        fixes=(Fix("instead", (Edit(Span(zone.start(), zone.start()), "in "),)),),
    )


def missing_at(seen: Situation) -> Fault | None:
    """`daily 9am`, `daily at 9:00 17:00`."""
    if seen.terminal != "TIME" or not seen.accepts & {"AT", "COMMA"} or "TIME" in seen.accepts:
        return None
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


def quotes(seen: Situation) -> Fault | None:
    """`'daily'`, with quotes that the shell did not take."""
    if seen.word[:1] not in {"'", '"'}:
        return None
    whole = seen.text.strip()
    fixes = replacement(Span(0, len(seen.text)), whole[1:-1]) if whole[-1] == whole[0] == seen.word[0] else ()
    span = Span(seen.span.start, seen.span.start + 1)
    return Fault(UNEXPECTED_CHARACTER, span, "a schedule holds no quotes", help="leave the quotes out", fixes=fixes)


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
