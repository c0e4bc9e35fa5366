"""Signs that other languages have, or that stand where none can: `&&`, `daily - sunday`, `daily @ 9am`, comments."""

from __future__ import annotations

from everly.grammar.diagnostics.catalogue import UNEXPECTED_CHARACTER, UNEXPECTED_WORD
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation

_COMMENT = lazy(r"\s#(?=\s|[^\W\d]|$)")


def comment(seen: Situation) -> Fault | None:
    """`*/5 * * * *  # every five minutes`."""
    # Where a cron line goes on with '#', as in 'fri#2', a comment stands apart.
    apart = _COMMENT().search(seen.text, 0, seen.span.end)
    begins = seen.word[:1] == "#" and "HASH" not in seen.accepts
    if apart is None and not begins and not seen.text.startswith(("//", "-- "), seen.span.start):
        return None
    place = seen.span.start if apart is None else apart.end() - 1
    span = Span(len(seen.text[:place].rstrip()), len(seen.text))
    return Fault(
        UNEXPECTED_CHARACTER,
        Span(place, place + 1),
        "a schedule holds no comments",
        help="leave the comment out",
        fixes=replacement(span, ""),
    )


def closing_sign(seen: Situation) -> Fault | None:
    """`Every 5 minutes.`, `daily!`: a sign that closes a sentence."""
    sign = seen.text[seen.span.start :].strip()
    if not sign or sign.strip(".!?,;:") or "AND" not in seen.accepts:
        return None
    span = Span(len(seen.text[: seen.span.start].rstrip()), len(seen.text))
    place = Span(seen.span.start, seen.span.start + len(sign))
    return Fault(UNEXPECTED_CHARACTER, place, f"'{sign}' at the end", help="leave it out", fixes=replacement(span, ""))


def at_sign(seen: Situation) -> Fault | None:
    """`daily @ 9am`, `mon@9:00`."""
    if seen.word[:1] != "@" or "AT" not in seen.accepts:
        return None
    place = Span(seen.span.start, seen.span.start + 1)
    after = seen.text[place.end :]
    span = Span(len(seen.text[: place.start].rstrip()), place.end + len(after) - len(after.lstrip()))
    message = "a lone '@', which begins a nickname such as '@daily'"
    return Fault(UNEXPECTED_WORD, place, message, help="times follow 'at'", fixes=replacement(span, " at "))


def doubled_operator(seen: Situation) -> Fault | None:
    """`&&` and `||`, from the habit of other languages."""
    before = seen.text[: seen.span.start].rstrip()[-1:]
    if not seen.word or seen.word[0] not in "&|" or before != seen.word[0]:
        return None
    return Fault(
        UNEXPECTED_WORD, seen.span, f"'{before}' twice", help=f"write '{before}' once", fixes=replacement(seen.span, "")
    )


def plus_sign(seen: Situation) -> Fault | None:
    """`every +5 minutes`."""
    if seen.word != "+" or "INT" not in seen.accepts or not seen.text[seen.span.end : seen.span.end + 1].isdigit():
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        "a '+' before a number",
        help="leave it out",
        fixes=replacement(seen.span, ""),
    )


def minus_for_except(seen: Situation) -> Fault | None:
    """`daily - sunday`."""
    follows = seen.text[seen.span.end :].lstrip()[:1]
    if seen.word != "-" or not {"AND", "EXCEPT"} <= seen.accepts or not follows.isalpha():
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        "'-' stands between the ends of a range",
        help="to leave days out write 'except'",
        fixes=replacement(seen.span, "except"),
    )


def minus_for_not(seen: Situation) -> Fault | None:
    """`daily & -mon`."""
    if seen.word != "-" or "NOT" not in seen.accepts:
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        "'-' stands between the ends of a range",
        help="to leave days out write '!' before them, or 'except'",
        fixes=replacement(seen.span, "!"),
    )
