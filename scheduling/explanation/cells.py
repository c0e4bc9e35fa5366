"""Cells of clocks: while they show the members of one, whether a schedule fires is a matter of its steps alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import product
from operator import and_, or_

from everly.frozen import frozen
from everly.named import NamedTuple
from everly.scheduling.engine.civil import MIN_INSTANT
from everly.scheduling.engine.formula import (
    NOWHERE,
    Absolute,
    Formula,
    Not,
    Reading,
    every,
    negation,
    some,
)
from everly.scheduling.engine.nodes import (
    Bounded,
    Difference,
    Empty,
    InstantSet,
    Intersection,
    Union,
)
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.wall import EVERYTHING
from everly.scheduling.engine.zoned import Pattern, Zoned, held
from everly.scheduling.explanation.pieces import ALWAYS, Residues
from everly.scheduling.explanation.residues import Points
from everly.scheduling.explanation.stages import at_instant, divided, turns_of

# A schedule of more clocks, or one whose clocks cut time up into more cells, is no matter of a sentence.
_MOST_CELLS, _MOST_FIRINGS = 1024, 3

Truth = tuple[bool, ...]
"""Which firings hold."""


class NoCellsError(Exception):
    """A set is not put together from steps and clocks alone, or from too many."""


@frozen
class Cell:
    """What clocks show, and what of a schedule there is then, by which of the firings hold."""

    clock: Formula
    held: Mapping[Truth, Residues]


class Lasting(NamedTuple):
    """What clocks show, between two instants; an end that is None is open."""

    clock: Formula
    first: int | None
    last: int | None


class StageCells(NamedTuple):
    """Cells that share no instant and leave none over, while no part of a schedule begins or ends."""

    first: int | None
    last: int | None
    cells: tuple[Cell, ...]


@frozen
class Cells:
    """The cells of all stages in order, and the firings that are told apart in each."""

    stages: tuple[StageCells, ...]
    firings: tuple[Formula, ...]

    @property
    def residues(self) -> dict[Residues, None]:
        """All that there is of a schedule in one cell or another."""
        return {held: None for stage in self.stages for cell in stage.cells for held in cell.held.values()}

    def showing(self, holding: frozenset[Residues], needing: frozenset[Residues] | None) -> list[Lasting]:
        """What clocks show in each stage while there is one of some remainders, in cells where one that needs it is."""
        return [Lasting(self._shown(cells, holding, needing), first, last) for first, last, cells in self.stages]

    def _shown(
        self, cells: Sequence[Cell], holding: frozenset[Residues], needing: frozenset[Residues] | None
    ) -> Formula:
        by_truths: dict[frozenset[Truth], list[Formula]] = {}
        for cell in cells:
            if needing is None or not needing.isdisjoint(cell.held.values()):
                truths = frozenset(truth for truth, held in cell.held.items() if held in holding)
                by_truths.setdefault(truths, []).append(cell.clock)
        return any_of([_both(plainly(some(each)), _chosen(truths, self.firings)) for truths, each in by_truths.items()])


def leaves_of(instants: InstantSet) -> tuple[list[Step], list[Formula]]:
    """The steps and the clocks that a plain set is made of, each once.

    Raises:
        NoCellsError: It is made of something else.
    """
    steps: dict[Step, None] = {}
    clocks: dict[Formula, None] = {}
    for leaf in _leaves(instants):
        match leaf:
            case Step():
                steps[leaf] = None
            case Pattern() | Zoned():
                clocks[plainly(leaf.formula)] = None
            case Empty():
                pass
            case _:
                raise NoCellsError
    clocks.pop(ALWAYS, None)
    return list(steps), list(clocks)


def _leaves(instants: InstantSet) -> list[InstantSet]:
    match instants:
        case Union(operands) | Intersection(operands):
            return [leaf for each in operands for leaf in _leaves(each)]
        case Difference(base, removed):
            return _leaves(base) + _leaves(removed)
        case Bounded(base):
            return _leaves(base)
        case _:
            return [instants]


def cells_of(instants: InstantSet, clocks: Sequence[Formula], points: Points, most: int) -> Cells:
    """The cells of the clocks of a plain set in each stage, with what of the set there is in each.

    Raises:
        NoCellsError: They are more than that, or too many anyhow.
    """
    readings = [each for each in clocks if isinstance(each, Absolute | Reading)]
    firings = sorted((each for each in clocks if each not in readings), key=_place)
    if len(firings) > _MOST_FIRINGS:
        raise NoCellsError
    parts = divided(turns_of(instants))
    shown = _shown(readings, min(most >> len(firings), _MOST_CELLS) // len(parts))
    truths = {
        truth: frozenset(each for each, holds in zip(firings, truth, strict=True) if holds)
        for truth in product((False, True), repeat=len(firings))
    }

    def cells(start: int | None) -> tuple[Cell, ...]:
        there = at_instant(instants, MIN_INSTANT if start is None else start)
        return tuple(
            Cell(clock, {truth: _residues(there, true | fired, points) for truth, fired in truths.items()})
            for clock, true in shown
        )

    stages = (StageCells(start, stop, cells(start)) for start, stop in parts)
    return Cells(tuple(stages), tuple(firings))


def _place(firing: Formula) -> tuple[list[str], int]:
    """An order of firings that is the same whatever they are part of."""
    return sorted(zone.name for zone in firing.zones), held(firing).ceil(0) or 0


def _shown(readings: Sequence[Formula], most: int) -> list[tuple[Formula, frozenset[Formula]]]:
    """All that clocks may show, by which of some readings hold then.

    Raises:
        NoCellsError: It is more than that.
    """
    found: list[tuple[Formula, frozenset[Formula]]] = [(ALWAYS, frozenset())]
    for reading in readings:
        found = [
            (both, true | more)
            for clock, true in found
            for literal, more in ((reading, {reading}), (negation(reading), set[Formula]()))
            if (both := _both(clock, literal)) != NOWHERE
        ]
        if len(found) > most:
            raise NoCellsError
    return found


def _residues(instants: InstantSet, true: frozenset[Formula], points: Points) -> Residues:
    """What steps leave of a plain set while just some clocks hold."""
    beside = 1 << points.size  # one more bit, for all instants that are no points

    def there(part: InstantSet) -> int:
        match part:
            case Union(operands):
                return reduce(or_, map(there, operands), 0)
            case Intersection(operands):
                return reduce(and_, map(there, operands))
            case Difference(base, removed):
                return there(base) & ~there(removed)
            case Pattern() | Zoned() if (clock := plainly(part.formula)) == ALWAYS or clock in true:
                return points.all | beside
            case Step():
                return points.bits(part)
            case _:
                return 0

    bits = there(instants)
    return Residues(bits & points.all, bool(bits & beside))


def plainly(clock: Formula) -> Formula:
    """The same clock, without a zone where it is no matter what that shows."""
    return ALWAYS if isinstance(clock, Absolute | Reading) and clock.wall == EVERYTHING else clock


def any_of(parts: Sequence[Formula]) -> Formula:
    """The formula that one of some holds."""
    return ALWAYS if ALWAYS in parts else plainly(some(parts))


def _both(one: Formula, other: Formula) -> Formula:
    if ALWAYS in (one, other):
        return other if one == ALWAYS else one
    if isinstance(one, Not) and isinstance(other, Not):
        return negation(some([one.part, other.part]))
    return every([one, other])


def _chosen(truths: frozenset[Truth], firings: Sequence[Formula]) -> Formula:
    """The formula for some truths of firings, without the firings that make no difference."""
    if not truths:
        return NOWHERE
    if len(truths) == 2 ** len(firings):
        return ALWAYS
    first, *others = firings
    low, high = (frozenset(truth[1:] for truth in truths if truth[0] is each) for each in (False, True))
    if low == high:
        return _chosen(low, others)
    with_it, without = _chosen(high, others), _chosen(low, others)
    if low <= high:
        return any_of([without, _both(first, with_it)])
    if high <= low:
        return any_of([with_it, _both(negation(first), without)])
    return any_of([_both(first, with_it), _both(negation(first), without)])
