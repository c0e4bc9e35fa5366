"""Sets of instants given by what wall clocks show: on the UTC line, and in zones whose clocks change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT, WEEK, year_start
from everly.scheduling.engine.dayset import DaySet
from everly.scheduling.engine.formula import Absolute, Firing, Formula, Frame, Reading
from everly.scheduling.engine.nodes import EMPTY, Empty, InstantSet
from everly.scheduling.engine.times import ALL_DAY, Times
from everly.scheduling.engine.times import span as between
from everly.scheduling.engine.wall import EVERYTHING, NOTHING, WallSet, wall_set
from everly.scheduling.engine.zones import EARLY_YEARS, LATE_YEARS, Phase, Piece, Zone, year_of_kind

_EARLY = year_start(EARLY_YEARS.start) * DAY
_LATE = year_start(LATE_YEARS.start) * DAY


@dataclass(frozen=True, slots=True)
class Pattern(InstantSet):
    """The instants whose reading in UTC belongs to a wall set."""

    wall: WallSet

    def ceil(self, instant: int) -> int | None:
        return self.wall.ceil(instant)

    def floor(self, instant: int) -> int | None:
        return self.wall.floor(instant)

    def contains(self, instant: int) -> bool:
        return self.wall.has(instant)

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


class Span(NamedTuple):
    """Instants from start to last, both ends in, during which no clock of interest changes."""

    start: int
    last: int
    pieces: Mapping[Zone, Piece]


@dataclass(frozen=True, slots=True)
class Zoned(InstantSet):
    """The instants that a formula over zones with changing clocks holds.

    The first of its zones is *home*. While no clock changes, the formula comes down to a wall set as home's clock
    reads it, a *plan*; plans are kept, for the offsets of a zone are few. In the years that are known by their kind
    alone, before clocks changed and after the last change listed by date, the whole set comes down to one pattern.
    """

    formula: Formula
    zones: tuple[Zone, ...] = field(init=False, repr=False, compare=False)
    _plans: dict[Hashable, WallSet] = field(default_factory=dict, init=False, repr=False, compare=False)
    _patterns: dict[range, WallSet] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the zones in an order that does not depend on how the formula was built."""
        object.__setattr__(self, "zones", tuple(sorted(self.formula.zones, key=lambda zone: zone.name)))

    def ceil(self, instant: int) -> int | None:
        if instant < _EARLY:
            found = self._pattern(EARLY_YEARS).ceil(instant, _EARLY - 1)
            if found is not None:
                return found
        for span in self._spans(max(instant, _EARLY), _LATE - 1):
            offset = self._offset(span)
            found = self._plan(span).ceil(span.start + offset, span.last + offset)
            if found is not None:
                return found - offset
        return self._pattern(LATE_YEARS).ceil(max(instant, _LATE))

    def floor(self, instant: int) -> int | None:
        if instant >= _LATE:
            found = self._pattern(LATE_YEARS).floor(instant, _LATE)
            if found is not None:
                return found
        for span in self._spans_back(min(instant, _LATE - 1), _EARLY):
            offset = self._offset(span)
            found = self._plan(span).floor(span.last + offset, span.start + offset)
            if found is not None:
                return found - offset
        return self._pattern(EARLY_YEARS).floor(min(instant, _EARLY - 1))

    def contains(self, instant: int) -> bool:
        if not MIN_INSTANT <= instant <= MAX_INSTANT:
            return False
        span = next(self._spans(instant, instant))
        return self._plan(span).has(instant + self._offset(span))

    def count(self, first: int, last: int) -> int:
        total = 0
        for span in self._spans(max(first, _EARLY), min(last, _LATE - 1)):
            offset = self._offset(span)
            total += self._plan(span).count(span.start + offset, span.last + offset)
        if first < _EARLY:
            total += self._pattern(EARLY_YEARS).count(first, min(last, _EARLY - 1))
        if last >= _LATE:
            total += self._pattern(LATE_YEARS).count(max(first, _LATE), last)
        return total

    @property
    def cells(self) -> WallSet:
        """The plan at one ordinary moment, as a measure of the set's size."""
        return self._plan(Span(0, 0, {zone: Piece(0, 0, zone.offset(0), 0, Phase.ORDINARY) for zone in self.zones}))

    def _spans(self, first: int, last: int) -> Iterator[Span]:
        """The spans from first to last in order, both ends in."""
        while first <= last:
            pieces = {zone: zone.piece(first) for zone in self.zones}
            end = min(last, *(piece.last for piece in pieces.values()))
            yield Span(first, end, pieces)
            first = end + 1

    def _spans_back(self, last: int, first: int) -> Iterator[Span]:
        """The spans from last back to first, both ends in."""
        while last >= first:
            pieces = {zone: zone.piece(last) for zone in self.zones}
            start = max(first, *(piece.start for piece in pieces.values()))
            yield Span(start, last, pieces)
            last = start - 1

    def _offset(self, span: Span) -> int:
        return span.pieces[self.zones[0]].offset

    def _plan(self, span: Span) -> WallSet:
        key = tuple(map(_shape, span.pieces.values()))
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = self.formula.narrow(EVERYTHING, Frame(self._offset(span), span.pieces))
        return found

    def _pattern(self, years: range) -> WallSet:
        """The whole set as read in UTC, for years whose clocks change as in the year of their kind among these."""
        found = self._patterns.get(years)
        if found is None:
            found = self._patterns[years] = reduce(or_, self._parts(years), NOTHING)
        return found

    def _parts(self, years: range) -> Iterator[WallSet]:
        """Each plan as read in UTC, within the spans where it applies."""
        applies: dict[WallSet, dict[Times, list[int]]] = {}
        for kind in range(14):
            start = year_start(year_of_kind(kind, years)) * DAY
            for span in self._spans(start, start + (365 + (kind >= WEEK)) * DAY - 1):
                plan = self._plan(span).shift(-self._offset(span))
                masks = applies.setdefault(plan, {})
                for times, mask in _cut(span.start - start, span.last - start):
                    masks.setdefault(times, [0] * 14)[kind] |= mask
        for plan, cells in applies.items():
            yield plan & reduce(or_, (wall_set(times, DaySet(tuple(masks))) for times, masks in cells.items()))


def _shape(piece: Piece) -> tuple[int, ...]:
    """What a plan depends on: offset and phase, and at a gap end the time of day and the readings skipped."""
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


def held(formula: Formula) -> Pattern | Zoned | Empty:
    """The set of instants that a formula holds, in its simplest form."""
    if formula.zones:
        return Zoned(formula)
    wall = formula.narrow(EVERYTHING, Frame(0, {}))
    return Pattern(wall) if wall else EMPTY


def window(wall: WallSet, zone: Zone) -> Pattern | Zoned | Empty:
    """Every instant at which the zone's clock shows a member of the wall set, in both passes of a fold."""
    return _on_clock(Reading(zone, wall))


def wall_firing(wall: WallSet, zone: Zone) -> Pattern | Zoned | Empty:
    """The instants at which the zone's clock first reaches a member of the wall set.

    In a fold that is the first pass; for readings skipped in a gap, the first instant after it.
    """
    return _on_clock(Firing(zone, wall))


def _on_clock(formula: Reading | Firing) -> Pattern | Zoned | Empty:
    if not formula.wall:
        return EMPTY
    if formula.zone.fixed is not None:
        return held(Absolute(formula.wall.shift(-formula.zone.fixed)))
    return Zoned(formula)
