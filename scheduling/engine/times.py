"""Sets of times of day: the 86,400 seconds as the bits of 24 integers, one an hour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, compress, pairwise
from operator import and_, or_
from typing import cast

from everly.frozen import field, frozen
from everly.scheduling.engine.bits import BitIndex, Gap, bit_index, repeated
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.numbers import Numbers, members, spaced

_HOUR = 3600
_FEW = 1440  # a day of minutes; to put them together once is worth it
_HOUR_BYTES = _HOUR // 8
_FULL_HOUR = (1 << _HOUR) - 1
_HOUR_BITS = tuple(1 << hour for hour in range(24))


@frozen
class Times:
    """A set of seconds of the day, 0 to 86,399: bit s of the nth of its 24 hours stands for second s of that hour.

    To search, join and compare sets takes their hours; few questions need all the bits in one integer.
    """

    hours: tuple[int, ...] = field(repr=False)
    _hash: int | None = field(default=None, init=False, repr=False, compare=False)
    _bits: int | None = field(default=None, init=False, repr=False, compare=False)
    _count: int | None = field(default=None, init=False, repr=False, compare=False)
    _blocks: tuple[Numbers, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _seconds: dict[int, Numbers] = field(default_factory=dict, init=False, repr=False, compare=False)
    _index: BitIndex | None = field(default=None, init=False, repr=False, compare=False)

    def __and__(self, other: Times) -> Times:
        if self is ALL_DAY or other is ALL_DAY:
            return other if self is ALL_DAY else self  # with what it has found out about itself
        return Times(tuple(map(and_, self.hours, other.hours)))

    def __or__(self, other: Times) -> Times:
        return Times(tuple(map(or_, self.hours, other.hours)))

    def __sub__(self, other: Times) -> Times:
        return self & ~other

    def __invert__(self) -> Times:
        return Times(tuple([_FULL_HOUR ^ hour for hour in self.hours]))

    def __bool__(self) -> bool:
        return any(self.hours)

    def __lt__(self, other: Times) -> bool:
        """An order, so that sets built alike have their parts in the same places."""
        return self.hours[::-1] < other.hours[::-1]

    def __hash__(self) -> int:
        """Worked out once: it reads all the bits, and cells are looked up by their times."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash(self.hours))
        return cast(int, self._hash)

    @property
    def bits(self) -> int:
        """The seconds as the bits of one integer: bit s stands for second s."""
        if self._bits is None:
            packed = b"".join([hour.to_bytes(_HOUR_BYTES, "little") for hour in self.hours])
            object.__setattr__(self, "_bits", int.from_bytes(packed, "little"))
        return cast(int, self._bits)

    @property
    def count(self) -> int:
        """How many seconds the set holds, counted once: it is asked for with each day."""
        if self._count is None:
            object.__setattr__(self, "_count", sum([hour.bit_count() for hour in self.hours]))
        return cast(int, self._count)

    def count_between(self, first: int, last: int) -> int:
        """How many seconds the set holds from first to last, both ends in."""
        return (self.bits >> first & (2 << last - first) - 1).bit_count() if first <= last else 0

    def has(self, second: int) -> bool:
        """Whether the set holds this second, 0 to 86,399."""
        return self.index.has(second)

    def first(self, second: int) -> int | None:
        """The first member at or after a second, 0 to 86,399."""
        return self.index.first(second)

    def last(self, second: int) -> int | None:
        """The last member at or before a second, 0 to 86,399."""
        return self.index.last(second)

    def __iter__(self) -> Iterator[int]:
        """The seconds in order."""
        return chain.from_iterable(self.blocks)

    @property
    def blocks(self) -> tuple[Numbers, ...]:
        """The seconds in order, in blocks: all at once or an hour at a time. None is empty."""
        if self._blocks is None:
            is_few = self.count <= _FEW
            found = [spaced(tuple(self.index.members()))] if is_few else map(self._hour, range(24))
            object.__setattr__(self, "_blocks", tuple(filter(None, found)))
        return cast(tuple[Numbers, ...], self._blocks)

    def within(self, first: int, last: int) -> Iterator[Numbers]:
        """The seconds from first to last in order, both ends in, in blocks of an hour; none is empty."""
        for hour in range(first // _HOUR, last // _HOUR + 1):
            seconds = self._hour(hour)
            if seconds and (seconds[0] < first or seconds[-1] > last):
                seconds = seconds[bisect_left(seconds, first) : bisect_right(seconds, last)]
            if seconds:
                yield seconds

    def _hour(self, hour: int) -> Numbers:
        """The seconds of an hour, kept for the next time."""
        kept = self._seconds
        if hour not in kept:
            kept[hour] = members(self.hours[hour], hour * _HOUR)
        return kept[hour]

    def runs(self) -> list[tuple[int, int]]:
        """The first and the last second of each unbroken run, in order."""
        starts = bit_index(self.bits & ~(self.bits << 1), DAY, _HOUR).members()
        ends = bit_index(self.bits & ~(self.bits >> 1), DAY, _HOUR).members()
        return list(zip(starts, ends, strict=True))

    def gaps(self) -> list[Gap]:
        """The shortest and the longest gap between members that follow each other; none where there is but one."""
        runs = self.runs()
        between = [Gap(following - last, last) for (_, last), (following, _) in pairwise(runs)]
        within = next((Gap(1, first) for first, last in runs if first < last), None)
        found = between if within is None else [within, *between]
        return [min(found), max(found)] if found else []

    def moved(self, seconds: int) -> tuple[Times, Times]:
        """The set moved later by 0 to 86,399 seconds: what stays within the day, and what falls on the next."""
        hours, rest = divmod(seconds, _HOUR)
        moved = (0,) * hours + self.hours + (0,) * (24 - hours)
        if rest:
            low = [hour << rest & _FULL_HOUR for hour in moved]
            high = (0, *[hour >> _HOUR - rest for hour in moved[:-1]])
            moved = tuple(map(or_, low, high))
        return Times(moved[:24]), Times(moved[24:])

    def folded(self, period: int) -> Times:
        """What the seconds leave when divided by a period, which is at least 1."""
        if self is ALL_DAY:
            return span(0, min(period, DAY) - 1)
        width = period
        while width < DAY:
            width *= 2
        bits = self.bits
        while width > period:
            width //= 2
            bits = bits >> width | bits & (1 << width) - 1
        return Times(bit_index(bits, DAY, _HOUR).pieces)

    @property
    def index(self) -> BitIndex:
        """The hours, and which of them have any second."""
        if self._index is None:
            busy = sum(compress(_HOUR_BITS, self.hours))
            object.__setattr__(self, "_index", BitIndex(_HOUR, self.hours, busy))
        return cast(BitIndex, self._index)


NEVER = Times((0,) * 24)
ALL_DAY = Times((_FULL_HOUR,) * 24)


def at(seconds: Iterable[int]) -> Times:
    """The given seconds of the day, each 0 to 86,399."""
    hours = [0] * 24
    for second in seconds:
        _check("second of the day", second, DAY)
        hours[second // _HOUR] |= 1 << second % _HOUR
    return Times(tuple(hours))


def clock(hours: Iterable[int], minutes: Iterable[int], seconds: Iterable[int]) -> Times:
    """Every time whose hour (0 to 23), minute and second (0 to 59) are all among the given."""
    # Minutes stand as far apart as seconds are many, so the product never carries.
    in_hour = _spread("second", seconds, 1) * _spread("minute", minutes, 60)
    if hours == range(24):
        return Times((in_hour,) * 24)
    found = [0] * 24
    for hour in hours:
        _check("hour", hour, 24)
        found[hour] = in_hour
    return Times(tuple(found))


def span(first: int, last: int) -> Times:
    """The seconds of the day from first to last, both ends in; past midnight when last is before first."""
    _check("second of the day", first, DAY)
    _check("second of the day", last, DAY)
    if last < first:
        return span(0, last) | span(first, DAY - 1)
    return Times(tuple([_part(first - start, last - start) for start in range(0, DAY, _HOUR)]))


def spans(runs: Iterable[tuple[int, int]]) -> Times:
    """The seconds of some runs, each from first to last, both ends in, within the day."""
    bits = 0
    for first, last in runs:
        bits |= (2 << last) - (1 << first)
    return Times(bit_index(bits, DAY, _HOUR).pieces)


def _part(first: int, last: int) -> int:
    """The seconds of an hour from first to last, either of which may lie outside it, as bits."""
    low, high = max(first, 0), min(last, _HOUR - 1)
    return (2 << high) - (1 << low) if low <= high else 0


# A step on a clock asks for the same few with each cell; each is 12 kB.
@lru_cache(maxsize=64)
def progression(period: int, phase: int) -> Times:
    """The seconds of the day that leave the remainder of `phase` when divided by `period`, which is at least 1."""
    if period < _HOUR:
        every = repeated(1, period, _HOUR)
        return Times(tuple([every << (phase - start) % period & _FULL_HOUR for start in range(0, DAY, _HOUR)]))
    return at(range(phase % period, DAY, period))


_FULL_SPREADS = {distance: sum(1 << value * distance for value in range(60)) for distance in (1, 60)}


def _spread(what: str, values: Iterable[int], distance: int) -> int:
    """One bit for each of some values from 0 to 59, `distance` bits apart."""
    if values == range(60):
        return _FULL_SPREADS[distance]
    bits = 0
    for value in values:
        _check(what, value, 60)
        bits |= 1 << value * distance
    return bits


def _check(what: str, value: int, limit: int) -> None:
    if not 0 <= value < limit:
        raise ValueError(f"{what} {value} is outside 0 to {limit - 1}")
