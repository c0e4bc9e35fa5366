"""Where the children of a grammar rule stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from everly.grammar.span import Span
from everly.grammar.token import Token

Children = Sequence[Any]
"""What a rule was read into: tokens, and what the builder made of inner rules; each has a `span`."""


def span_of(child: Any) -> Span:
    """The place of one child."""
    span: Span = child.span
    return span


def hull(children: Children) -> Span:
    """The place of a whole rule: from its first child to its last."""
    first, last = children[0], children[-1]
    if first is last:
        return span_of(first)
    start = first.start_pos if isinstance(first, Token) else first.span.start
    return Span(start, last.end_pos if isinstance(last, Token) else last.span.end)


def token_span(token: Token) -> Span:
    """The place of a token."""
    return token.span


def without(children: Iterable[Any], *terminals: str) -> list[Any]:
    """The children that are not tokens of these terminals."""
    return [child for child in children if not (isinstance(child, Token) and child.type in terminals)]
