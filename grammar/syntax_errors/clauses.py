"""A schedule that goes on after its clauses."""

from __future__ import annotations

from everly.grammar.builder.algebra import Clause
from everly.grammar.builder.positions import span_of, token_span
from everly.grammar.diagnostics.catalogue import CLAUSE_NOT_LAST, LEFTOVER_WORDS
from everly.grammar.diagnostics.model import Edit, Fix, Label
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token

_KEYWORDS = {"STARTING", "UNTIL", "IN"}
_REST = lazy(r"\S+(?:(?<=-)[ \t]+[A-Za-z0-9]+)?")
_GOES_ON = {"AND", "OR", "EXCEPT", "BETWEEN"}


def clause_not_last(seen: Situation) -> Fault | None:
    """`daily starting 2024-05-01 and mon-fri`: what follows would be lost, so the clause has to move."""
    start = first_clause(seen)
    if start is None or seen.terminal not in _GOES_ON:
        return None
    clause = Span(start, seen.span.start)
    word = seen.text[start:].split(maxsplit=1)[0]
    return Fault(
        CLAUSE_NOT_LAST,
        seen.span,
        f"the schedule goes on after its '{word}'",
        label="this would be left out",
        related=(Label(Span(start, len(seen.text[: seen.span.start].rstrip())), "the clause"),),
        help=f"put '{word}' at the end, or parentheses around the part that it belongs to",
        fixes=(_move(clause, seen),),
    )


def window_in_moment(seen: Situation) -> Fault | None:
    """`daily starting 2024-05-01, mon-fri`: a moment cannot hold a range, so a window was meant."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal != "TO" or not isinstance(last, Token) or not {"DATE", "DATE_TIME"} <= seen.accepts:
        return None
    word = _REST().match(seen.text, seen.span.start)
    span = Span(token_span(last).start, word.end() if word else seen.span.end)
    return Fault(
        LEFTOVER_WORDS,
        span,
        f"'{span.of(seen.text)}' is no part of a date or a time",
        help="a condition stands before 'starting', joined with '&'",
    )


def first_clause(seen: Situation) -> int | None:
    """Where the clauses of the innermost open schedule begin."""
    places: list[int] = []
    for value in reversed(seen.stack):
        if isinstance(value, Token) and value.type == "LPAR":
            break
        if isinstance(value, Clause) or (isinstance(value, Token) and value.type in _KEYWORDS):
            places.append(span_of(value).start)
    return min(places, default=None)


def _move(clause: Span, seen: Situation) -> Fix:
    end = _end_of_schedule(seen.text, seen.span.start)
    moved = clause.of(seen.text).rstrip()
    return Fix("instead", (Edit(clause, ""), Edit(Span(end, end), f" {moved}")))


def _end_of_schedule(text: str, start: int) -> int:
    """The parenthesis that closes the schedule around `start`, or the end of the text."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth < 0:
            return place
    return len(text.rstrip())
