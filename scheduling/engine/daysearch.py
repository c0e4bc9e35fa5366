"""Days asked a year at a time: how the search for a day comes down to the masks of years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, count

from everly.scheduling.engine.bits import BitIndex, bit_index, concatenated, lowest
from everly.scheduling.engine.civil import (
    ALL_DAYS,
    FIRST_DAY,
    LAST_DAY,
    MAX_YEAR,
    MIN_YEAR,
    is_leap,
    year_of,
    year_start,
)
from everly.scheduling.engine.numbers import Numbers, days_of_year, moved
from everly.scheduling.engine.rows import EVERY_YEAR

# A search looks at this many years by themselves, and at some more if these are all that may hold a day; then at all
# the days at once: that takes some milliseconds, once.
_NEAR_YEARS = 48
_FEW_YEARS = 400


class DaySearch:
    """A set of day numbers within years 1 to 9999."""

    __slots__ = ()

    def mask(self, year: int) -> int:
        """The days of a year in 1..9999 as bits; bit 0 is 1 January."""
        raise NotImplementedError

    def calendar(self) -> int:
        """All its days in one integer; bit 0 is the first day of year 1."""
        return self.in_years(MIN_YEAR, MAX_YEAR)

    def made_of(self) -> Iterable[DaySearch]:
        """The sets that this one is made of."""
        return ()

    def calendar_from(self, find: Callable[[DaySearch], int]) -> int:
        """The calendar of a set that is made of others, from theirs."""
        raise NotImplementedError

    def in_years(self, first: int, last: int) -> int:
        """Its days in the years from first to last in one integer; bit 0 is 1 January of the first."""
        return concatenated((self.mask(year), 365 + is_leap(year)) for year in range(first, last + 1))

    def index(self) -> BitIndex:
        """All its days, in pieces to be searched."""
        return bit_index(self.calendar(), ALL_DAYS)

    @property
    def cycle(self) -> int | None:
        """After how many days the set repeats; None for a set that is not the same for all of time."""
        return None

    @property
    def leaves(self) -> int:
        """How many rules it is made of, as a measure of what a mask costs."""
        return 1

    @property
    def most(self) -> int:
        """How many days a year may hold, at most."""
        return 366

    @property
    def years(self) -> int:
        """The years that may hold a day, as bits."""
        return EVERY_YEAR

    def next_year(self, year: int) -> int | None:
        """The first year at or after this one that may hold a day."""
        return max(year, MIN_YEAR) if year <= MAX_YEAR else None

    def previous_year(self, year: int) -> int | None:
        """The last year at or before this one that may hold a day."""
        return min(year, MAX_YEAR) if year >= MIN_YEAR else None

    def has(self, day: int) -> bool:
        """Whether the day belongs to the set."""
        if not FIRST_DAY <= day <= LAST_DAY:
            return False
        year = year_of(day)
        return bool(self.mask(year) >> (day - year_start(year)) & 1)

    def next_day(self, day: int, last: int = LAST_DAY) -> int | None:
        """The first member from `day` to `last`, both ends in."""
        day, last = max(day, FIRST_DAY), min(last, LAST_DAY)
        if day > last:
            return None
        year: int | None = year_of(day)
        for looked_at in count():
            if year is None or (start := year_start(year)) > last:
                return None
            if looked_at == _NEAR_YEARS and not self._is_over_soon(year):
                break
            if bits := self.mask(year) >> max(day - start, 0):
                found = max(day, start) + lowest(bits)
                return found if found <= last else None
            if year_start(year + 1) > last:
                return None
            year = self.next_year(year + 1)
        far = self.index().first(day - FIRST_DAY)
        return None if far is None or far + FIRST_DAY > last else far + FIRST_DAY

    def _is_over_soon(self, year: int) -> bool:
        """Whether so few years from this one on may hold a day that each is looked at rather than all days laid out."""
        end = self.previous_year(MAX_YEAR)
        return end is not None and end < year + _FEW_YEARS

    def previous_day(self, day: int, first: int = FIRST_DAY) -> int | None:
        """The last member from `first` to `day`, both ends in."""
        day, first = min(day, LAST_DAY), max(first, FIRST_DAY)
        if day < first:
            return None
        year: int | None = year_of(day)
        for _ in range(_NEAR_YEARS):
            if year is None:
                return None
            start = year_start(year)
            if bits := self.mask(year) & ((2 << min(day - start, 366)) - 1):
                found = start + bits.bit_length() - 1
                return found if found >= first else None
            if start <= first:
                return None
            year = self.previous_year(year - 1)
        far = self.index().last(day - FIRST_DAY)
        return None if far is None or far + FIRST_DAY < first else far + FIRST_DAY

    def count(self, first: int, last: int) -> int:
        """How many members lie from `first` to `last`, both ends in."""
        first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
        if first > last:
            return 0
        total = 0
        year = self.next_year(year_of(first))
        while year is not None and (start := year_start(year)) <= last:
            bits = self.mask(year) & ((2 << min(last - start, 366)) - 1)
            total += (bits >> max(first - start, 0)).bit_count()
            year = self.next_year(year + 1)
        return total

    def between(self, first: int, last: int) -> Iterator[int]:
        """The members from `first` to `last` in order, both ends in."""
        return chain.from_iterable(self.blocks(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Numbers]:
        """The same in blocks, none of them empty: the first day alone, for to find many is more than that is worth."""
        day = self.next_day(first, last)
        while day is not None:
            yield (day,)
            year: int | None = year_of(day)
            while year is not None and (start := year_start(year)) <= last:
                chosen = (2 << min(last - start, 366)) - (1 << max(day + 1 - start, 0))
                bits = self.mask(year) & chosen
                if not bits and year > year_of(day):
                    break
                if bits:
                    yield moved(days_of_year(bits), start)
                year = self.next_year(year + 1)
            day = None if year is None else self.next_day(max(day + 1, year_start(year)), last)


def first_year(years: int, year: int) -> int | None:
    """The first of some years, given as bits, at or after a year."""
    later = years >> max(year, 0)
    return max(year, 0) + lowest(later) if later else None


def last_year(years: int, year: int) -> int | None:
    """The last of some years, given as bits, at or before a year."""
    earlier = years & (2 << min(year, MAX_YEAR)) - 1 if year >= MIN_YEAR else 0
    return earlier.bit_length() - 1 if earlier else None
