"""Sets of days, asked a year at a time: the 366-bit masks that every calendar rule comes down to.

A rule whose days depend only on the kind of year (leap or not, weekday of 1 January) is a `DaySet`, and its algebra is
done at once on 14 integers. Any other rule joins in through the lazy `And`, `Or` and `Not`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from math import lcm
from operator import and_, invert, or_

from everly.frozen import field, frozen
from everly.scheduling.engine.bits import BitIndex, lowest, repeated
from everly.scheduling.engine.calendars import calendar_of
from everly.scheduling.engine.civil import (
    ALL_DAYS,
    FIRST_DAY,
    FULL_YEARS,
    KINDS,
    LAST_DAY,
    MAX_YEAR,
    MIN_YEAR,
    year_of,
    year_start,
)
from everly.scheduling.engine.daysearch import DaySearch, first_year, last_year
from everly.scheduling.engine.effort import spend
from everly.scheduling.engine.numbers import FEW, Numbers, days_of_year, moved, up_to
from everly.scheduling.engine.rows import NO_DAYS, Masks, years_of_kinds

_CACHED_YEARS = 64
_MOST_YEARS = 32  # at once
# What it takes to put two rules together, beside looking at each pair of their parts.
_COMBINED = 16
_GREGORIAN_CYCLE = 146_097  # days in 400 years


class Days(DaySearch):
    """A set of day numbers within years 1 to 9999, as an operand."""

    __slots__ = ()

    def eager_and(self, other: Days) -> Days | None:  # noqa: ARG002 - a rule of no special kind has none
        """The intersection as one rule, where such a rule exists."""
        return None

    def eager_or(self, other: Days) -> Days | None:  # noqa: ARG002 - a rule of no special kind has none
        """The union as one rule, where such a rule exists."""
        return None

    def eager_sub(self, other: Days) -> Days | None:  # noqa: ARG002 - a rule of no special kind has none
        """The difference as one rule, where such a rule exists."""
        return None

    def __and__(self, other: Days) -> Days:
        if self is ALL or other is NONE:
            return other
        if other is ALL or self is NONE:
            return self
        merged = self.eager_and(other)
        return _combined(And, self, other) if merged is None else merged

    def __or__(self, other: Days) -> Days:
        if self is NONE or other is ALL:
            return other
        if other is NONE or self is ALL:
            return self
        merged = self.eager_or(other)
        return _combined(Or, self, other) if merged is None else merged

    def __invert__(self) -> Days:
        return Not(self)

    def __sub__(self, other: Days) -> Days:
        if self is NONE or other is NONE:
            return self
        merged = self.eager_sub(other)
        return self & ~other if merged is None else merged


@frozen
class DaySet(Days):
    """Days that depend only on the kind of year: one mask for each of the 14 kinds."""

    masks: Masks

    @property
    def cycle(self) -> int | None:
        return _GREGORIAN_CYCLE

    def mask(self, year: int) -> int:
        return self.masks[KINDS[year % 400]]

    def calendar(self) -> int:
        return repeated(self.in_years(1, 400), _GREGORIAN_CYCLE, ALL_DAYS)

    @property
    def most(self) -> int:
        return max(map(int.bit_count, self.masks))

    @property
    def years(self) -> int:
        return years_of_kinds(tuple(map(bool, self.masks)))

    def next_year(self, year: int) -> int | None:
        near = MIN_YEAR <= year <= MAX_YEAR and self.masks[KINDS[year % 400]]
        return year if near else first_year(self.years, year)

    def previous_year(self, year: int) -> int | None:
        near = MIN_YEAR <= year <= MAX_YEAR and self.masks[KINDS[year % 400]]
        return year if near else last_year(self.years, year)

    def next_day(self, day: int, last: int = LAST_DAY) -> int | None:
        if FIRST_DAY <= day <= last <= LAST_DAY:  # mostly it is in the same year
            year = year_of(day)
            if bits := self.masks[KINDS[year % 400]] >> day - year_start(year):
                found = day + lowest(bits)
                return found if found <= last else None
        return DaySearch.next_day(self, day, last)

    def blocks(self, first: int, last: int) -> Iterator[Numbers]:
        day = self.next_day(first, last)
        if day is None:
            return
        last = min(last, LAST_DAY)
        if self is ALL:
            yield range(day, last + 1)
            return
        year, start = year_of(day), year_start(year_of(day))
        days = days_of_year(self.masks[KINDS[year % 400]])
        rest = days[bisect_left(days, day - start) :]
        if not isinstance(rest, range):  # to move them all is more work than the first is worth
            yield (day,)
            rest = rest[1:]
        if found := up_to(moved(rest, start), last):
            yield found
        yield from self._by_years(year + 1, last)

    def _by_years(self, year: int, last: int) -> Iterator[Numbers]:
        """The days from a year on, year by year up to that of the last day; of more years at once where few come."""
        end, years = year_of(last), 1
        while year <= end:
            block = self._in_years(year, years)
            if found := up_to(block, last):
                yield found
            year += years
            if len(block) < FEW and years < _MOST_YEARS:
                years *= 2

    def _in_years(self, first: int, years: int) -> Numbers:
        """The days of some years."""
        if years == 1:
            return moved(days_of_year(self.masks[KINDS[first % 400]]), year_start(first))
        in_kind = tuple(map(days_of_year, self.masks))
        return tuple(
            [
                start + day
                for year in range(first, first + years)
                if (days := in_kind[KINDS[year % 400]])
                for start in [year_start(year)]
                for day in days
            ]
        )

    def eager_and(self, other: Days) -> Days | None:
        return (
            day_set(tuple(map(and_, self.masks, other.masks))) if isinstance(other, DaySet) else other.eager_and(self)
        )

    def eager_or(self, other: Days) -> Days | None:
        return day_set(tuple(map(or_, self.masks, other.masks))) if isinstance(other, DaySet) else other.eager_or(self)

    def eager_sub(self, other: Days) -> Days | None:
        if not isinstance(other, DaySet):
            return None
        return day_set(tuple(map(and_, self.masks, map(invert, other.masks))))

    def __invert__(self) -> Days:
        return day_set(tuple(full ^ mask for full, mask in zip(FULL_YEARS, self.masks, strict=True)))


NONE = DaySet(NO_DAYS)
ALL = DaySet(FULL_YEARS)


def day_set(masks: Masks) -> DaySet:
    """The rule of these days of each kind of year; no days, and all days, are `NONE` and `ALL` themselves."""
    return NONE if not any(masks) else ALL if masks == FULL_YEARS else DaySet(masks)


@frozen
class Made(Days):
    """A rule made of others, which keeps what it worked out: the years last asked for and, once needed, all days."""

    _masks: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _index: list[BitIndex] = field(default_factory=list, init=False, repr=False, compare=False)

    def worked_out(self, year: int) -> int:
        """The mask of a year, from those of the parts."""
        raise NotImplementedError

    def mask(self, year: int) -> int:
        found = self._masks.get(year)
        if found is None:
            if len(self._masks) >= _CACHED_YEARS:
                self._masks.clear()
            spend(1)
            found = self._masks[year] = self.worked_out(year)
        return found

    def index(self) -> BitIndex:
        if not self._index:
            self._index.append(Days.index(self))
        return self._index[0]


@frozen
class Joint(Made):
    """Several rules in one."""

    parts: frozenset[Days]
    _leaves: int = field(init=False, repr=False, compare=False)
    _years: list[int] = field(default_factory=list, init=False, repr=False, compare=False)
    _cycle: list[int | None] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the leaves once: rules share parts, and a walk would visit each as often as it is used."""
        object.__setattr__(self, "_leaves", sum(part.leaves for part in self.parts))

    @property
    def cycle(self) -> int | None:
        if not self._cycle:
            cycles = [part.cycle for part in self.parts]
            self._cycle.append(None if None in cycles else lcm(*(each for each in cycles if each is not None)))
        return self._cycle[0]

    @property
    def leaves(self) -> int:
        return self._leaves

    def made_of(self) -> Iterable[Days]:
        return self.parts

    def calendar(self) -> int:
        return calendar_of(self)

    def joined_years(self) -> int:
        """The years that may hold a day, from those of the parts."""
        raise NotImplementedError

    @property
    def years(self) -> int:
        if not self._years:
            self._years.append(self.joined_years())
        return self._years[0]


