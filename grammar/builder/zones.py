"""Zones, as they are written."""

from __future__ import annotations

from lark import Token

from everly.grammar.builder.positions import token_span
from everly.grammar.tree import Zone


def read_zone(token: Token) -> Zone:
    """The zone by its name as written, but for `z`, `utc` and `gmt`, which mean the same in any case."""
    name = token.upper() if token.lower() in {"z", "utc", "gmt"} else str(token)
    return Zone(name, span=token_span(token))
