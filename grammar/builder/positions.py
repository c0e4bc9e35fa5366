"""Where the children of a grammar rule stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lark import Token

from everly.grammar.span import Span

Children = Sequence[Any]
"""What a rule was read into: Lark tokens, and what the builder made of inner rules."""


def span_of(child: Any) -> Span:
    """The place of one child."""
    return token_span(child) if isinstance(child, Token) else child.span


def hull(children: Children) -> Span:
    """The place of a whole rule: from its first child to its last."""
    return Span(span_of(children[0]).start, span_of(children[-1]).end)


def token_span(token: Token) -> Span:
    """The place of a token; tokens that Lark reads from a text always have one."""
    start, end = token.start_pos, token.end_pos
    return Span(0, 0) if start is None or end is None else Span(start, end)


def without(children: Iterable[Any], *terminals: str) -> list[Any]:
    """The children that are not tokens of these terminals."""
    return [child for child in children if not (isinstance(child, Token) and child.type in terminals)]