@frozen
class And(Joint):
    """The days that all parts hold."""

    def worked_out(self, year: int) -> int:
        found = FULL_YEARS[KINDS[year % 400]]
        for part in self.parts:
            found &= part.mask(year)
            if not found:
                break
        return found

    def calendar_from(self, find: Callable[[DaySearch], int]) -> int:
        return reduce(and_, map(find, self.parts))

    @property
    def most(self) -> int:
        return min(part.most for part in self.parts)

    def joined_years(self) -> int:
        return reduce(and_, (part.years for part in self.parts))

    def next_year(self, year: int) -> int | None:
        years = [_year_after(part, year) for part in self.parts]
        return None if None in years else max(each for each in years if each is not None)

    def previous_year(self, year: int) -> int | None:
        years = [_year_before(part, year) for part in self.parts]
        return None if None in years else min(each for each in years if each is not None)


@frozen
class Or(Joint):
    """The days that at least one part holds."""

    def worked_out(self, year: int) -> int:
        found = 0
        for part in self.parts:
            found |= part.mask(year)
        return found

    def calendar_from(self, find: Callable[[DaySearch], int]) -> int:
        return reduce(or_, map(find, self.parts))

    def joined_years(self) -> int:
        return reduce(or_, (part.years for part in self.parts))

    def next_year(self, year: int) -> int | None:
        years = [_year_after(part, year) for part in self.parts]
        return min((each for each in years if each is not None), default=None)

    def previous_year(self, year: int) -> int | None:
        years = [_year_before(part, year) for part in self.parts]
        return max((each for each in years if each is not None), default=None)


