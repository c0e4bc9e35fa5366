"""What a zoned set holds, as a formula over wall clocks: evaluated wherever the offsets stand still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import and_, or_

from everly.frozen import frozen, replace
from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY
from everly.scheduling.engine.days import any_of
from everly.scheduling.engine.dayset import ALL, NONE, Days
from everly.scheduling.engine.shifts import shifted
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import NEVER, at, span
from everly.scheduling.engine.wall import EVERYTHING, NOTHING, WallSet, from_cells, wall_set
from everly.scheduling.engine.zones import Phase, Piece, Zone


class Frame(NamedTuple):
    """A time when offsets stand still: how far home's clock is ahead of UTC, and the piece of every zone."""

    offset: int
    pieces: Mapping[Zone, Piece]


class Formula:
    """Membership of instants, in terms of what wall clocks show."""

    __slots__ = ()

    @property
    def zones(self) -> frozenset[Zone]:
        """The zones whose clock changes matter."""
        raise NotImplementedError

    @property
    def days(self) -> Days:
        """The days in UTC on which it may hold anything: a bound to search by, not a promise."""
        return ALL

    def skip_to(self, instant: int) -> int | None:
        """An instant from one on before which it holds nothing more, None if ever: a bound that costs little."""
        return instant

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        """The part of a wall set, as home's clock reads it, that the formula holds while the frame stands.

        Where a piece is a gap end, only the reading at that one instant counts.
        """
        raise NotImplementedError


