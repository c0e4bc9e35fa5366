"""Two terms side by side, and what may join them."""

from __future__ import annotations

import re

from everly.frozen import replace
from everly.grammar import vocabulary
from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.syntax_errors.wanted import wanted
from everly.grammar.token import Token
from everly.grammar.tree import Unit
from everly.grammar.vocabulary import WORDS

_OTHER_JOINT = lazy(r"(,|\+(?![0-9])|/|plus\b|as\s+well\s+as\b|also\b|then\b)\s*", re.IGNORECASE)
_KEYWORD = lazy(r"(?:and|or|except|starting|beginning|until|ending|in|at|on|between)\b", re.IGNORECASE)
_DAYS = (*WORDS["WEEKDAY"], *WORDS["WEEKDAY_GROUP"], *WORDS["MONTH"])
_WINDOW = lazy(rf"(?:{'|'.join(_DAYS)})\b(?!.*\bat\b)|[0-9]{{4}}\b|[0-9]+(?:st|nd|rd|th)\b(?!.*\bat\b)", re.IGNORECASE)
_TIMED = lazy(rf"(?:{'|'.join(_DAYS)}|[0-9]+(?:st|nd|rd|th)|last)\b", re.IGNORECASE)
_CONTINUATIONS = {None, "AND", "OR", "EXCEPT", "RPAR", "COMMA", "TO", "SLASH", "HASH"}
_WINDOW_STARTS = {"WEEKDAY", "WEEKDAY_GROUP", "MONTH", "YEAR", "DATE", "ORDINAL", "LAST", "TIME"}
_TERM_STARTS = {"EVERY", "ADVERB", "LPAR", "NOT", *_WINDOW_STARTS}


def missing_operator(seen: Situation) -> Fault | None:
    """`daily mon-fri`, `weekly fri`, `mon wed at 9am`."""
    if "AND" not in seen.accepts or seen.terminal in _CONTINUATIONS:
        return None
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"unexpected '{seen.word}', where {wanted(seen.accepts)} is wanted",
        help=_joining(seen),
        fixes=_joints(seen) if seen.terminal in _TERM_STARTS else (),
    )


def other_joint(seen: Situation) -> Fault | None:
    """`daily, weekly`, `daily + mon`, `daily, except sun`, `daily plus hourly`."""
    found = _OTHER_JOINT().match(seen.text, seen.span.start)
    if found is None or "AND" not in seen.accepts:
        return None
    joint = Span(len(seen.text[: seen.span.start].rstrip()), found.end())
    message = f"'{found[1]}' joins no schedules"
    help = "join two parts with '&' for both, with '|' for either"
    if found[1] == "/":
        return Fault(
            UNEXPECTED_WORD, seen.span, message, help="join a list with commas", fixes=replacement(joint, ", ")
        )
    if _KEYWORD().match(seen.text, found.end()):
        return Fault(UNEXPECTED_WORD, seen.span, message, help="leave it out", fixes=replacement(joint, " "))
    signs = "&" if _WINDOW().match(seen.text, found.end()) else "|"
    if found[1] == "+" and signs == "|" and _TIMED().match(seen.text, found.end()):
        signs = ""  # `daily + mon at 9am` can be meant either way
    fixes = tuple(fix for sign in signs for fix in replacement(joint, f" {sign} "))
    return Fault(UNEXPECTED_WORD, Span(seen.span.start, found.end(1)), message, help=help, fixes=fixes)


def window_after_times(seen: Situation) -> Fault | None:
    """`daily at 9am, mon-fri`: a list of times ends before the days."""
    last = seen.stack[-1] if seen.stack else None
    if seen.accepts != {"TIME"} or seen.terminal not in _WINDOW_STARTS:
        return None
    if not isinstance(last, Token) or last.type != "COMMA":
        return None
    comma = Span(last.start_pos, seen.span.start)
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{seen.word}' in a list of times",
        help="join the days to the times with '&'",
        fixes=replacement(comma, " & "),
    )


def _joints(seen: Situation) -> tuple[Fix, ...]:
    """The ways to join two terms, the likeliest first: most of them are no schedule, and are not offered then."""
    last = seen.stack[-1].type if isinstance(seen.stack[-1], Token) else ""
    here = Edit(Span(seen.span.start, seen.span.start), "")
    if last == seen.terminal and seen.terminal in _WINDOW_STARTS:  # `mon wed`, which nothing is both of
        gap = Span(len(seen.text[: seen.span.start].rstrip()), seen.span.start)
        return replacement(gap, ", ")
    if _picks_days(seen):
        return (Fix("instead", (replace(here, text="on "),)),)
    if seen.terminal in _WINDOW_STARTS:
        return (Fix("instead", (replace(here, text="and "),)),)
    both = Edit(seen.span, "&") if seen.terminal == "EVERY" else replace(here, text="and ")
    return (
        Fix("for both", (both,)),
        Fix("for both", (replace(here, text="and "),)),
        Fix("for either", (replace(here, text="or "),)),
    )


def _picks_days(seen: Situation) -> bool:
    """Whether the interval before takes the days after it by `on`: `weekly fri`, `every 2 months 1st mon`."""
    last = seen.stack[-1]
    if seen.terminal not in _WINDOW_STARTS - {"TIME"} or "ON" not in seen.accepts:
        return False
    if not isinstance(last, Token) or last.type not in {"ADVERB", "UNIT"}:
        return False
    unit = vocabulary.ADVERBS.get(last.lower(), last)
    return vocabulary.unit_of(unit)[1] in (Unit.WEEK, Unit.MONTH, Unit.YEAR)


def _joining(seen: Situation) -> str:
    if seen.terminal in {"AT", "ON", "BETWEEN"}:
        return f"'{seen.word}' does not go with what stands before it"
    return "pick days with 'on'" if _picks_days(seen) else "join two parts with 'and', 'or' or 'except'"