@frozen
class Changed(Made):
    """One rule turned into another that repeats as it does."""

    rule: Days

    @property
    def cycle(self) -> int | None:
        return self.rule.cycle

    @property
    def leaves(self) -> int:
        return self.rule.leaves

    def made_of(self) -> Iterable[Days]:
        return (self.rule,)

    def calendar(self) -> int:
        return calendar_of(self)


@frozen
class Not(Changed):
    """The days that a rule does not hold."""

    def worked_out(self, year: int) -> int:
        return FULL_YEARS[KINDS[year % 400]] ^ self.rule.mask(year)

    def calendar_from(self, find: Callable[[DaySearch], int]) -> int:
        return (1 << ALL_DAYS) - 1 ^ find(self.rule)

    def __invert__(self) -> Days:
        return self.rule


def _year_after(part: Days, year: int) -> int | None:
    """The next year of a part; nested parts are not asked in turn, for the same one may stand in many of them."""
    return first_year(part.years, year) if isinstance(part, And | Or) else part.next_year(year)


def _year_before(part: Days, year: int) -> int | None:
    """The previous year of a part, likewise."""
    return last_year(part.years, year) if isinstance(part, And | Or) else part.previous_year(year)


def _combined(kind: type[And | Or], left: Days, right: Days) -> Days:
    """`left & right` or `left | right` with everything folded that has an eager form."""
    neutral, absorbing = _bounds(kind)
    together, parts = (*_parts(kind, left), *_parts(kind, right)), list[Days]()
    spend(_COMBINED + len(together) ** 2)
    for part in together:
        parts = _folded(kind, parts, part)
    rest = frozenset(part for part in parts if part != neutral)
    if absorbing in rest or (len(rest) > 1 and any(~part in rest for part in rest)):
        return absorbing
    return kind(rest) if len(rest) > 1 else next(iter(rest), neutral)


def _bounds(kind: type[And | Or]) -> tuple[Days, Days]:
    """What changes nothing beside another rule, and what leaves nothing of it to matter."""
    return (ALL, NONE) if kind is And else (NONE, ALL)


def _parts(kind: type[And | Or], rule: Days) -> Iterable[Days]:
    return rule.parts if isinstance(rule, kind) else (rule,)


def _folded(kind: type[And | Or], parts: list[Days], part: Days) -> list[Days]:
    """`parts` with one more, merged with each part that has an eager form with it."""
    kept = []
    for each in parts:
        merged = each.eager_and(part) if kind is And else each.eager_or(part)
        if merged is None:
            kept.append(each)
        else:
            part = merged
    return [*kept, part]
