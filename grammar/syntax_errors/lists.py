"""Lists that hold two kinds of thing, and `and` where a comma belongs."""

from __future__ import annotations

from lark import Token

from everly.grammar import vocabulary
from everly.grammar.builder.positions import span_of, token_span
from everly.grammar.builder.windows import NthPart, Part, Run
from everly.grammar.diagnostics.catalogue import AND_BETWEEN_TIMES, MIXED_LIST
from everly.grammar.diagnostics.model import Edit, Fix, Label
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.tree import And, At, Calendar, Times

_LISTED = (Part, Run, NthPart, Times)
_WINDOW_STARTS = {"WEEKDAY", "WEEKDAY_GROUP", "MONTH", "YEAR", "ORDINAL", "ORDINAL_LAST", "LAST", "DATE", "TIME"}


def mixed_list(seen: Situation) -> Fault | None:
    """`mon,jan`: one list holds one kind of thing."""
    if len(seen.stack) < 2 or seen.terminal not in _WINDOW_STARTS:
        return None
    item, comma = seen.stack[-2:]
    if not (isinstance(comma, Token) and comma.type == "COMMA" and isinstance(item, _LISTED)):
        return None
    gap = Span(token_span(comma).start, seen.span.start)
    return Fault(
        MIXED_LIST,
        seen.span,
        f"a list holds one kind of thing, and '{seen.word}' is {vocabulary.phrase(seen.terminal)}",
        related=(Label(span_of(item), "the list holds these"),),
        help="join two windows with '&' for both, with '|' for either",
        fixes=(Fix("for both", (Edit(gap, " & "),)), Fix("for either", (Edit(gap, " | "),))),
    )


def and_between_times(seen: Situation) -> Fault | None:
    """`at 9:00 and 17:00`: `and` intersects, so times are joined by commas."""
    if len(seen.stack) < 3 or "TO" not in seen.accepts:
        return None
    timed, operator, time = seen.stack[-3:]
    tokens = [value.type if isinstance(value, Token) else None for value in (operator, time)]
    if tokens not in (["AND", "TIME"], ["OR", "TIME"]) or not _has_times(timed):
        return None
    return Fault(
        AND_BETWEEN_TIMES,
        Span(token_span(operator).start, token_span(time).end),
        f"'{operator}' joins schedules, not times of day",
        help="join times with a comma",
        fixes=replacement(Span(_end(seen.text, token_span(operator).start), token_span(operator).end), ","),
    )


def _has_times(value: object) -> bool:
    last = value.operands[-1] if isinstance(value, And) else value
    return isinstance(last, At) or (isinstance(last, Calendar) and last.at is not None)


def _end(text: str, place: int) -> int:
    return len(text[:place].rstrip())
