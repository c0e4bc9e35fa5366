"""What every node of the tree has."""

from __future__ import annotations

from dataclasses import dataclass, field

from everly.grammar.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of a schedule, with the place it was read from.

    Two nodes are equal when they say the same; where they stand makes no difference.
    """

    span: Span = field(default=Span(0, 0), compare=False, repr=False)
