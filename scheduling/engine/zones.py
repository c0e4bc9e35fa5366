"""Time zones as pieces of constant UTC offset: the only place where a wall clock meets the line of instants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum

from everly.frozen import field, frozen
from everly.named import NamedTuple
from everly.scheduling.engine.civil import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    MAX_INSTANT,
    MIN_INSTANT,
    kind_of,
    year_of,
    year_start,
)
from everly.scheduling.engine.numbers import Numbers

_SECOND = timedelta(seconds=1)
_LONGEST_FOLD = 2 * DAY  # offsets lie between a day behind UTC and a day ahead
# Before the first clock change of the tz database (1844) there is only local mean time, and after the last change it
# lists by date (2087) there are only yearly rules, which know a year by its kind. So these years are read from the
# tzinfo, and any other from one of the 40 read years at the near end, which hold all 14 kinds.
_FIRST_READ, _LAST_READ = 1760, 2140
# 540 days (Brussels 1914), 21 (Hawaii 1933), 4 (Freetown 1939), 17 (El Aaiun 1976), 7 (Boa Vista 2000, Gaza 2070).
_SHORTEST = ((1844, 400), (1910, 180), (1935, 20), (1950, 3), (2000, 12), (2090, 6))
EARLY_YEARS = range(_FIRST_READ, _FIRST_READ + 40)
LATE_YEARS = range(_LAST_READ - 39, _LAST_READ + 1)


class Phase(IntEnum):
    """What the wall clock does at an instant."""

    ORDINARY = 0
    REPEATED = 1
    """The second pass of a fold: the wall clock showed this reading before."""
    GAP_END = 2
    """The first instant after a gap: the readings just before were skipped."""


class Transition(NamedTuple):
    """The first instant of a new UTC offset: a gap when the offset grows, a fold when it shrinks."""

    instant: int
    before: int
    after: int


class Piece(NamedTuple):
    """The instants from start to last, both ends in, during which offset and phase stay the same.

    `before` is the offset in force before the last change: it says how many readings a gap end skipped.
    """

    start: int
    last: int
    offset: int
    before: int
    phase: Phase


@frozen
class Zone:
    """A time zone: any tzinfo with whole-second offsets, under the name it is printed by.

    It keeps what it learned of the tzinfo, at most the years it reads, so one Zone should serve for all schedules in a
    zone. Two are equal when their names and tzinfos are.
    """

    name: str
    tzinfo: tzinfo = field(hash=False)
    fixed: int | None = field(init=False, compare=False)
    _years: dict[int, tuple[Piece, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _shared: dict[tuple[Piece, ...], tuple[Piece, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """A tzinfo that knows its offset without a date has one offset for ever."""
        offset = self.tzinfo.utcoffset(None)
        object.__setattr__(self, "fixed", None if offset is None else offset // _SECOND)

    def piece(self, instant: int) -> Piece:
        """The piece that holds an instant, which must lie in years 1 to 9999."""
        if self.fixed is not None:  # nothing to ask the tzinfo
            return Piece(MIN_INSTANT, MAX_INSTANT, self.fixed, self.fixed, Phase.ORDINARY)
        year = year_of(instant // DAY)
        base = year_start(year) * DAY
        rest = instant - base
        for start, last, offset, before, phase in self._years.get(year) or self._read(year):
            if rest <= last:
                return Piece(base + start, base + last, offset, before, phase)
        raise AssertionError(f"the pieces of {year} end before {instant}")

    def offset(self, instant: int) -> int:
        """Seconds that the wall clock is ahead of UTC at an instant."""
        return self.fixed if self.fixed is not None else self.piece(instant).offset

    def reading(self, instant: int) -> int:
        """The wall second that the clock shows at an instant."""
        return instant + self.offset(instant)

    def transitions(self, first: int, last: int) -> Iterator[Transition]:
        """The clock changes from first to last, both ends in."""
        instant = max(first, MIN_INSTANT + 1)
        while instant <= min(last, MAX_INSTANT):
            before, piece = self.offset(instant - 1), self.piece(instant)
            if before != piece.offset:
                yield Transition(instant, before, piece.offset)
            instant = piece.last + 1

    def first_instant(self, wall: int) -> int:
        """When the wall clock first reaches a reading: the first pass in a fold, the first instant after a gap."""
        if self.fixed is not None:
            return max(MIN_INSTANT, wall - self.fixed)
        start, _, offset = self._reaching(wall)
        return max(start, wall - offset)

    def first_instants(self, blocks: Iterable[Numbers]) -> Iterator[Numbers]:
        """The same for readings in order, in blocks, each instant once. A look-up serves all readings of one piece."""
        start, last, offset, before = 0, -1, 0, None
        for walls in blocks:
            found: list[int] = []
            begin = 0
            while begin < len(walls):
                if not start <= walls[begin] - offset <= last:
                    start, last, offset = self._reaching(walls[begin])
                if walls[begin] - offset < start:  # what the clock skips is reached when it goes on
                    found.append(start)
                    begin = bisect_right(walls, start + offset, begin)
                end = bisect_right(walls, last + offset, begin)
                found += [wall - offset for wall in walls[begin:end]]
                begin = end
            if found and found[0] == before:
                del found[0]
            if found:
                before = found[-1]
                yield tuple(found)

    def first_reading(self, instant: int) -> int:
        """The least reading that the clock first reaches at an instant, which must lie in years 1 to 9999, or later."""
        piece = self.piece(instant)
        match piece.phase:
            case Phase.ORDINARY:
                return instant + piece.offset
            case Phase.REPEATED:
                return self.first_reading(piece.last + 1)
            case Phase.GAP_END:
                return instant + piece.before

    def _reaching(self, wall: int) -> tuple[int, int, int]:
        """Start, last and offset of the piece in which the clock first reaches a reading, or of the last of all."""
        day = wall // DAY
        year = year_of(day if FIRST_DAY <= day <= LAST_DAY else FIRST_DAY if day < FIRST_DAY else LAST_DAY)
        base = year_start(year) * DAY
        rest = wall - base
        for start, last, offset, _, phase in self._years.get(year) or self._read(year):
            if rest - offset <= last:
                if rest < offset or phase is Phase.REPEATED:  # the clock was there in the year before
                    break
                return base + start, base + last, offset
        return self._reaching_from(min(max(wall - DAY, MIN_INSTANT), MAX_INSTANT), wall)

    def _reaching_from(self, instant: int, wall: int) -> tuple[int, int, int]:
        """The same, looked for from an instant on, piece by piece."""
        while True:
            piece = self.piece(instant)
            if wall - piece.offset <= piece.last or piece.last == MAX_INSTANT:
                return piece[:3]
            instant = piece.last + 1

    def _read(self, year: int) -> tuple[Piece, ...]:
        """The pieces of a year, counted from its start; years that are alike share them."""
        source = _year_to_read(year)
        found = self._years.get(source)
        if found is None:
            pieces = tuple(_pieces(self, source))
            found = self._years[source] = self._shared.setdefault(pieces, pieces)
        return found

    def probe(self, instant: int) -> int:
        """The UTC offset as the tzinfo itself gives it; the instant must not be near the ends of the calendar."""
        there = datetime(1970, 1, 1, tzinfo=self.tzinfo) + timedelta(0, instant)
        return (self.tzinfo.fromutc(there) - there) // _SECOND


def year_of_kind(kind: int, years: range) -> int:
    """The first of these years that is of a kind."""
    return next(year for year in years if kind_of(year) == kind)


_EARLY_OF_KIND, _LATE_OF_KIND = (
    tuple([year_of_kind(kind, years) for kind in range(14)]) for years in (EARLY_YEARS, LATE_YEARS)
)


def _year_to_read(year: int) -> int:
    """The year itself, or one with the same clock changes that the tzinfo is sure to know."""
    if year < _FIRST_READ:
        return _EARLY_OF_KIND[kind_of(year)]
    return year if year <= _LAST_READ else _LATE_OF_KIND[kind_of(year)]


def _probe_distance(year: int) -> int:
    """Less than the shortest time between two changes of a zone in the tz database, in the years before each bound."""
    return DAY * next((days for end, days in _SHORTEST if year < end), 20)


def _pieces(zone: Zone, year: int) -> Iterator[Piece]:
    """The pieces of a year in UTC, counted from its start; the first may belong to a fold that began before that."""
    start, end = year_start(year) * DAY, year_start(year + 1) * DAY
    for piece in _pieces_between(zone, start - _LONGEST_FOLD, end, _probe_distance(year)):
        if piece.last >= start:
            yield piece._replace(start=max(piece.start - start, 0), last=piece.last - start)


def _pieces_between(zone: Zone, opening: int, end: int, distance: int) -> Iterator[Piece]:
    """The line cut at its clock changes; a gap end is a piece of one second, a second pass a piece of its own."""
    before = zone.probe(opening - 1)
    for change in (*_changes_between(zone, opening, end, distance), end):
        offset = zone.probe(opening)
        special = 1 if offset > before else min(before - offset, change - opening)
        if special:
            phase = Phase.GAP_END if offset > before else Phase.REPEATED
            yield Piece(opening, opening + special - 1, offset, before, phase)
        if opening + special < change:
            yield Piece(opening + special, change - 1, offset, offset, Phase.ORDINARY)
        before, opening = offset, change


def _changes_between(zone: Zone, start: int, end: int, distance: int) -> Iterator[int]:
    """The first instants of new offsets after start and before end."""
    probes = [*range(start, end - 1, distance), end - 1]
    offsets = [zone.probe(probe) for probe in probes]
    for low, low_offset, high, high_offset in zip(probes, offsets, probes[1:], offsets[1:], strict=False):
        yield from _changes(zone, low, low_offset, high, high_offset)


def _changes(zone: Zone, low: int, low_offset: int, high: int, high_offset: int) -> Iterator[int]:
    """The first instants of new offsets after low and up to high, by halving."""
    if low_offset == high_offset:
        return
    if high - low == 1:
        yield high
        return
    middle = (low + high) // 2
    offset = zone.probe(middle)
    yield from _changes(zone, low, low_offset, middle, offset)
    yield from _changes(zone, middle, offset, high, high_offset)
