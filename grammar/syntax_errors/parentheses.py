"""Parentheses without a partner."""

from __future__ import annotations

from everly.grammar.builder.positions import token_span
from everly.grammar.diagnostics.catalogue import UNCLOSED_PARENTHESIS, UNFINISHED
from everly.grammar.diagnostics.model import Edit, Fix, Label
from everly.grammar.fault import Fault, replacement
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token


def empty_parentheses(seen: Situation) -> Fault | None:
    """`()`."""
    last = seen.stack[-1] if seen.stack else None
    if seen.word != ")" or not isinstance(last, Token) or last.type != "LPAR":
        return None
    span = token_span(last).join(seen.span)
    help = "write a schedule between them, such as '(daily & mon-fri)', or leave them out"
    return Fault(UNFINISHED, span, "there is nothing between these parentheses", help=help)


def parenthesis(seen: Situation) -> Fault | None:
    """`(daily & mon` and `daily)`."""
    opened = [token for token in seen.stack if isinstance(token, Token) and token.type == "LPAR"]
    if seen.word == ")" and not opened:
        return Fault(
            UNCLOSED_PARENTHESIS,
            seen.span,
            "this ')' closes nothing",
            help="take it out",
            fixes=replacement(seen.span, ""),
        )
    if not (seen.at_end and opened and "RPAR" in seen.accepts):
        return None
    return Fault(
        UNCLOSED_PARENTHESIS,
        token_span(opened[-1]),
        "'(' is never closed",
        label="opened here",
        related=(Label(seen.span, "still open at the end"),),
        fixes=(Fix("instead", (Edit(seen.span, ")" * len(opened)),)),),
    )
