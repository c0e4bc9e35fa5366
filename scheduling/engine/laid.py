"""A set of instants laid out as bits over a range: what it holds there costs the same however it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from itertools import chain
from math import gcd
from operator import and_, or_

from everly.frozen import field, frozen
from everly.named import NamedTuple
from everly.scheduling.engine.bits import concatenated, lowest, positions, repeated
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT, year_start
from everly.scheduling.engine.effort import spend, uncounted
from everly.scheduling.engine.formula import (
    Absolute,
    Every,
    Firing,
    Formula,
    Not,
    Reading,
    Some,
    Stepped,
    after_gap,
    leaves,
)
from everly.scheduling.engine.lattice import lattice
from everly.scheduling.engine.nodes import Bounded, Difference, Empty, InstantSet, Intersection, Listed, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.spacing import day_bits
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.engine.zones import LATE_YEARS, Phase, Piece, Zone

# A day is whole bytes, so its points are at most so far apart, and as many as some number of eights.
_WIDEST = DAY // 8
# As many points are laid out at a time: little for what comes soon, and at last 400 years, if these have so few.
_FIRST_BLOCK, _LAST_BLOCK = 1 << 14, 1 << 22
_CYCLE_DAYS = 146_097
_CYCLE = _CYCLE_DAYS * DAY
_LATE = year_start(LATE_YEARS.start) * DAY
# What a block costs that has been laid out 400 years before, but for its steps, beside one that has not.
_AGAIN = 64
_BITS = 1 << 13
"""So many bits take about as long as one of the steps that are counted elsewhere."""
MOST_WORK = 1 << 31
"""Some seconds, once: to go through all of time."""


class Grid(NamedTuple):
    """Points in time: so many, evenly apart, from the start on. The distance divides an eighth of a day."""

    start: int
    distance: int
    size: int

    @property
    def full(self) -> int:
        """All points."""
        return (1 << self.size) - 1

    @property
    def last(self) -> int:
        """The last point."""
        return self.start + (self.size - 1) * self.distance

    def place(self, instant: int) -> int:
        """The first point at or after an instant, from 0 to the size."""
        return min(max(-((self.start - instant) // self.distance), 0), self.size)

    def between(self, first: int | None, last: int | None) -> int:
        """The points from first to last, both ends in."""
        low = 0 if first is None else self.place(first)
        high = self.size if last is None else self.place(last + 1)
        return (1 << high) - (1 << low) if low < high else 0


@frozen
class Laid(Bounded):
    """The members of a set from first to last, found by laying out a block of them at a time.

    The work is bounded by how much `laying` tells, whatever is asked. The blocks grow, for what is asked for mostly
    comes soon; the one that was looked at last is kept.
    """

    first: int
    last: int
    _points: Step | None = field(init=False, repr=False, compare=False)
    _recent: list[tuple[Grid, int]] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the points on which all members lie."""
        object.__setattr__(self, "_points", points(self.base, self.first, self.last))

    def ceil(self, instant: int) -> int | None:
        for grid, bits in self._blocks(instant, self.last):
            if found := bits & grid.between(instant, None):
                return grid.start + lowest(found) * grid.distance
        return None

    def floor(self, instant: int) -> int | None:
        for grid, bits in self._blocks(self.first, instant, backward=True):
            if found := bits & grid.between(None, instant):
                return grid.start + (found.bit_length() - 1) * grid.distance
        return None

    def between(self, first: int, last: int) -> Iterator[int]:
        parts = self._blocks(first, last)
        return chain.from_iterable(
            positions(
                (bits & grid.between(first, last)) >> (low := grid.place(first)),
                grid.start + low * grid.distance,
                grid.distance,
            )
            for grid, bits in parts
        )

    def blocks(self, first: int, last: int) -> Iterator[Iterable[int]]:
        return iter((self.between(first, last),))

    def meets(self, first: int, last: int) -> bool:
        return any(bits & grid.between(first, last) for grid, bits in self._blocks(first, last))

    def count(self, first: int, last: int) -> int:
        return sum((bits & grid.between(first, last)).bit_count() for grid, bits in self._blocks(first, last))

    def _blocks(self, first: int, last: int, *, backward: bool = False) -> Iterator[tuple[Grid, int]]:
        """The blocks that hold the members from first to last, in order or from the last on."""
        grids = [each for each in self._grids() if each.start <= last and each.last >= first]
        for grid in reversed(grids) if backward else grids:
            if not self._recent or self._recent[0][0] != grid:
                spend(parts(self.base) * grid.size // _BITS)
                with uncounted():  # what is kept of it is not counted again either
                    self._recent[:] = [(grid, bits_of(self.base, grid))]
            yield self._recent[0]

    def _grids(self) -> Iterator[Grid]:
        """All blocks in order."""
        step = self._points
        start, size = None if step is None else step.ceil(self.first), _FIRST_BLOCK
        last = min(self.last, ending(self.base))
        while step is not None and start is not None and start <= last:
            most = min(_LAST_BLOCK, _CYCLE // step.period)
            yield Grid(start, step.period, min(size, (last - start) // step.period + 1))
            start, size = start + size * step.period, min(size * 16, most)


def searchable(instants: InstantSet) -> InstantSet:
    """A set that is put together plainly as one that is quick to search: laid out, unless its points are too many."""
    first = beginning(instants)
    return Laid(instants, first, MAX_INSTANT) if laying(instants, first, MAX_INSTANT) <= MOST_WORK else instants


def points(instants: InstantSet, first: int, last: int) -> Step | None:
    """The points on which all members of a set from first to last lie; None if it has none."""
    step = lattice(instants, first, last)
    return None if step is None else Step(step.anchor, gcd(step.period, _WIDEST))


def laying(instants: InstantSet, first: int, last: int) -> int:
    """How much work it is to lay out a set from first to last: the points, for each part that it is made of."""
    last = min(last, ending(instants))
    step = points(instants, first, last) if first <= last else None
    if step is None:
        return 0
    size, cycle = (last - first) // step.period + 1, _CYCLE // step.period
    return parts(instants) * (size if cycle > _LAST_BLOCK else min(size, 2 * cycle) + size // _AGAIN)


def beginning(instants: InstantSet) -> int:
    """An instant before which a set has no member."""
    match instants:
        case Bounded(base, first):
            return beginning(base) if first is None else max(first, beginning(base))
        case Difference(base):
            return beginning(base)
        case Union(operands):
            return min(map(beginning, operands))
        case Intersection(operands):
            return max(map(beginning, operands))
        case _:
            return MIN_INSTANT


def ending(instants: InstantSet) -> int:
    """An instant after which a set has no member."""
    match instants:
        case Bounded(base, _, last):
            return ending(base) if last is None else min(last, ending(base))
        case Difference(base):
            return ending(base)
        case Union(operands):
            return max(map(ending, operands), default=MAX_INSTANT)
        case Intersection(operands):
            return min(map(ending, operands))
        case _:
            return MAX_INSTANT


def parts(instants: InstantSet) -> int:
    """Of how many steps and clocks a set is made, at whatever depth."""
    match instants:
        case Bounded(base):
            return parts(base)
        case Union(operands) | Intersection(operands):
            return sum(map(parts, operands))
        case Difference(base, removed):
            return parts(base) + parts(removed)
        case Sieved(step, base):
            return parts(step) + parts(base)
        case Thinned(_, removed):
            return 1 + len(removed)
        case Zoned(formula):
            # A clock is read twice, in summer and in winter.
            return sum(1 if isinstance(leaf, Stepped | Absolute) else 2 for leaf in leaves(formula))
        case _:
            return 1


def bits_of(instants: InstantSet, grid: Grid) -> int:
    """Which points of a grid are members: bit n stands for the nth."""
    match instants:
        case Step():
            return _step(instants, grid)
        case Thinned(step, removed):
            return _step(step, grid) & ~reduce(or_, (_step(each, grid) for each in removed))
        case Pattern(wall):
            return _clock(None, wall, grid, is_firing=False)
        case Zoned(formula):
            return _formula(formula, grid)
        case Bounded(base, first, last):
            inside = grid.between(first, last)
            return inside and bits_of(base, grid) & inside
        case Union(operands):
            return reduce(or_, (bits_of(each, grid) for each in operands))
        case Intersection(operands):
            return reduce(and_, (bits_of(each, grid) for each in operands))
        case Sieved(step, base):
            return bits_of(step, grid) & bits_of(base, grid)
        case Difference(base, removed):
            held = bits_of(base, grid)
            return held and held & ~bits_of(removed, grid)
        case Listed(members):
            return reduce(or_, (_step(Step(each, DAY), grid) & grid.between(each, each) for each in members))
        case Empty():
            return 0
        case _:
            raise TypeError(f"a set that cannot be laid out: {type(instants).__name__}")


def _formula(formula: Formula, grid: Grid) -> int:
    match formula:
        case Absolute(wall):
            return _clock(None, wall, grid, is_firing=False)
        case Stepped(step):
            return _step(step, grid)
        case Reading(zone, wall) | Firing(zone, wall):
            return _clock(zone, wall, grid, is_firing=isinstance(formula, Firing))
        case Every(inner):
            return reduce(and_, (_formula(each, grid) for each in inner))
        case Some(inner):
            return reduce(or_, (_formula(each, grid) for each in inner))
        case Not(part):
            return grid.full ^ _formula(part, grid)
        case _:
            raise TypeError(f"a formula that cannot be laid out: {type(formula).__name__}")


def _step(step: Step, grid: Grid) -> int:
    """The members of a step: of the points every nth, from the first that leaves its remainder."""
    common = gcd(step.period, grid.distance)
    distance, rest = divmod(step.anchor - grid.start, common)
    if rest:
        return 0
    nth = step.period // common
    first = distance * pow(grid.distance // common, -1, nth) % nth
    return repeated(1 << first, nth, grid.size) if first < grid.size else 0


def _clock(zone: Zone | None, wall: WallSet, grid: Grid, *, is_firing: bool) -> int:
    """When a zone's clock, or one that shows UTC, shows a wall set or first reaches it; what comes again is kept."""
    if grid.start > _LATE and all(days.cycle and _CYCLE_DAYS % days.cycle == 0 for _, days in wall.cells):
        return _kept(zone, wall, grid._replace(start=_LATE + (grid.start - _LATE) % _CYCLE), is_firing)
    return _shown(zone, wall, grid, is_firing)


@lru_cache(maxsize=32)
def _kept(zone: Zone | None, wall: WallSet, grid: Grid, is_firing: bool) -> int:
    return _shown(zone, wall, grid, is_firing)


def _shown(zone: Zone | None, wall: WallSet, grid: Grid, is_firing: bool) -> int:
    if zone is None:
        return _wall(wall, 0, grid)
    if not is_firing:
        return reduce(or_, (when & _wall(wall, offset, grid) for offset, when in _offsets(zone, grid).items()))
    found = 0
    for piece, when in _shapes(zone, grid):
        if piece.phase is Phase.ORDINARY:
            found |= when & _wall(wall, piece.offset, grid)
        elif piece.phase is Phase.GAP_END:
            found |= when & _wall(after_gap(wall, piece), piece.offset, grid)
    return found


@lru_cache(maxsize=16)
def _offsets(zone: Zone, grid: Grid) -> dict[int, int]:
    """The points at which a clock is so far ahead of UTC."""
    found: dict[int, int] = {}
    for piece, when in _shapes(zone, grid):
        found[piece.offset] = found.get(piece.offset, 0) | when
    return found


# All parts of a schedule read the same few clocks.
@lru_cache(maxsize=16)
def _shapes(zone: Zone, grid: Grid) -> tuple[tuple[Piece, int], ...]:
    """Each way in which a zone's clock is ahead of UTC, and the points at which it is."""
    pieces = list(_pieces(zone, grid))
    shapes = {_shape(piece): piece for piece in pieces}
    ends = [grid.place(piece.last + 1) for piece in pieces]
    widths = [end - begin for begin, end in zip([0, *ends], ends, strict=False)]
    return tuple(
        (
            shapes[shape],
            concatenated(
                ((1 << width) - 1 if _shape(piece) == shape else 0, width)
                for piece, width in zip(pieces, widths, strict=True)
            ),
        )
        for shape in shapes
    )


def _pieces(zone: Zone, grid: Grid) -> Iterator[Piece]:
    instant = grid.start
    while instant <= grid.last:
        piece = zone.piece(instant)
        yield piece
        instant = piece.last + 1


def _shape(piece: Piece) -> tuple[int, ...]:
    """What tells which readings count; where a gap ends, the time of day and the readings skipped too."""
    if piece.phase is Phase.GAP_END:
        return piece.phase, piece.offset, piece.before, piece.start % DAY
    return piece.phase, piece.offset


def _wall(wall: WallSet, offset: int, grid: Grid) -> int:
    """The points at which a clock so far ahead of UTC shows a wall set: the digits of each day, one after the other."""
    day, second = divmod(grid.start + offset, DAY)
    before, rest = divmod(second, grid.distance)
    first, last = max(day, FIRST_DAY), min((grid.last + offset) // DAY, LAST_DAY)
    found = 0
    for times, rule in wall.cells:
        shown = _times_of(times, rest, grid.distance)
        days = f"{day_bits(rule, first, last):b}".replace("1", "x")  # no digit, for what is shown may hold any
        found |= int(days.replace("0", "0" * len(shown)).replace("x", shown), 16)
    return (found << (first - day) * (DAY // grid.distance)) >> before & grid.full


@lru_cache(maxsize=256)
def _times_of(times: Times, rest: int, distance: int) -> str:
    """Some times of day as the bits of the seconds that are so far apart and leave this rest, four to a digit."""
    chosen = f"{times.bits:0{DAY}b}"[::-1][rest::distance][::-1]
    return f"{int(chosen, 2):0{DAY // distance // 4}x}"
