"""Day rules that know more of a year than its kind: which year it is, or a count of days or months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import lcm
from operator import and_, or_

from everly.scheduling.engine.civil import (
    COMMON_MONTHS,
    FULL_YEARS,
    KINDS,
    LEAP_MONTHS,
    MAX_YEAR,
    MIN_YEAR,
    WEEK,
    is_leap,
    lowest,
    year_of,
    year_start,
)
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet

# Two cycles become one only up to this many days, or the days of the longer: it bounds memory, not meaning.
_LONG_CYCLE = 1 << 14
_ALL_YEARS = (1 << MAX_YEAR + 1) - (1 << MIN_YEAR)


@dataclass(frozen=True, slots=True)
class YearRule(Days):
    """All days of some years: bit y of `bits` stands for year y."""

    bits: int

    def mask(self, year: int) -> int:
        return FULL_YEARS[KINDS[year % 400]] if self.bits >> year & 1 else 0

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


@dataclass(frozen=True, slots=True)
class Residues(Days):
    """The days whose day number, divided by `modulus`, leaves a remainder whose bit is set."""

    modulus: int
    bits: int = field(repr=False)
    _wheel: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the pattern as bytes, long enough that a year is one slice wherever it starts."""
        length = self.modulus + 366 + 8
        object.__setattr__(
            self, "_wheel", _repeated(self.bits, self.modulus, length).to_bytes(length // 8 + 1, "little")
        )

    def mask(self, year: int) -> int:
        start, bit = divmod(year_start(year) % self.modulus, 8)
        turn = int.from_bytes(self._wheel[start : start + 47], "little") >> bit
        return turn & FULL_YEARS[KINDS[year % 400]]

    def eager_and(self, other: Days) -> Days | None:
        return self._joined(and_, other)

    def eager_or(self, other: Days) -> Days | None:
        return self._joined(or_, other)

    def _joined(self, operation: Callable[[int, int], int], other: Days) -> Days | None:
        """Both rules over their common cycle, unless that is long."""
        if not isinstance(other, Residues):
            return None
        modulus = lcm(self.modulus, other.modulus)
        if modulus > max(self.modulus, other.modulus, _LONG_CYCLE):
            return None
        bits = _repeated(self.bits, self.modulus, modulus)
        return residues(modulus, operation(bits, _repeated(other.bits, other.modulus, modulus)))

    def __invert__(self) -> Days:
        return Residues(self.modulus, (1 << self.modulus) - 1 ^ self.bits)


def _repeated(bits: int, width: int, length: int) -> int:
    """A pattern of some width repeated over a length."""
    while width < length:
        bits |= bits << width
        width *= 2
    return bits & (1 << length) - 1


def residues(modulus: int, bits: int) -> Days:
    """The days whose number modulo `modulus` (at least 1) has its bit set in `bits` (below 2**modulus)."""
    if bits in (0, (1 << modulus) - 1):
        return ALL if bits else NONE
    return _by_weekday(bits) if modulus == WEEK else Residues(modulus, bits)


def _by_weekday(bits: int) -> DaySet:
    """A cycle of seven days is one of weekdays, so the kind of year decides; bit 0 is the weekday of 1970-01-01."""
    weeks = sum(bits << WEEK * week for week in range(55))
    return DaySet(tuple(weeks >> (kind - 3) % WEEK & full for kind, full in enumerate(FULL_YEARS)))


@dataclass(frozen=True, slots=True)
class MonthRule(Days):
    """All days of every `period`-th month; months are counted as 12 * year + month - 1."""

    period: int
    phase: int

    def mask(self, year: int) -> int:
        lengths = LEAP_MONTHS if is_leap(year) else COMMON_MONTHS
        first = (self.phase - 12 * year) % self.period
        return sum((1 << lengths[month]) - 1 << sum(lengths[:month]) for month in range(first, 12, self.period))

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

    def eager_and(self, other: Days) -> Days | None:
        if not isinstance(other, DateRange):
            return None
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DateRange(first, last) if first <= last else NONE
