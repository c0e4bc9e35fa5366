"""Sets of times of day: 86,400 seconds as the bits of one integer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import cast

from everly.frozen import field, frozen
from everly.scheduling.engine.bits import BitIndex, Gap, bit_index, members, repeated
from everly.scheduling.engine.civil import DAY

_HOUR = 3600
_FEW = 64
_HOUR_BYTES = _HOUR // 8
_FULL = (1 << DAY) - 1


@frozen
class Times:
    """A set of seconds of the day, 0 to 86,399: bit s of `bits` stands for second s."""

    bits: int = field(repr=False)
    _count: int | None = field(default=None, init=False, repr=False, compare=False)
    _few: tuple[int, ...] | None = field(default=None, init=False, repr=False, compare=False)
    _hours: dict[int, Sequence[int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _index: BitIndex | None = field(default=None, init=False, repr=False, compare=False)

    def __and__(self, other: Times) -> Times:
        if self.bits == _FULL:
            return other  # with what it has found out about itself
        if other.bits == _FULL:
            return self
        return Times(self.bits & other.bits)

    def __or__(self, other: Times) -> Times:
        return Times(self.bits | other.bits)

    def __sub__(self, other: Times) -> Times:
        return Times(self.bits & ~other.bits)

    def __invert__(self) -> Times:
        return Times(_FULL ^ self.bits)

    def __bool__(self) -> bool:
        return bool(self.bits)

    @property
    def count(self) -> int:
        """How many seconds the set holds, counted once: it is asked for with each day."""
        if self._count is None:
            object.__setattr__(self, "_count", self.bits.bit_count())
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
        if self._few is None:
            object.__setattr__(self, "_few", tuple(self.index.members()) if self.count <= _FEW else ())
        return iter(self._few or chain.from_iterable(map(self._hour, range(24))))

    def within(self, first: int, last: int) -> Iterator[int]:
        """The seconds from first to last in order, both ends in."""
        for hour in range(first // _HOUR, last // _HOUR + 1):
            seconds = self._hour(hour)
            if seconds and (seconds[0] < first or seconds[-1] > last):
                seconds = seconds[bisect_left(seconds, first) : bisect_right(seconds, last)]
            yield from seconds

    def _hour(self, hour: int) -> Sequence[int]:
        """The seconds of an hour, kept for the next time."""
        kept = self._hours
        if hour not in kept:
            kept[hour] = members(self.index.pieces[hour], hour * _HOUR)
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
        bits = self.bits << seconds
        return Times(bits & _FULL), Times(bits >> DAY)

    def folded(self, period: int) -> Times:
        """What the seconds leave when divided by a period, which is at least 1."""
        width = period
        while width < DAY:
            width *= 2
        bits = self.bits
        while width > period:
            width //= 2
            bits = bits >> width | bits & (1 << width) - 1
        return Times(bits)

    @property
    def index(self) -> BitIndex:
        """The seconds in hours: a search then touches small integers."""
        if self._index is None:
            object.__setattr__(self, "_index", bit_index(self.bits, DAY, _HOUR))
        return cast(BitIndex, self._index)


NEVER = Times(0)
ALL_DAY = Times(_FULL)


def at(seconds: Iterable[int]) -> Times:
    """The given seconds of the day, each 0 to 86,399."""
    hours = [0] * 24
    for second in seconds:
        _check("second of the day", second, DAY)
        hours[second // _HOUR] |= 1 << second % _HOUR
    return _of_hours(hours)


def clock(hours: Iterable[int], minutes: Iterable[int], seconds: Iterable[int]) -> Times:
    """Every time whose hour (0 to 23), minute and second (0 to 59) are all among the given."""
    in_minute = _spread("second", seconds, 60, 1)
    in_hour = in_minute * _spread("minute", minutes, 60, 60)
    chosen = _spread("hour", hours, 24, 1)
    return _of_hours([in_hour if chosen >> hour & 1 else 0 for hour in range(24)])


def _of_hours(hours: Sequence[int]) -> Times:
    """The set whose 24 hours have these bits."""
    packed = {bits: bits.to_bytes(_HOUR_BYTES, "little") for bits in set(hours)}
    made = Times(int.from_bytes(b"".join([packed[bits] for bits in hours]), "little"))
    busy = sum([1 << hour for hour, bits in enumerate(hours) if bits])
    object.__setattr__(made, "_index", BitIndex(_HOUR, tuple(hours), busy))
    return made


def span(first: int, last: int) -> Times:
    """The seconds of the day from first to last, both ends in; past midnight when last is before first."""
    _check("second of the day", first, DAY)
    _check("second of the day", last, DAY)
    inside = (2 << max(first, last)) - (1 << min(first, last))
    return Times(inside) if first <= last else Times(_FULL ^ inside | 1 << first | 1 << last)


def progression(period: int, phase: int) -> Times:
    """The seconds of the day that leave the remainder of `phase` when divided by `period`, which is at least 1."""
    phase %= period
    if phase >= DAY:
        return NEVER
    return Times(repeated(1 << phase, period, DAY))


_FULL_SPREADS = {
    (limit, distance): sum(1 << value * distance for value in range(limit))
    for limit, distance in ((60, 1), (60, 60), (24, 1))
}


def _spread(what: str, values: Iterable[int], limit: int, distance: int) -> int:
    """One bit for each value, `distance` bits apart, so that a product of two such patterns never carries."""
    if values == range(limit):
        return _FULL_SPREADS[limit, distance]
    chosen = set(values)
    if min(chosen, default=0) < 0 or max(chosen, default=0) >= limit:
        raise ValueError(f"{what} {min(chosen) if min(chosen) < 0 else max(chosen)} is outside 0 to {limit - 1}")
    return sum([1 << value * distance for value in chosen])


def _check(what: str, value: int, limit: int) -> None:
    if not 0 <= value < limit:
        raise ValueError(f"{what} {value} is outside 0 to {limit - 1}")
