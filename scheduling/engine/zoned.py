"""Sets of instants given by what wall clocks show: on the UTC line, and in zones whose clocks change."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache, partial, reduce
from itertools import chain, islice
from operator import or_

from everly.frozen import field, frozen
from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT, WEEK, year_start
from everly.scheduling.engine.dayset import Days, DaySet
from everly.scheduling.engine.effort import spend, uncounted
from everly.scheduling.engine.formula import Absolute, Firing, Formula, Frame, Reading
from everly.scheduling.engine.lookups import Lookup, lookup
from everly.scheduling.engine.nodes import EMPTY, Empty, InstantSet
from everly.scheduling.engine.numbers import Numbers, moved
from everly.scheduling.engine.times import ALL_DAY, Times
from everly.scheduling.engine.times import span as between
from everly.scheduling.engine.wall import EVERYTHING, NOTHING, Mosaic, WallSet, mosaic, wall_set
from everly.scheduling.engine.zones import EARLY_YEARS, LATE_YEARS, Phase, Piece, Zone, year_of_kind

_EARLY = year_start(EARLY_YEARS.start) * DAY
_LATE = year_start(LATE_YEARS.start) * DAY
# Here no clock shows a year outside 1 to 9999. Beyond, a pattern tells what a rule without end has on such days.
_INSIDE = range(MIN_INSTANT + DAY, MAX_INSTANT - DAY)


@frozen
class Pattern(InstantSet):
    """The instants whose reading in UTC belongs to a wall set."""

    wall: WallSet

    def ceil(self, instant: int) -> int | None:
        return self.wall.ceil(instant)

    def floor(self, instant: int) -> int | None:
        return self.wall.floor(instant)

    def contains(self, instant: int) -> bool:
        return self.wall.has(instant)

    def meets(self, first: int, last: int) -> bool:
        return self.wall.meets(max(first, MIN_INSTANT), min(last, MAX_INSTANT))

    def between(self, first: int, last: int) -> Iterator[int]:
        return chain.from_iterable(self.blocks(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Numbers]:
        return self.wall.blocks(max(first, MIN_INSTANT), min(last, MAX_INSTANT))

    def count(self, first: int, last: int) -> int:
        return self.wall.count(first, last)

    @property
    def formula(self) -> Formula:
        """The set as a formula, to be joined with one that knows zones."""
        return Absolute(self.wall)

    @property
    def cells(self) -> WallSet:
        """The wall set, as a measure of its size."""
        return self.wall


def _first_in(span: Span, instant: int) -> int | None:
    """The first member in a span at or after an instant."""
    found = span.plan.ceil(max(instant, span.start) + span.offset, span.last + span.offset)
    return None if found is None else found - span.offset


def _members_in(span: Span, first: int, last: int) -> Iterator[Numbers]:
    """The members in a span, of those from first to last."""
    if not span.plan:
        return iter(())
    low, high = max(first, span.start) + span.offset, min(last, span.last) + span.offset
    return (moved(block, -span.offset) for block in span.plan.blocks(low, high))


def _ceil_of(firing: Firing, instant: int) -> int | None:
    """The first firing at or after an instant: at the next reading of the wall set that the clock has not shown yet."""
    wall = firing.wall.ceil(firing.zone.first_reading(instant))
    return None if wall is None else firing.zone.first_instant(wall)


class Span(NamedTuple):
    """Instants of one year, from start to last, both ends in, during which no clock of interest changes.

    There home's clock is `offset` seconds ahead of UTC, and the set comes down to `plan`, read off that clock.
    """

    start: int
    last: int
    offset: int
    plan: WallSet


_NEAR_SPANS = 8
# How many steps it is to look up what clocks show next.
_A_SPAN = 4
_NO_SPAN = Span(0, -1, 0, NOTHING)


@frozen
class Zoned(InstantSet):
    """The instants that a formula over zones with changing clocks holds.

    The first of its zones is *home*. While no clock changes, the formula comes down to a wall set as home's clock
    reads it, a *plan*; plans are kept, for the offsets of a zone are few. In the years that are known by their kind
    alone, before clocks changed and after the last change listed by date, the whole set comes down to one pattern.
    """

    formula: Formula
    zones: tuple[Zone, ...] = field(init=False, repr=False, compare=False)
    _days: list[Days] = field(default_factory=list, init=False, repr=False, compare=False)
    _lookups: list[Lookup | None] = field(default_factory=list, init=False, repr=False, compare=False)
    _plans: dict[Hashable, WallSet] = field(default_factory=dict, init=False, repr=False, compare=False)
    _patterns: dict[range, Mosaic] = field(default_factory=dict, init=False, repr=False, compare=False)
    _recent: list[Span] = field(default_factory=lambda: [_NO_SPAN], init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the zones in an order that does not depend on how the formula was built."""
        object.__setattr__(self, "zones", tuple(sorted(self.formula.zones, key=lambda zone: zone.name)))

    def ceil(self, instant: int) -> int | None:
        if isinstance(self.formula, Firing) and instant in _INSIDE:
            fires = _ceil_of(self.formula, instant)
            if fires is not None and fires in _INSIDE:
                return fires
        near = self._spans_within_reach(instant, _INSIDE[-1]) if instant >= _INSIDE[0] else iter(())
        for span in islice(near, _NEAR_SPANS):
            found = _first_in(span, instant)
            if found is not None:
                return found
            instant = span.last + 1
        begin = self.formula.skip_to(max(instant, MIN_INSTANT)) if instant <= MAX_INSTANT else None
        return None if begin is None else self._far_ceil(begin)

    def _far_ceil(self, instant: int) -> int | None:
        """The first member at or after an instant, where a search span by span would be long."""
        if instant < _EARLY:
            if self._reach.next_day(instant // DAY) is None:
                return None
            found = self._pattern(EARLY_YEARS).ceil(instant, _EARLY - 1)
            if found is not None:
                return found
            instant = _EARLY
        for span in self._spans_within_reach(instant, _LATE - 1):
            found = _first_in(span, instant)
            if found is not None:
                return found
        instant = max(instant, _LATE)
        return None if self._reach.next_day(instant // DAY) is None else self._pattern(LATE_YEARS).ceil(instant)

    def floor(self, instant: int) -> int | None:
        if instant >= _LATE:
            found = self._pattern(LATE_YEARS).floor(instant, _LATE)
            if found is not None:
                return found
            instant = _LATE - 1
        while instant >= _EARLY:
            span = self._span(instant)
            found = span.plan.floor(instant + span.offset, span.start + span.offset)
            if found is not None:
                return found - span.offset
            day = self._reach.previous_day((span.start - 1) // DAY)
            if day is None:
                return None
            instant = min(span.start - 1, day * DAY + DAY - 1)
        return None if self._reach.previous_day(instant // DAY) is None else self._pattern(EARLY_YEARS).floor(instant)

    def contains(self, instant: int) -> bool:
        if not MIN_INSTANT <= instant <= MAX_INSTANT:
            return False
        span = self._span(instant)
        return span.plan.has(instant + span.offset)

    def count(self, first: int, last: int) -> int:
        total = 0
        if first < _EARLY:
            total += self._pattern(EARLY_YEARS).count(first, min(last, _EARLY - 1))
        if last >= _LATE:
            total += self._pattern(LATE_YEARS).count(max(first, _LATE), last)
        first, last = max(first, _EARLY), min(last, _LATE - 1)
        for span in self.spans(first, last):
            total += span.plan.count(max(first, span.start) + span.offset, min(last, span.last) + span.offset)
        return total

    def between(self, first: int, last: int) -> Iterator[int]:
        return chain.from_iterable(self.blocks(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Iterable[int]]:
        seldom = self._lookup
        inside = self._by_spans if seldom is None else partial(seldom.blocks, otherwise=self._by_spans)
        parts = (
            (first, min(last, _INSIDE[0] - 1), self._at_edge),
            (max(first, _INSIDE[0]), min(last, _INSIDE[-1]), inside),
            (max(first, _INSIDE[-1] + 1), last, self._at_edge),
        )
        return chain.from_iterable(listed(begin, end) for begin, end, listed in parts if begin <= end)

    def _at_edge(self, first: int, last: int) -> Iterator[Iterable[int]]:
        """The members from first to last, at one of the ends of the calendar."""
        begin = self.formula.skip_to(min(max(first, MIN_INSTANT), MAX_INSTANT))
        if begin is None or begin > last or self._within_reach(begin) is None:
            return iter(())
        return iter((self._pattern(EARLY_YEARS if first < _EARLY else LATE_YEARS).between(first, last),))

    def _by_spans(self, first: int, last: int) -> Iterator[Numbers]:
        """The members from first to last in order, both ends in, told from the plans.

        Where they are rare and the kind of year tells the clock changes, the pattern says how far to jump.
        """
        begin: int | None = first
        while begin is not None and begin <= last:
            idle = 0
            for span in self._spans_within_reach(begin, last):
                members = _members_in(span, begin, last)
                found = next(members, None)
                begin, idle = span.last + 1, 0 if found is not None else idle + 1
                if found is not None:
                    yield found
                    yield from members
                elif idle >= _NEAR_SPANS and not _EARLY <= begin < _LATE:
                    break
            else:
                return
            begin = self._far_ceil(begin)

    def _spans_within_reach(self, first: int, last: int) -> Iterator[Span]:
        """The spans from first to last, but after some in a row only those that may hold a member."""
        near = _NEAR_SPANS
        while first <= last:
            if not self._recent[0].start <= first <= self._recent[0].last:
                begin = self.formula.skip_to(first) if near > 0 else self._within_reach(first)
                if begin is None or begin > last:
                    return
                first = begin
            span = self._span(first)
            yield span
            first, near = span.last + 1, near - 1

    def _within_reach(self, instant: int) -> int | None:
        """The same as the formula's `skip_to`, from all its days: these take longer to work out, and leave out more."""
        day = self._reach.next_day(instant // DAY)
        return None if day is None else max(instant, day * DAY)

    @property
    def _lookup(self) -> Lookup | None:
        """How its firings are looked up, if that is quicker than to plan."""
        if not self._lookups:
            self._lookups.append(lookup(self.formula))
        return self._lookups[0]

    @property
    def _reach(self) -> Days:
        """The days in UTC on which the set may have members."""
        if not self._days:
            self._days.append(self.formula.days)
        return self._days[0]

    def spans(self, first: int, last: int) -> Iterator[Span]:
        """The spans that hold the instants from first to last."""
        while first <= last:
            span = self._span(first)
            yield span
            first = span.last + 1

    @property
    def cells(self) -> WallSet:
        """The plan at one ordinary moment, as a measure of the set's size."""
        return self._plan(self._ordinary)

    def keep_plan(self, plan: WallSet) -> None:
        """Take a plan for that moment, which is known already."""
        self._plans[_key(self._ordinary)] = plan

    @property
    def _ordinary(self) -> Mapping[Zone, Piece]:
        return {zone: Piece(0, 0, zone.offset(0), 0, Phase.ORDINARY) for zone in self.zones}

    def _span(self, instant: int) -> Span:
        """The span that holds an instant; the last one is remembered, for most questions are about it again."""
        span = self._recent[0]
        if not span.start <= instant <= span.last:
            spend(_A_SPAN)
            pieces, start, last = _pieces_at(self.zones, instant)
            span = self._recent[0] = Span(start, last, pieces[self.zones[0]].offset, self._plan(pieces))
        return span

    def _plan(self, pieces: Mapping[Zone, Piece]) -> WallSet:
        key = _key(pieces)
        found = self._plans.get(key)
        if found is None:
            frame = Frame(pieces[self.zones[0]].offset, pieces)
            found = self._plans[key] = self.formula.narrow(EVERYTHING, frame)
        return found

    def _pattern(self, years: range) -> Mosaic:
        """The whole set as read in UTC, for years whose clocks change as in the year of their kind among these."""
        found = self._patterns.get(years)
        if found is None:
            found = self._patterns[years] = mosaic(self._parts(years))
        return found

    def _parts(self, years: range) -> Iterator[WallSet]:
        """Each plan as read in UTC, within the spans where it applies."""
        applies: dict[WallSet, WallSet] = {}
        with uncounted():  # what is the same for every set may have been worked out for another
            cuts = _cuts(self.zones, years)
        for pieces, cut in cuts:
            plan = self._plan(pieces)
            for part in plan.moved(-pieces[self.zones[0]].offset):
                applies[part] = applies.get(part, NOTHING) | cut
        for part, cut in applies.items():
            yield part & cut


# What these years hold is the same for every set in the same zones.
@lru_cache(maxsize=64)
def _cuts(zones: tuple[Zone, ...], years: range) -> tuple[tuple[Mapping[Zone, Piece], WallSet], ...]:
    """For each shape of pieces in these years, the seconds in UTC at which it is in force, in years of any kind."""
    applies: dict[Hashable, tuple[Mapping[Zone, Piece], dict[Times, list[int]]]] = {}
    for kind in range(14):
        start = instant = year_start(year_of_kind(kind, years)) * DAY
        while instant < start + (365 + (kind >= WEEK)) * DAY:
            pieces, first, last = _pieces_at(zones, instant)
            _, masks = applies.setdefault(_key(pieces), (pieces, {}))
            for times, mask in _cut(first - start, last - start):
                masks.setdefault(times, [0] * 14)[kind] |= mask
            instant = last + 1
    return tuple((pieces, _by_kind(masks)) for pieces, masks in applies.values())


def _pieces_at(zones: tuple[Zone, ...], instant: int) -> tuple[Mapping[Zone, Piece], int, int]:
    """The piece of each zone that holds an instant, and the instants that all of them share."""
    if len(zones) == 1:
        piece = zones[0].piece(instant)
        return {zones[0]: piece}, piece.start, piece.last
    pieces = {zone: zone.piece(instant) for zone in zones}
    return pieces, max(piece.start for piece in pieces.values()), min(piece.last for piece in pieces.values())


def _key(pieces: Mapping[Zone, Piece]) -> Hashable:
    """What a plan depends on."""
    return tuple(map(_shape, pieces.values()))


def _shape(piece: Piece) -> tuple[int, ...]:
    """What it depends on of one zone: offset and phase, and at a gap end the time of day and the readings skipped."""
    if piece.phase is Phase.GAP_END:
        return piece.offset, piece.before, piece.start % DAY
    return piece.offset, piece.phase


def _cut(first: int, last: int) -> Iterator[tuple[Times, int]]:
    """The seconds of a year from first to last, both ends in: times of day, and the bits of the days with them."""
    (day, second), (last_day, last_second) = divmod(first, DAY), divmod(last, DAY)
    if day == last_day:
        yield between(second, last_second), 1 << day
        return
    yield between(second, DAY - 1), 1 << day
    yield ALL_DAY, (1 << last_day) - (2 << day)
    yield between(0, last_second), 1 << last_day


def _by_kind(masks: Mapping[Times, Iterable[int]]) -> WallSet:
    """The times of day on the days that each kind of year has them."""
    return reduce(or_, (wall_set(times, DaySet(tuple(days))) for times, days in masks.items()))


def held(formula: Formula) -> Pattern | Zoned | Empty:
    """The set of instants that a formula holds, in its simplest form."""
    return Zoned(formula) if formula.zones else pattern(formula.narrow(EVERYTHING, Frame(0, {})))


def pattern(wall: WallSet) -> Pattern | Empty:
    """The instants whose reading in UTC belongs to a wall set."""
    return Pattern(wall) if wall else EMPTY


def window(wall: WallSet, zone: Zone) -> Pattern | Zoned | Empty:
    """Every instant at which the zone's clock shows a member of the wall set, in both passes of a fold."""
    return _on_clock(Reading, wall, zone)


def wall_firing(wall: WallSet, zone: Zone) -> Pattern | Zoned | Empty:
    """The instants at which the zone's clock first reaches a member of the wall set.

    In a fold that is the first pass; for readings skipped in a gap, the first instant after it.
    """
    return _on_clock(Firing, wall, zone)


def _on_clock(kind: type[Reading | Firing], wall: WallSet, zone: Zone) -> Pattern | Zoned | Empty:
    if not wall:
        return EMPTY
    return Zoned(kind(zone, wall)) if zone.fixed is None else pattern(wall.shift(-zone.fixed))
