"""Steps, each with some others left out, that a set of remainders is told by: found from the remainders alone."""

from __future__ import annotations

from functools import reduce
from operator import or_

from everly.frozen import frozen
from everly.scheduling.engine.formula import Absolute, Formula
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.operations import Operations
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.wall import EVERYTHING
from everly.scheduling.engine.zoned import held
from everly.scheduling.explanation.residues import Points, hull, maximal_steps
from everly.scheduling.explanation.steps import keeps_to_days

ALWAYS = Absolute(EVERYTHING)


@frozen
class Residues:
    """Points of a common period, one bit each, and whether every instant beside the points belongs to them too."""

    bits: int
    beside: bool


@frozen
class Piece:
    """A step, or every second where it is None, without some steps."""

    whole: Step | None
    removed: tuple[Step, ...] = ()

    @property
    def place(self) -> tuple[int, int, tuple[tuple[int, int], ...]]:
        """The order of pieces: the short ones first."""
        removed = tuple((each.period, each.anchor) for each in self.removed)
        return (0, 0, removed) if self.whole is None else (self.whole.period, self.whole.anchor, removed)

    def keeps_to_days(self, *, is_fixed: bool) -> bool:
        """Whether it is times on days, as a clock shows them that changes or, where it `is_fixed`, does not."""
        return not self.removed and (self.whole is None or (is_fixed and keeps_to_days(self.whole.period)))

    def residues(self, points: Points) -> Residues:
        """The points that it takes."""
        removed = reduce(or_, map(points.bits, self.removed), 0)
        whole = points.all if self.whole is None else points.bits(self.whole)
        return Residues(whole & ~removed, self.whole is None)

    def during(self, clock: Formula, by: Operations) -> InstantSet:
        """Its members while clocks show some times, put together in one way or another."""
        parts = [] if self.whole is None else [self.whole]
        shown = [] if self.whole is not None and clock == ALWAYS else [held(clock)]
        kept = by.intersection([*parts, *shown])
        return by.difference(kept, by.union(self.removed)) if self.removed else kept


def is_part(inner: Residues, outer: Residues) -> bool:
    """Whether one holds no remainder that the other does not."""
    return not inner.bits & ~outer.bits and inner.beside <= outer.beside


def pieces_of(residues: Residues, points: Points) -> tuple[Piece, ...] | None:
    """What some remainders are told by: their steps, or one step without some, whichever are fewer.

    None where they are too many.
    """
    if residues.beside:
        removed = maximal_steps(points.all & ~residues.bits, points)
        return None if removed is None else (Piece(None, removed),)
    if not residues.bits:
        return ()
    steps = maximal_steps(residues.bits, points)
    if steps is not None and len(steps) == 1:
        return (Piece(steps[0]),)
    whole = hull(residues.bits, points)
    removed = maximal_steps(points.bits(whole) & ~residues.bits, points)
    if removed is not None and (steps is None or len(removed) < len(steps)):
        return (Piece(whole, removed),)
    return None if steps is None else tuple(map(Piece, steps))
