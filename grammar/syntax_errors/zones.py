"""Time zones as people write them."""

from __future__ import annotations

import re

from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import REPEATED_CLAUSE, UNEXPECTED_WORD, UNKNOWN_ZONE
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.suggestions import closest
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.vocabulary import KNOWN, WORDS

_NAME = re.compile(r"[a-z_/]+(?:[ \t]+[a-z_/]+)*", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])([0-9]{1,2})(?::([0-9]{2}))?(?![0-9:])")
_VARIABLE = re.compile(r"\s*(?:CRON_)?TZ\s*=\s*([\"']?)([A-Za-z0-9_/+-]+)\1\s+", re.IGNORECASE)


def zone_with_blank(seen: Situation) -> Fault | None:
    """`in America/New York`, `in Los Angeles`: names of zones have underscores."""
    first = seen.stack[-1] if seen.stack else None
    if seen.terminal is None or not isinstance(first, Token) or first.type != "ZONE":
        return None
    span = _whole_name(token_span(first), seen)
    if span.end <= seen.span.start:
        return None
    if "/" in first and "/" in Span(seen.span.start, span.end).of(seen.text):
        return _second_zone(Span(seen.span.start, span.end), seen)
    name = "_".join(span.of(seen.text).split())
    return Fault(
        UNKNOWN_ZONE,
        span,
        f"unknown time zone '{span.of(seen.text)}'",
        help="names of zones have no blanks: write them like America/New_York",
        fixes=replacement(span, name),
    )


def _whole_name(first: Span, seen: Situation) -> Span:
    """The words from the first on, up to one of the language or near to one."""
    end = first.end
    for word in re.finditer(r"[A-Za-z_/.-]+", seen.text[first.end :]):
        gap = seen.text[end : first.end + word.start()]
        if gap.strip() or word[0].lower() in KNOWN or _is_slip(word[0], seen):
            break
        end = first.end + word.end()
    return Span(first.start, end)


def _is_slip(word: str, seen: Situation) -> bool:
    here = [known for name in sorted(seen.accepts) for known in WORDS.get(name, ()) if known.isalpha()]
    return word.islower() and closest(word, here) is not None


def _second_zone(span: Span, seen: Situation) -> Fault:
    return Fault(
        REPEATED_CLAUSE,
        span,
        f"a second zone, '{span.of(seen.text)}'",
        help="a schedule has one zone; put parentheses around a part that has its own",
    )


def short_offset(seen: Situation) -> Fault | None:
    """`in +2`: ISO 8601 writes two digits."""
    found = _OFFSET.match(seen.text, seen.span.start) if "OFFSET" in seen.accepts else None
    if found is None:
        return None
    span, strict = Span(*found.span()), f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"
    message = f"'{found[0]}' is not an ISO 8601 offset"
    return Fault(UNKNOWN_ZONE, span, message, help=f"write {strict}", fixes=replacement(span, strict))


def zone_variable(seen: Situation) -> Fault | None:
    """`TZ=UTC 0 9 * * *`: what a crontab sets before its line stands at the end of a schedule."""
    found = _VARIABLE.match(seen.text)
    if found is None or not found.start() <= seen.span.start < found.end():
        return None
    span = Span(found.start(), len(seen.text))
    moved = f"{seen.text[found.end() :].rstrip()} in {found[2]}"
    return Fault(
        UNEXPECTED_WORD,
        Span(seen.span.start, found.start() + len(found[0].rstrip())),
        f"'{found[0].strip()}' sets a variable, which a schedule has none of",
        help="a zone stands at the end, after 'in'",
        fixes=replacement(span, moved),
    )
