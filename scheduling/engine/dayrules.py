"""Day rules that know more of a year than its kind: which year it is, or a count of days or months."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from math import gcd, lcm
from operator import and_, or_

from everly.scheduling.engine.bits import bit_index, concatenated, lowest, repeated
from everly.scheduling.engine.civil import (
    ALL_DAYS,
    COMMON_MONTHS,
    FIRST_DAY,
    FULL_YEARS,
    KINDS,
    LAST_DAY,
    LEAP_MONTHS,
    MAX_YEAR,
    MIN_YEAR,
    WEEK,
    is_leap,
    year_of,
    year_start,
)
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet

# These bound memory, not meaning: a longer cycle is kept by its turns, and two cycles whose common one has more turns
# are asked both.
_LONG_CYCLE = 1 << 14
_MANY_TURNS = 1 << 10
_ALL_YEARS = (1 << MAX_YEAR + 1) - (1 << MIN_YEAR)


@dataclass(frozen=True, slots=True)
class YearRule(Days):
    """All days of some years: bit y of `bits` stands for year y."""

    bits: int

    def mask(self, year: int) -> int:
        return FULL_YEARS[KINDS[year % 400]] if self.bits >> year & 1 else 0

    def calendar(self) -> int:
        runs = groupby(range(MIN_YEAR, MAX_YEAR + 1), lambda year: self.bits >> year & 1)
        lengths = [(chosen, sum(365 + is_leap(year) for year in years)) for chosen, years in runs]
        return concatenated(((chosen << length) - chosen, length) for chosen, length in lengths)

    def next_year(self, year: int) -> int | None:
        later = self.bits >> max(year, MIN_YEAR)
        return max(year, MIN_YEAR) + lowest(later) if later else None

    def previous_year(self, year: int) -> int | None:
        earlier = self.bits & ((2 << min(year, MAX_YEAR)) - 1) if year >= MIN_YEAR else 0
        return earlier.bit_length() - 1 if earlier else None

    def eager_and(self, other: Days) -> Days | None:
        return year_rule(self.bits & other.bits) if isinstance(other, YearRule) else None

    def eager_or(self, other: Days) -> Days | None:
        return year_rule(self.bits | other.bits) if isinstance(other, YearRule) else None

    def __invert__(self) -> Days:
        return YearRule(_ALL_YEARS ^ self.bits)


def year_rule(bits: int) -> Days:
    """All days of the years whose bit is set; bits outside years 1 to 9999 are ignored."""
    bits &= _ALL_YEARS
    return YearRule(bits) if bits not in (0, _ALL_YEARS) else ALL if bits else NONE


class Cycle(Days):
    """The days whose day number, divided by `modulus`, leaves one of some remainders, its *turns*."""

    __slots__ = ()
    modulus: int

    @property
    def cycle(self) -> int | None:
        return self.modulus

    @property
    def size(self) -> int:
        """How many turns there are."""
        raise NotImplementedError

    def turns(self) -> Sequence[int]:
        """The turns in order."""
        raise NotImplementedError

    def eager_and(self, other: Days) -> Days | None:
        return _both(self, other) if isinstance(other, Cycle) else None


@dataclass(frozen=True, slots=True)
class Residues(Cycle):
    """A short cycle: the bits of its turns."""

    modulus: int
    bits: int = field(repr=False)
    _wheel: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the pattern as bytes, long enough that a year is one slice wherever it starts."""
        length = self.modulus + 366 + 8
        object.__setattr__(
            self, "_wheel", repeated(self.bits, self.modulus, length).to_bytes(length // 8 + 1, "little")
        )

    @property
    def size(self) -> int:
        return self.bits.bit_count()

    def calendar(self) -> int:
        turn = FIRST_DAY % self.modulus
        return repeated(self.bits, self.modulus, ALL_DAYS + turn) >> turn

    def turns(self) -> Sequence[int]:
        return list(bit_index(self.bits, self.modulus).members())

    def mask(self, year: int) -> int:
        start, bit = divmod(year_start(year) % self.modulus, 8)
        turn = int.from_bytes(self._wheel[start : start + 47], "little") >> bit
        return turn & FULL_YEARS[KINDS[year % 400]]

    def eager_and(self, other: Days) -> Days | None:
        joined = self._joined(and_, other)
        return Cycle.eager_and(self, other) if joined is None else joined

    def eager_or(self, other: Days) -> Days | None:
        return self._joined(or_, other)

    def _joined(self, operation: Callable[[int, int], int], other: Days) -> Days | None:
        """Both rules over their common cycle, unless that is long."""
        if not isinstance(other, Residues):
            return None
        modulus = lcm(self.modulus, other.modulus)
        if modulus > _LONG_CYCLE:
            return None
        bits = repeated(self.bits, self.modulus, modulus)
        return cycle_of(modulus, operation(bits, repeated(other.bits, other.modulus, modulus)))

    def __invert__(self) -> Days:
        return Residues(self.modulus, (1 << self.modulus) - 1 ^ self.bits)


@dataclass(frozen=True, slots=True)
class Progressions(Cycle):
    """A long cycle: its turns one by one, so that years without any are jumped over."""

    modulus: int
    starts: tuple[int, ...] = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.starts)

    def turns(self) -> Sequence[int]:
        return self.starts

    def calendar(self) -> int:
        found = bytearray(ALL_DAYS // 8 + 1)
        for start in self.starts:
            for day in range((start - FIRST_DAY) % self.modulus, ALL_DAYS, self.modulus):
                found[day >> 3] |= 1 << (day & 7)
        return int.from_bytes(found, "little")

    def mask(self, year: int) -> int:
        first = year_start(year) % self.modulus
        return (self._bits(first, 0) | self._bits(first, self.modulus)) & FULL_YEARS[KINDS[year % 400]]

    def _bits(self, first: int, moved: int) -> int:
        """The turns within 366 days of `first` as bits, in the round of the cycle that begins at `moved`."""
        low, high = (bisect_left(self.starts, edge - moved) for edge in (first, first + 366))
        return sum(1 << start + moved - first for start in self.starts[low:high])

    def next_year(self, year: int) -> int | None:
        if year > MAX_YEAR:
            return None
        day = year_start(max(year, MIN_YEAR))
        turn = day % self.modulus
        later = bisect_left(self.starts, turn)
        start = self.starts[later] if later < len(self.starts) else self.starts[0] + self.modulus
        found = day + start - turn
        return year_of(found) if found <= LAST_DAY else None

    def previous_year(self, year: int) -> int | None:
        if year < MIN_YEAR:
            return None
        day = year_start(min(year, MAX_YEAR) + 1) - 1
        turn = day % self.modulus
        earlier = bisect_right(self.starts, turn)
        start = self.starts[earlier - 1] if earlier else self.starts[-1] - self.modulus
        found = day + start - turn
        return year_of(found) if found >= FIRST_DAY else None

    def eager_or(self, other: Days) -> Days | None:
        if not isinstance(other, Progressions) or self.modulus != other.modulus:
            return None
        return residues(self.modulus, {*self.starts, *other.starts})


def residues(modulus: int, turns: Collection[int]) -> Days:
    """The days whose number modulo `modulus` (at least 1) is one of `turns`, each from 0 to below the modulus."""
    if modulus <= _LONG_CYCLE or (modulus <= ALL_DAYS and len(turns) > _MANY_TURNS):
        bits = bytearray(modulus // 8 + 1)
        for turn in turns:
            bits[turn >> 3] |= 1 << (turn & 7)
        return cycle_of(modulus, int.from_bytes(bits, "little"))
    reached = sorted(turn for turn in turns if FIRST_DAY + (turn - FIRST_DAY) % modulus <= LAST_DAY)
    return Progressions(modulus, tuple(reached)) if reached else NONE


def cycle_of(modulus: int, bits: int) -> Days:
    """The days whose number modulo `modulus` (at least 1) has its bit set."""
    if bits in (0, (1 << modulus) - 1):
        return ALL if bits else NONE
    if modulus > _LONG_CYCLE and bits.bit_count() <= _MANY_TURNS:
        return Progressions(modulus, tuple(bit_index(bits, modulus).members()))
    return _by_weekday(bits) if modulus == WEEK else Residues(modulus, bits)


def _both(left: Cycle, right: Cycle) -> Days | None:
    """The common days by the Chinese remainder theorem, unless there are many turns."""
    if left.size > _MANY_TURNS or right.size > _MANY_TURNS:
        return None
    common = gcd(left.modulus, right.modulus)
    partners: dict[int, list[int]] = {}
    for turn in right.turns():
        partners.setdefault(turn % common, []).append(turn)
    pairs = [(turn, len(partners.get(turn % common, ()))) for turn in left.turns()]
    if sum(count for _, count in pairs) > _MANY_TURNS:
        return None
    cycles = right.modulus // common
    inverse = pow(left.modulus // common, -1, cycles)
    return residues(
        left.modulus * cycles,
        [
            turn + (other - turn) // common * inverse % cycles * left.modulus
            for turn, count in pairs
            if count
            for other in partners[turn % common]
        ],
    )


def _by_weekday(bits: int) -> DaySet:
    """A cycle of seven days is one of weekdays, so the kind of year decides; bit 0 is the weekday of 1970-01-01."""
    weeks = sum(bits << WEEK * week for week in range(55))
    return DaySet(tuple(weeks >> (kind - 3) % WEEK & full for kind, full in enumerate(FULL_YEARS)))


def _month_masks(lengths: Sequence[int]) -> tuple[int, ...]:
    starts = accumulate(lengths, initial=0)
    return tuple((1 << length) - 1 << start for length, start in zip(lengths, starts, strict=False))


_MONTHS = _month_masks(COMMON_MONTHS), _month_masks(LEAP_MONTHS)


@dataclass(frozen=True, slots=True)
class MonthRule(Days):
    """All days of every `period`-th month; months are counted as 12 * year + month - 1."""

    period: int
    phase: int

    def mask(self, year: int) -> int:
        months = _MONTHS[is_leap(year)]
        return sum(months[(self.phase - 12 * year) % self.period : 12 : self.period])

    def next_year(self, year: int) -> int | None:
        month = 12 * max(year, MIN_YEAR)
        found = (month + (self.phase - month) % self.period) // 12
        return found if found <= MAX_YEAR else None

    def previous_year(self, year: int) -> int | None:
        month = 12 * min(year, MAX_YEAR) + 11
        found = (month - (month - self.phase) % self.period) // 12
        return found if found >= MIN_YEAR else None


@dataclass(frozen=True, slots=True)
class DateRange(Days):
    """The days from one day number to another, both ends in; `first` is at most `last`, both in years 1 to 9999."""

    first: int
    last: int

    def mask(self, year: int) -> int:
        start = year_start(year)
        low, high = max(self.first - start, 0), min(self.last - start, 365)
        return ((2 << high) - (1 << low)) & FULL_YEARS[KINDS[year % 400]] if low <= high else 0

    def next_year(self, year: int) -> int | None:
        found = max(year, year_of(self.first))
        return found if found <= year_of(self.last) else None

    def previous_year(self, year: int) -> int | None:
        found = min(year, year_of(self.last))
        return found if found >= year_of(self.first) else None

    def calendar(self) -> int:
        return (2 << self.last - FIRST_DAY) - (1 << self.first - FIRST_DAY)

    def eager_and(self, other: Days) -> Days | None:
        if not isinstance(other, DateRange):
            return None
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DateRange(first, last) if first <= last else NONE
