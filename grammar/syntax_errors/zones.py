"""Time zones as people write them."""

from __future__ import annotations

import re

from everly.grammar.builder.positions import token_span
from everly.grammar.builder.zones import in_window
from everly.grammar.diagnostics.catalogue import REPEATED_CLAUSE, UNEXPECTED_WORD, UNKNOWN_ZONE
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.suggestions import closest
from everly.grammar.syntax_errors.clauses import first_clause
from everly.grammar.syntax_errors.idiom import UNIT
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.vocabulary import ADVICE, KNOWN, WORDS

_NAMED = "|".join(sorted((*WORDS["WEEKDAY"], *WORDS["WEEKDAY_GROUP"], *WORDS["MONTH"]), key=len, reverse=True))
_LISTED = rf"(?:{_NAMED}|[0-9]{{4}})(?![a-z0-9_:/])"
_AFTER_IN = lazy(
    rf"in\s+(?:the\s+)?({_LISTED}(?:(?:\s*(?:-|,(?:\s*(?:and|or)\b)?)\s*|\s+(?:and|or|to|through|thru)\s+){_LISTED})*)",
    re.IGNORECASE,
)
_ADVISED = lazy(r"in\s+(?:the\s+)?([a-z]+)(?![a-z0-9_/])", re.IGNORECASE)
_LENGTH = lazy(rf"in\s+[0-9.]+\s*{UNIT}(?![a-z0-9_])", re.IGNORECASE)
_JOINT = lazy(r"(?:\s*,\s*|\s+)(?:and|or)\s+|\s*,\s*", re.IGNORECASE)
_OFFSET = lazy(r"([+-]|(?=[0-9]{1,2}:))([0-9]{1,2})(?::([0-9]{2}))?(?![0-9:])")
_COUNTRY = lazy(r",\s*([A-Za-z]{2,})(?:\s+[A-Z][A-Za-z]+)*(?=\s*(?:$|[&|)]|(?:and|or|except|starting|until)\b))")
_VARIABLE = lazy(r"\s*(?:CRON_)?TZ\s*=\s*([\"']?)([A-Za-z0-9_/+-]+)\1\s+", re.IGNORECASE)


def no_zone(seen: Situation) -> Fault | None:
    """`daily in jan and feb`, `daily in 2024`, `daily in the morning`, `daily in 5 minutes`."""
    start = first_clause(seen)
    if start is None:
        return None
    if found := _AFTER_IN().match(seen.text, start):
        return in_window(Span(*found.span()), Span(*found.span(1)), found[1], _JOINT().sub(", ", found[1]))
    if found := _LENGTH().match(seen.text, start):
        help = "a beginning stands after 'starting', an end after 'until'"
        fixes = replacement(Span(start, start), "starting ")
        return Fault(UNEXPECTED_WORD, Span(*found.span()), f"'{found[0]}' is no time zone", help=help, fixes=fixes)
    if (found := _ADVISED().match(seen.text, start)) and (advice := ADVICE.get(found[1].lower())):
        return Fault(UNKNOWN_ZONE, Span(*found.span()), f"'{found[1]}' is no time zone", help=advice)
    return None


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


def place_and_country(seen: Situation) -> Fault | None:
    """`in Paris, France`."""
    city = seen.stack[-1] if seen.stack else None
    country = _COUNTRY().match(seen.text, seen.span.start)
    if country is None or not isinstance(city, Token) or city.type != "ZONE" or country[1].lower() in KNOWN:
        return None
    span = Span(token_span(city).start, country.end())
    return Fault(
        UNKNOWN_ZONE,
        span,
        f"unknown time zone '{span.of(seen.text)}'",
        help="zones are named by region and city: write one like Europe/Paris",
        fixes=replacement(span, str(city)),
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
    found = _OFFSET().match(seen.text, seen.span.start) if "OFFSET" in seen.accepts else None
    if found is None:
        return None
    if not found[1]:
        return _without_sign(found)
    span, strict = Span(*found.span()), f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"
    message = f"'{found[0]}' is not an ISO 8601 offset"
    return Fault(UNKNOWN_ZONE, span, message, help=f"write {strict}", fixes=replacement(span, strict))


def _without_sign(found: re.Match[str]) -> Fault:
    """The fault of `in 5:30`."""
    strict = f"{int(found[2]):02}:{found[3]}"
    help = f"write +{strict} for a clock ahead of UTC, -{strict} for one behind"
    fixes = tuple(fix for sign in "+-" for fix in replacement(Span(*found.span()), f"{sign}{strict}"))
    return Fault(
        UNKNOWN_ZONE, Span(*found.span()), f"'{found[0]}' is an offset without its sign", help=help, fixes=fixes
    )


def zone_variable(seen: Situation) -> Fault | None:
    """`TZ=UTC 0 9 * * *`: what a crontab sets before its line stands at the end of a schedule."""
    found = _VARIABLE().match(seen.text)
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
