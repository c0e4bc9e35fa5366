"""One form for all schedules of drifting steps that fire alike: words found in it do not depend on the spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import compress
from operator import or_

from everly.named import NamedTuple
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.spread import is_spread, plain
from everly.scheduling.engine.algebra import union
from everly.scheduling.engine.formula import NOWHERE, Formula
from everly.scheduling.engine.nodes import InstantSet, Union
from everly.scheduling.engine.operations import FOLDED, PLAIN, Operations
from everly.scheduling.explanation.as_steps import with_steps
from everly.scheduling.explanation.cells import Cells, Lasting, NoCellsError, cells_of, leaves_of
from everly.scheduling.explanation.pieces import ALWAYS, Piece, Residues, is_part, pieces_of
from everly.scheduling.explanation.proof import is_within
from everly.scheduling.explanation.reach import Reach, grown
from everly.scheduling.explanation.residues import Points, points_of
from everly.scheduling.explanation.stages import Ends, ends_of, staged
from everly.scheduling.explanation.steps import keeps_to_days

# So many points, and so many in all cells together.
_MOST_POINTS, _MOST_IN_CELLS = 1 << 24, 1 << 27
_MOST_PIECES = 24
_MOST_ROUNDS = 5


class Held(NamedTuple):
    """A piece, while clocks show that it is held: in one stage after the other."""

    piece: Piece
    clocks: tuple[Lasting, ...]

    def instants(self, by: Operations) -> InstantSet:
        """Its members, put together in one way or another."""
        found = []
        for clock, first, last in self.clocks:
            shown = self.piece.during(clock, by)
            found.append(shown if first is None and last is None else by.bounded(shown, first, last))
        return by.union(found)


class Normal(NamedTuple):
    """The instants of a schedule, and what they are put together from: steps that drift, and what clocks show.

    It is one thing if it is what clocks show alone, or if all steps are a part of one of them.
    """

    instants: InstantSet
    steps: tuple[InstantSet, ...]
    clocks: InstantSet
    is_one: bool


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
    instants, is_fixed = plain(compiled), compiled.zone.fixed is not None
    ends = ends_of(compiled.instants, instants)
    found = _held(staged(instants, ends), ends, is_fixed=is_fixed)
    if found is None:
        return None
    keeps = [each.piece.keeps_to_days(is_fixed=is_fixed) for each in found]
    parts = [each.instants(FOLDED) for each in found]
    steps = tuple(ends.cut(part) for part, is_kept in zip(parts, keeps, strict=True) if not is_kept)
    clocks = ends.cut(union(compress(parts, keeps)))
    is_one = not steps or _are_one([each.piece for each in found])
    return Normal(ends.cut(union(parts)), steps, clocks, is_one)


def _are_one(pieces: Sequence[Piece]) -> bool:
    """Whether pieces, the short ones first, are all a part of the first."""
    first = pieces[0].whole
    return first is not None and all(each.whole is not None and each.whole.within(first) for each in pieces)


def _held(instants: InstantSet, ends: Ends, *, is_fixed: bool) -> list[Held] | None:
    """The pieces of a plain set between its ends.

    A piece that fires only when others do was found in what clocks and steps show that are no matter: without it the
    set is brought into one form again, for that has fewer of them, until nothing is left out.
    """
    needed: list[Held] | None = None
    for _ in range(_MOST_ROUNDS):
        found = _found(instants, ends, is_fixed=is_fixed)
        if found is None or (kept := _not_covered(found, ends)) == needed:
            break
        needed = kept
        if kept == found:
            break
        instants = Union(tuple(each.instants(PLAIN) for each in kept))
    return needed


def _found(instants: InstantSet, ends: Ends, *, is_fixed: bool) -> list[Held] | None:
    """The pieces of all cells of a plain set, each while clocks show that it is held; None where none drifts."""
    instants = with_steps(instants) if is_fixed else instants
    try:
        steps, clocks = leaves_of(instants)
        if all(is_fixed and keeps_to_days(each.period) for each in steps):
            return None
        points = points_of(steps)
        if points.size > _MOST_POINTS:
            return None
        return _put_together(cells_of(instants, clocks, points, _MOST_IN_CELLS // points.size), points, ends)
    except NoCellsError:
        return None


def _put_together(cells: Cells, points: Points, ends: Ends) -> list[Held]:
    """The pieces of all cells, each while clocks show that it is held.

    Raises:
        IrregularError: They are too many.
    """
    taken = {piece: piece.residues(points) for piece in _pieces(cells, points)}
    needed = {held: _needed(held, taken) for held in cells.residues}
    found: list[Held] = []
    for piece, residues in taken.items():
        holding = frozenset(held for held in needed if is_part(residues, held))
        needing = frozenset(held for held, chosen in needed.items() if piece in chosen)
        if needing:
            wholes, parts = cells.showing(holding, None), cells.showing(holding, needing)
            clocks = [
                whole._replace(clock=_clock(whole.clock, part.clock, piece, ends))
                for whole, part in zip(wholes, parts, strict=True)
            ]
            found.append(Held(piece, _joined(clocks)))
    return found


def _not_covered(found: Sequence[Held], ends: Ends) -> list[Held]:
    """What fires between the ends at all, without what, the longest first, fires only when others do."""
    parts = {each: ends.cut(each.instants(FOLDED)) for each in found}
    kept = {each: part for each, part in parts.items() if part.meets(*ends)}
    for each in reversed(found):
        others = union(part for other, part in kept.items() if other != each)
        if each in kept and not is_spread(others) and is_within(kept[each], others):
            del kept[each]
    return list(kept)


def _joined(clocks: Sequence[Lasting]) -> tuple[Lasting, ...]:
    """What clocks show in stages that follow each other, those joined that show the same, without those of nothing."""
    joined: list[Lasting] = []
    for each in clocks:
        if joined and joined[-1].clock == each.clock:
            joined[-1] = joined[-1]._replace(last=each.last)
        else:
            joined.append(each)
    return tuple(each for each in joined if each.clock != NOWHERE)


def _clock(whole: Formula, part: Formula, piece: Piece, ends: Ends) -> Formula:
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
