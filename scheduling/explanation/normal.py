"""One form for all schedules of drifting steps that fire alike: words found in it do not depend on the spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from everly.named import NamedTuple
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.spread import plain
from everly.scheduling.engine.algebra import bounded, union
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.formula import Formula
from everly.scheduling.engine.nodes import Bounded, InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.explanation.as_steps import with_steps
from everly.scheduling.explanation.cells import Cells, NoCellsError, cells_of, leaves_of
from everly.scheduling.explanation.pieces import ALWAYS, Piece, Residues, is_part, pieces_of
from everly.scheduling.explanation.reach import Reach, grown
from everly.scheduling.explanation.residues import Points, points_of
from everly.scheduling.explanation.steps import keeps_to_days

# So many points, and so many in all cells together.
_MOST_POINTS, _MOST_IN_CELLS = 1 << 24, 1 << 27
_MOST_PIECES = 24


class Normal(NamedTuple):
    """The instants of a schedule, and the parts that they are put together from."""

    instants: InstantSet
    parts: tuple[InstantSet, ...]


class IrregularError(Exception):
    """What the steps of a schedule leave is too irregular for words, however it is put together."""


def normal(compiled: Compiled) -> Normal | None:
    """The instants in the one form that they have; None where they are no matter of steps, or one of too many parts.

    While clocks show the members of one cell, a schedule is a set of remainders by the common period of its steps.
    Steps that drift come to every cell with every remainder, so these sets are those of the instants, and so are the
    times at which one is held whole: nothing is left of how steps and clocks were put together.

    Raises:
        IrregularError: A set of remainders is too irregular.
    """
    (instants, first, last), is_fixed = _with_ends(plain(compiled)), compiled.zone.fixed is not None
    instants = with_steps(instants) if is_fixed else instants
    try:
        steps, clocks = leaves_of(instants)
        if not any(not is_fixed or not keeps_to_days(each.period) for each in steps):
            return None
        return _put_together(*_cells(instants, steps, clocks), first, last)
    except NoCellsError:
        return None


def _cells(instants: InstantSet, steps: Sequence[Step], clocks: Sequence[Formula]) -> tuple[Cells, Points]:
    """The cells of a set's clocks, and the points of its steps.

    Raises:
        NoCellsError: They are too many.
    """
    points = points_of(steps)
    if points.size > _MOST_POINTS:
        raise NoCellsError
    return cells_of(instants, clocks, points, _MOST_IN_CELLS // points.size), points


def _put_together(cells: Cells, points: Points, first: int, last: int) -> Normal:
    """The pieces of all cells, each while clocks show that it is held.

    Raises:
        IrregularError: They are too many.
    """
    taken = {piece: piece.residues(points) for piece in _pieces(cells, points)}
    needed = {held: _needed(held, taken) for held in cells.residues}
    ends = None if first == MIN_INSTANT else first, None if last == MAX_INSTANT else last
    parts: list[InstantSet] = []
    for piece, residues in taken.items():
        holding = frozenset(held for held in needed if is_part(residues, held))
        needing = frozenset(held for held, chosen in needed.items() if piece in chosen)
        if needing:
            clock = _clock(cells.showing(holding, None), cells.showing(holding, needing), piece, (first, last))
            parts.append(bounded(piece.during(clock), *ends))
    parts = [each for each in parts if each.meets(first, last)]  # not all that clocks may show do they show
    return Normal(union(parts), tuple(parts))


def _clock(whole: Formula, part: Formula, piece: Piece, ends: tuple[int, int]) -> Formula:
    """What clocks show while a piece is held: always if it ever is, else as long as no others make up for it."""
    if piece.whole is not None:
        reach = Reach(piece.whole, *ends)
        whole, part = reach.of(whole), reach.of(part)
    return whole if whole == ALWAYS else grown(part, whole)


def _pieces(cells: Cells, points: Points) -> list[Piece]:
    """What all cells are told by, the short steps first.

    Raises:
        IrregularError: That is too much.
    """
    found: dict[Piece, None] = {}
    for held in cells.residues:
        pieces = pieces_of(held, points)
        if pieces is None:
            raise IrregularError
        found.update(dict.fromkeys(pieces))
    if len(found) > _MOST_PIECES:
        raise IrregularError
    return sorted(found, key=lambda piece: piece.place)


def _needed(held: Residues, taken: Mapping[Piece, Residues]) -> frozenset[Piece]:
    """The pieces that some remainders are told by, without those, the longest first, that the others make up for."""
    kept = {piece: residues for piece, residues in taken.items() if is_part(residues, held)}
    for piece in sorted(kept, key=lambda each: each.place, reverse=True):
        others = [residues for other, residues in kept.items() if other != piece]
        bits = reduce(or_, (each.bits for each in others), 0)
        if is_part(taken[piece], Residues(bits, any(each.beside for each in others))):
            del kept[piece]
    return frozenset(kept)


def _with_ends(instants: InstantSet) -> tuple[InstantSet, int, int]:
    """A plain set without its ends, and these."""
    if not isinstance(instants, Bounded):
        return instants, MIN_INSTANT, MAX_INSTANT
    base, first, last = _with_ends(instants.base)
    begin, end = instants.first, instants.last
    return base, first if begin is None else max(first, begin), last if end is None else min(last, end)
