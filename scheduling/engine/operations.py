"""How sets of instants are put together: folded as far as the algebra can, or just as they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from everly.named import NamedTuple
from everly.scheduling.engine import algebra
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union


class Operations(NamedTuple):
    """The four ways to put sets together."""

    bounded: Callable[[InstantSet, int | None, int | None], InstantSet]
    union: Callable[[Iterable[InstantSet]], InstantSet]
    intersection: Callable[[Iterable[InstantSet]], InstantSet]
    difference: Callable[[InstantSet, InstantSet], InstantSet]


FOLDED = Operations(algebra.bounded, algebra.union, algebra.intersection, algebra.difference)
"""Every set is as simple as it can be: slow to make where much drifts against a clock, and quick to search."""

PLAIN = Operations(Bounded, lambda sets: Union(tuple(sets)), lambda sets: Intersection(tuple(sets)), Difference)
"""A set is as large as what was said: made at once, and fit to be laid out."""