@frozen
class Absolute(Formula):
    """What a clock that shows UTC reads."""

    wall: WallSet

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset()

    @property
    def days(self) -> Days:
        return self.wall.busy

    def skip_to(self, instant: int) -> int | None:
        day = self.wall.busy.next_day(instant // DAY)
        return None if day is None else max(instant, day * DAY)

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return _both(wall, self.wall.shift(frame.offset))


@frozen
class Reading(Formula):
    """What the zone's clock reads, in whichever pass."""

    zone: Zone
    wall: WallSet

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset((self.zone,))

    @property
    def days(self) -> Days:
        return _near(self.wall)

    def skip_to(self, instant: int) -> int | None:
        return _skip_to(self.wall, self.zone, instant)

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return _both(wall, self.wall.shift(frame.offset - frame.pieces[self.zone].offset))


@frozen
class Firing(Formula):
    """When the zone's clock first reaches a reading: the first pass of a fold, the first instant after a gap."""

    zone: Zone
    wall: WallSet

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset((self.zone,))

    @property
    def days(self) -> Days:
        return _near(self.wall)

    def skip_to(self, instant: int) -> int | None:
        return _skip_to(self.wall, self.zone, instant)

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        piece = frame.pieces[self.zone]
        match piece.phase:
            case Phase.ORDINARY:
                own = self.wall
            case Phase.REPEATED:
                return NOTHING
            case Phase.GAP_END:
                own = after_gap(self.wall, piece)
        return _both(wall, own.shift(frame.offset - piece.offset))


@frozen
class Stepped(Formula):
    """The members of a step."""

    step: Step

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset()

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return self.step.on_wall(wall, frame.offset)


@frozen
class Reachable(Formula):
    """Every instant, but of a wall set only the days on which it meets one of the steps: a leapfrog's short cut."""

    steps: frozenset[Step]

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset()

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return from_cells(
            (times, days & any_of(step.days(times, frame.offset) for step in self.steps)) for times, days in wall.cells
        )


@frozen
class Every(Formula):
    """All parts hold."""

    parts: frozenset[Formula]

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset().union(*(part.zones for part in self.parts))

    @property
    def days(self) -> Days:
        return reduce(and_, (part.days for part in self.parts))

    def skip_to(self, instant: int) -> int | None:
        for part in self.parts:
            found = part.skip_to(instant)
            if found is None:
                return None
            instant = found
        return instant

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        # Steps last, and what steps leave out after them: they cut up a set that is narrow by then.
        ordered = sorted(self.parts, key=_cuts_up)
        return reduce(lambda left, part: part.narrow(left, frame), ordered, wall)


@frozen
class Some(Formula):
    """At least one part holds."""

    parts: frozenset[Formula]

    @property
    def zones(self) -> frozenset[Zone]:
        return frozenset().union(*(part.zones for part in self.parts))

    @property
    def days(self) -> Days:
        return reduce(or_, (part.days for part in self.parts))

    def skip_to(self, instant: int) -> int | None:
        return min((each for part in self.parts if (each := part.skip_to(instant)) is not None), default=None)

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return reduce(or_, (part.narrow(wall, frame) for part in self.parts))


@frozen
class Not(Formula):
    """The part does not hold."""

    part: Formula

    @property
    def zones(self) -> frozenset[Zone]:
        return self.part.zones

    def narrow(self, wall: WallSet, frame: Frame) -> WallSet:
        return wall - self.part.narrow(wall, frame)


NOWHERE = Absolute(NOTHING)


def every(parts: Iterable[Formula]) -> Formula:
    """The formula that all parts hold, with readings of one clock merged and contradictions found."""
    found: list[Formula] = []
    for part in parts:
        for each in part.parts if isinstance(part, Every) else (part,):
            found = _merged(found, each, firings=False)
    if len(found) == 1:
        return NOWHERE if _is_empty(found[0]) else found[0]
    rest = frozenset(found)
    if any(_is_empty(part) or (isinstance(part, Not) and part.part in rest) for part in rest):
        return NOWHERE
    return Every(rest) if len(rest) > 1 else found[0]


def some(parts: Iterable[Formula]) -> Formula:
    """The formula that at least one part holds, with equal clocks merged and `a or (a and b)` cut down to `a`."""
    found: list[Formula] = []
    for part in parts:
        for each in part.parts if isinstance(part, Some) else (part,):
            found = _merged(found, each, firings=True)
    rest = frozenset(part for part in found if not _is_empty(part))
    kept = frozenset(part for part in rest if not (isinstance(part, Every) and part.parts & rest))
    return Some(kept) if len(kept) > 1 else next(iter(kept), NOWHERE)


def negation(part: Formula) -> Formula:
    """The formula that the part does not hold."""
    match part:
        case Absolute() | Reading():
            return replace(part, wall=~part.wall)
        case Not():
            return part.part
        case _:
            return Not(part)


def leaves(formula: Formula) -> Iterator[Formula]:
    """The clocks and steps that a formula is made of, at whatever depth."""
    match formula:
        case Every(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield formula


def _near(wall: WallSet) -> Days:
    """The days in UTC that a clock may call by the days of a wall set, or a day later if a gap moved a firing."""
    later = shifted(wall.busy, 1)
    return any_of([shifted(wall.busy, -1), wall.busy, later, shifted(later, 1)])


def _skip_to(wall: WallSet, zone: Zone, instant: int) -> int | None:
    """When the zone's clock begins the first day of a wall set that it may show from an instant on.

    A clock is less than a day from UTC, and a gap that moves a firing is shorter than two. So at the ends of the
    calendar the clock may show days outside of it, which a rule without a cycle never holds.
    """
    today = instant // DAY
    day = wall.busy.next_day(today - 2)
    if today < FIRST_DAY + 2 or (day is not None and day <= today + 1):
        return instant
    if day is not None:
        return max(instant, zone.first_instant(day * DAY))
    return None if wall.busy.cycle is None else max(instant, LAST_DAY * DAY)


def after_gap(wall: WallSet, piece: Piece) -> WallSet:
    """The reading at the gap end, on each day on which the readings from the gap's start to it meet the wall set."""
    end = (piece.start + piece.offset) % DAY
    days: Days = NONE
    for back in range(3):  # a gap is shorter than two days
        first, last = end + piece.before - piece.offset + back * DAY, end + back * DAY
        skipped = span(max(first, 0), min(last, DAY - 1)) if first < DAY and last >= 0 else NEVER
        for times, busy in wall.cells:
            if times & skipped:
                days |= shifted(busy, back)
    return wall_set(at([end]), days)


def _both(left: WallSet, right: WallSet) -> WallSet:
    return right if left is EVERYTHING else left & right


def _cuts_up(part: Formula) -> int:
    """When a part has its turn: a step is cheap on what others leave, and what it leaves out on what that leaves."""
    match part:
        case Stepped():
            return 1
        case Reachable() | Not(Stepped()):
            return 2
        case _:
            return 0


def _is_empty(part: Formula) -> bool:
    return isinstance(part, Absolute | Reading | Firing) and not part.wall


def _merged(parts: list[Formula], part: Formula, *, firings: bool) -> list[Formula]:
    """`parts` and one more, merged with the one that reads the same clock.

    Of two firings one must be a part of the other, but in a union: at a gap end both may hold, though their walls have
    nothing in common.
    """
    if not isinstance(part, Absolute | Reading | Firing):
        return [*parts, part]
    operation = or_ if firings else and_
    kept: list[Formula] = []
    for each in parts:
        match each, part:
            case Absolute(), Absolute():
                part = Absolute(operation(each.wall, part.wall))
            case (Reading(), Reading()) if each.zone == part.zone:
                part = Reading(each.zone, operation(each.wall, part.wall))
            case (Firing(), Firing()) if firings and each.zone == part.zone:
                part = Firing(each.zone, each.wall | part.wall)
            case (Firing(), Firing()) if each.zone == part.zone and each.wall & part.wall in (each.wall, part.wall):
                part = Firing(each.zone, each.wall & part.wall)
            case _:
                kept.append(each)
    return [*kept, part]
