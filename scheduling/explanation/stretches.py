"""Stretches of days that are to be put into words, with what their years look like."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from everly.frozen import field, frozen, replace
from everly.scheduling.engine.civil import FULL_YEARS, KINDS, year_of, year_start
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet
from everly.scheduling.explanation.kinds import EVERY, Bits, packed

_YEARS = 400  # after which the kinds of year repeat
_ALL_KINDS = 80 * 366  # so many days hold every kind of year
_WIDTH = 366


@frozen
class Stretch:
    """The days of a rule from the first busy one to the last.

    Cycles are said to count from their first day since another. On the days that are `free` it does not matter what
    the rule holds.
    """

    days: Days
    first: int
    last: int
    since: int
    free: Days = NONE
    _masks: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def is_like(self, other: Days) -> bool:
        """Whether another rule holds the same days within the stretch."""
        if any((mask ^ other.mask(year)) & here for year, mask, here in islice(self.years(), 4)):
            return False
        return self._is_empty(self.days - other) and self._is_empty(other - self.days)

    def reaching(self, first: int, last: int) -> Stretch:
        """The same rule over more days."""
        return replace(self, first=first, last=last)

    def members(self) -> Iterator[int]:
        """Its days in order."""
        found = self.days.next_day(self.first, self.last)
        while found is not None:
            yield found
            found = self.days.next_day(found + 1, self.last)

    def years(self) -> Iterator[tuple[int, int, int]]:
        """The years up to the last, at most 400: the days of the rule in each, and those that matter, as bits."""
        first = year_of(self.first)
        for number, year in enumerate(range(first, min(year_of(self.last), first + _YEARS - 1) + 1)):
            if number == len(self._masks):
                self._masks.append(self.days.mask(year))
            start = year_start(year)
            here = (2 << min(self.last - start, 365)) - (1 << max(self.first - start, 0))
            if self.free is not NONE:
                here &= ~self.free.mask(year)
            yield year, self._masks[number], here

    def hull(self, within: Days = ALL) -> tuple[Bits, Bits]:
        """The least rule by the kind of year that holds the days, and all days that it was seen on, of those within."""
        if within is ALL and self._keeps_to_kinds:
            return packed(self.days), EVERY
        found, seen = [0] * 14, [0] * 14
        for year, mask, here in self.years():
            kind = KINDS[year % 400]
            inside = here if within is ALL else here & within.mask(year)
            found[kind] |= mask & inside
            seen[kind] |= inside
        return _joined(found), _joined(seen)

    def kernel(self) -> Bits:
        """The greatest rule by the kind of year all of whose days the stretch has."""
        found, seen = list(FULL_YEARS), 0
        for year, mask, here in self.years():
            kind = KINDS[year % 400]
            found[kind] &= mask | ~here
            seen |= 1 << kind
        return _joined([mask if seen >> kind & 1 else 0 for kind, mask in enumerate(found)])

    @property
    def is_long(self) -> bool:
        """Whether it has years of every kind, so that a rule that fits them all fits by no chance."""
        return self.last - self.first > _ALL_KINDS

    @property
    def _keeps_to_kinds(self) -> bool:
        """Whether the rule by the kind of year is all that is to be seen."""
        return self.free is NONE and isinstance(self.days, DaySet) and self.is_long

    def _is_empty(self, days: Days) -> bool:
        days = days if self.free is NONE else days - self.free
        return days.next_day(self.first, self.last) is None


def _joined(masks: list[int]) -> Bits:
    return sum((mask & (1 << _WIDTH) - 1) << _WIDTH * kind for kind, mask in enumerate(masks)) & EVERY
