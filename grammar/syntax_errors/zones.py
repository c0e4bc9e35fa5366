"""Time zones as people write them."""

from __future__ import annotations

from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import UNKNOWN_ZONE
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token


def zone_with_blank(seen: Situation) -> Fault | None:
    """`in America/New York`: names of zones have underscores."""
    last = seen.stack[-1] if seen.stack else None
    if seen.terminal != "ZONE" or not isinstance(last, Token) or last.type != "ZONE":
        return None
    if not (last.istitle() and seen.word.istitle()):
        return None
    span = Span(token_span(last).start, seen.span.end)
    name = f"{last}_{seen.word}"
    return Fault(
        UNKNOWN_ZONE,
        span,
        f"unknown time zone '{last} {seen.word}'",
        help=f"names of zones have no blanks: write {name}" if "/" in name else "write it like America/New_York",
        fixes=replacement(span, name) if "/" in name else (),
    )
