"""Day rules that know more of a year than its kind: which year it is, or a count of days or months."""

from __future__ import annotations

from dataclasses import dataclass, field

from everly.scheduling.engine.civil import (
    COMMON_MONTHS,
    FULL_YEARS,
    KINDS,
    LEAP_MONTHS,
    MAX_YEAR,
    MIN_YEAR,
    is_leap,
    lowest,
    year_of,
    year_start,
)
from everly.scheduling.engine.dayset import ALL, NONE, Days

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
        wheel, width = self.bits, self.modulus
        needed = self.modulus + 366 + 8
        while width < needed:
            wheel |= wheel << width
            width *= 2
        object.__setattr__(self, "_wheel", wheel.to_bytes(width // 8 + 1, "little"))

    def mask(self, year: int) -> int:
        start, bit = divmod(year_start(year) % self.modulus, 8)
        turn = int.from_bytes(self._wheel[start : start + 47], "little") >> bit
        return turn & FULL_YEARS[KINDS[year % 400]]

    def eager_and(self, other: Days) -> Days | None:
        if not isinstance(other, Residues) or other.modulus != self.modulus:
            return None
        return residues(self.modulus, self.bits & other.bits)

    def eager_or(self, other: Days) -> Days | None:
        if not isinstance(other, Residues) or other.modulus != self.modulus:
            return None
        return residues(self.modulus, self.bits | other.bits)

    def __invert__(self) -> Days:
        return Residues(self.modulus, (1 << self.modulus) - 1 ^ self.bits)


def residues(modulus: int, bits: int) -> Days:
    """The days whose number modulo `modulus` (at least 1) has its bit set in `bits` (below 2**modulus)."""
    if bits in (0, (1 << modulus) - 1):
        return ALL if bits else NONE
    return Residues(modulus, bits)


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
