"""What every node of the tree has."""

from __future__ import annotations

from everly.frozen import field, frozen
from everly.grammar.span import Span


@frozen(kw_only=True)
class Node:
    """A part of a schedule, with the place it was read from.

    Two nodes are equal when they say the same; where they stand makes no difference.
    """

    span: Span = field(default=Span(0, 0), compare=False, repr=False)
