"""Sets of times of day: 86,400 seconds as the bits of one integer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from everly.scheduling.engine.civil import DAY, lowest

_HOUR = 3600
_HOUR_BYTES = _HOUR // 8
_FULL = (1 << DAY) - 1


@dataclass(frozen=True, slots=True)
class Times:
    """A set of seconds of the day, 0 to 86,399: bit s of `bits` stands for second s."""

    bits: int = field(repr=False)
    _index: tuple[int, tuple[int, ...]] | None = field(default=None, init=False, repr=False, compare=False)

    def __and__(self, other: Times) -> Times:
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
        """How many seconds the set holds."""
        return self.bits.bit_count()

    def count_between(self, first: int, last: int) -> int:
        """How many seconds the set holds from first to last, both ends in."""
        return (self.bits >> first & (2 << last - first) - 1).bit_count() if first <= last else 0

    def has(self, second: int) -> bool:
        """Whether the set holds this second, 0 to 86,399."""
        hour, rest = divmod(second, _HOUR)
        return bool(self._hours()[1][hour] >> rest & 1)

    def first(self, second: int) -> int | None:
        """The first member at or after a second, 0 to 86,399."""
        busy, hours = self._hours()
        hour, rest = divmod(second, _HOUR)
        if bits := hours[hour] >> rest:
            return second + lowest(bits)
        later = busy >> hour + 1
        if not later:
            return None
        hour += 1 + lowest(later)
        return hour * _HOUR + lowest(hours[hour])

    def last(self, second: int) -> int | None:
        """The last member at or before a second, 0 to 86,399."""
        busy, hours = self._hours()
        hour, rest = divmod(second, _HOUR)
        if bits := hours[hour] & (2 << rest) - 1:
            return hour * _HOUR + bits.bit_length() - 1
        earlier = busy & (1 << hour) - 1
        if not earlier:
            return None
        hour = earlier.bit_length() - 1
        return hour * _HOUR + hours[hour].bit_length() - 1

    def members(self) -> Iterable[int]:
        """The seconds in order."""
        for hour, bits in enumerate(self._hours()[1]):
            rest = bits
            while rest:
                yield hour * _HOUR + lowest(rest)
                rest &= rest - 1

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

    def _hours(self) -> tuple[int, tuple[int, ...]]:
        """Which hours hold a member, as bits, and the 3,600 bits of each hour: a search then touches small integers."""
        if self._index is None:
            raw = self.bits.to_bytes(DAY // 8, "little")
            hours = tuple(
                int.from_bytes(raw[hour : hour + _HOUR_BYTES], "little") for hour in range(0, len(raw), _HOUR_BYTES)
            )
            busy = sum(1 << hour for hour, bits in enumerate(hours) if bits)
            object.__setattr__(self, "_index", (busy, hours))
            return busy, hours
        return self._index


NEVER = Times(0)
ALL_DAY = Times(_FULL)


def at(seconds: Iterable[int]) -> Times:
    """The given seconds of the day, each 0 to 86,399."""
    bits = bytearray(DAY // 8)
    for second in seconds:
        _check("second of the day", second, DAY)
        bits[second >> 3] |= 1 << (second & 7)
    return Times(int.from_bytes(bits, "little"))


def clock(hours: Iterable[int], minutes: Iterable[int], seconds: Iterable[int]) -> Times:
    """Every time whose hour (0 to 23), minute and second (0 to 59) are all among the given."""
    in_minute = _spread("second", seconds, 60, 1)
    in_hour = in_minute * _spread("minute", minutes, 60, 60)
    chosen = _spread("hour", hours, 24, 1)
    hour, idle = in_hour.to_bytes(_HOUR_BYTES, "little"), bytes(_HOUR_BYTES)
    return Times(int.from_bytes(b"".join(hour if chosen >> each & 1 else idle for each in range(24)), "little"))


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
    bits, width = 1 << phase, period
    while width < DAY:
        bits |= bits << width
        width *= 2
    return Times(bits & _FULL)


def _spread(what: str, values: Iterable[int], limit: int, distance: int) -> int:
    """One bit for each value, `distance` bits apart, so that a product of two such patterns never carries."""
    bits = 0
    for value in values:
        _check(what, value, limit)
        bits |= 1 << value * distance
    return bits


def _check(what: str, value: int, limit: int) -> None:
    if not 0 <= value < limit:
        raise ValueError(f"{what} {value} is outside 0 to {limit - 1}")
