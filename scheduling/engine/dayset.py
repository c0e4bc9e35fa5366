"""Sets of days, asked a year at a time: the 366-bit masks that every calendar rule comes down to.

A rule whose days depend only on the kind of year (leap or not, weekday of 1 January) is a `DaySet`, and its algebra is
done at once on 14 integers. Any other rule joins in through the lazy `And`, `Or` and `Not`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import and_, or_

from everly.scheduling.engine.civil import (
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
    lowest,
    year_of,
    year_start,
)

_CACHED_YEARS = 64


class Days(ABC):
    """A set of day numbers within years 1 to 9999."""

    __slots__ = ()

    @abstractmethod
    def mask(self, year: int) -> int:
        """The days of a year in 1..9999 as bits; bit 0 is 1 January."""

    @property
    def leaves(self) -> int:
        """How many rules it is made of, as a measure of what a mask costs."""
        return 1

    def next_year(self, year: int) -> int | None:
        """The first year at or after this one that may hold a day."""
        return max(year, MIN_YEAR) if year <= MAX_YEAR else None

    def previous_year(self, year: int) -> int | None:
        """The last year at or before this one that may hold a day."""
        return min(year, MAX_YEAR) if year >= MIN_YEAR else None

    def eager_and(self, other: Days) -> Days | None:  # noqa: ARG002 - a rule of no special kind has none
        """The intersection as one rule, where such a rule exists."""
        return None

    def eager_or(self, other: Days) -> Days | None:  # noqa: ARG002 - a rule of no special kind has none
        """The union as one rule, where such a rule exists."""
        return None

    def __and__(self, other: Days) -> Days:
        return _combined(And, self, other)

    def __or__(self, other: Days) -> Days:
        return _combined(Or, self, other)

    def __invert__(self) -> Days:
        return Not(self)

    def __sub__(self, other: Days) -> Days:
        return self & ~other

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
        while year is not None:
            start = year_start(year)
            if start > last:
                return None
            if bits := self.mask(year) >> max(day - start, 0):
                found = max(day, start) + lowest(bits)
                return found if found <= last else None
            year = self.next_year(year + 1)
        return None

    def previous_day(self, day: int, first: int = FIRST_DAY) -> int | None:
        """The last member from `first` to `day`, both ends in."""
        day, first = min(day, LAST_DAY), max(first, FIRST_DAY)
        if day < first:
            return None
        year: int | None = year_of(day)
        while year is not None:
            start = year_start(year)
            if start + 365 < first:
                return None
            if bits := self.mask(year) & ((2 << min(day - start, 366)) - 1):
                found = start + bits.bit_length() - 1
                return found if found >= first else None
            year = self.previous_year(year - 1)
        return None

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

    def shift(self, days: int) -> Days:
        """The set moved later by whole days (earlier when negative)."""
        step = 1 if days > 0 else -1
        return self.shifted_once(step).shift(days - step) if days else self

    def shifted_once(self, step: int) -> Days:
        """The set moved by one day, later (+1) or earlier (-1)."""
        return Shifted(self, step)


@dataclass(frozen=True, slots=True)
class DaySet(Days):
    """Days that depend only on the kind of year: one mask for each of the 14 kinds."""

    masks: tuple[int, ...]

    def mask(self, year: int) -> int:
        return self.masks[KINDS[year % 400]]

    def next_year(self, year: int) -> int | None:
        year = max(year, MIN_YEAR)
        if year <= MAX_YEAR and not self.masks[KINDS[year % 400]]:
            year += _distances(tuple(map(bool, self.masks)), 1)[year % 400]
        return year if year <= MAX_YEAR else None

    def previous_year(self, year: int) -> int | None:
        year = min(year, MAX_YEAR)
        if year >= MIN_YEAR and not self.masks[KINDS[year % 400]]:
            year -= _distances(tuple(map(bool, self.masks)), -1)[year % 400]
        return year if year >= MIN_YEAR else None

    def eager_and(self, other: Days) -> Days | None:
        return DaySet(tuple(map(and_, self.masks, other.masks))) if isinstance(other, DaySet) else None

    def eager_or(self, other: Days) -> Days | None:
        return DaySet(tuple(map(or_, self.masks, other.masks))) if isinstance(other, DaySet) else None

    def __invert__(self) -> Days:
        return DaySet(tuple(full ^ mask for full, mask in zip(FULL_YEARS, self.masks, strict=True)))

    def shifted_once(self, step: int) -> Days:
        """One day on or back; lazy only where the day that crosses New Year depends on more than the kind of year."""
        edges = [_crossing(self.masks, kind, step) for kind in range(14)]
        if None in edges:
            return Shifted(self, step)
        moved = []
        for kind, (mask, edge) in enumerate(zip(self.masks, edges, strict=True)):
            body = mask << 1 if step > 0 else mask >> 1
            position = 0 if step > 0 else 364 + (kind >= WEEK)
            moved.append((body & FULL_YEARS[kind]) | (bool(edge) << position))
        return DaySet(tuple(moved))


@lru_cache(maxsize=256)
def _distances(busy: tuple[bool, ...], step: int) -> tuple[int, ...]:
    """For each year of the 400, how many years on (step 1) or back (-1) the next of a busy kind is."""
    distances, distance = [0] * 400, MAX_YEAR
    for year in range(800)[::-step]:
        distance = 0 if busy[KINDS[year % 400]] else distance + 1
        distances[year % 400] = distance
    return tuple(distances)


def _crossing(masks: tuple[int, ...], kind: int, step: int) -> bool | None:
    """Whether the day that a shift carries into a year of this kind is a member; None if that differs by neighbour."""
    if step > 0:
        neighbours = {(kind % WEEK - 1) % WEEK: 364, (kind % WEEK - 2) % WEEK + WEEK: 365}
    else:
        first = (kind % WEEK + 1 + (kind >= WEEK)) % WEEK
        neighbours = {first: 0, first + WEEK: 0}
    seen = {bool(masks[neighbour] >> bit & 1) for neighbour, bit in neighbours.items()}
    return seen.pop() if len(seen) == 1 else None


NONE = DaySet((0,) * 14)
ALL = DaySet(FULL_YEARS)


def monthly(pick: Callable[[int, int], int]) -> DaySet:
    """The DaySet that `pick(weekday of the 1st, days in the month)` gives each month, as bits from the 1st."""
    masks = []
    for kind in range(14):
        mask = start = 0
        for length in LEAP_MONTHS if kind >= WEEK else COMMON_MONTHS:
            mask |= pick((kind + start) % WEEK, length) << start
            start += length
        masks.append(mask)
    return DaySet(tuple(masks))


@dataclass(frozen=True, slots=True)
class And(Days):
    """The days that all parts hold."""

    parts: frozenset[Days]
    _leaves: int = field(init=False, repr=False, compare=False)
    _masks: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the leaves once: rules share parts, and a walk would visit each as often as it is used."""
        object.__setattr__(self, "_leaves", sum(part.leaves for part in self.parts))

    @property
    def leaves(self) -> int:
        return self._leaves

    def mask(self, year: int) -> int:
        found = self._masks.get(year)
        if found is None:
            found = FULL_YEARS[KINDS[year % 400]]
            for part in self.parts:
                found &= part.mask(year)
                if not found:
                    break
            _keep(self._masks, year, found)
        return found

    def next_year(self, year: int) -> int | None:
        latest = year
        for part in self.parts:
            found = _year_after(part, year)
            if found is None:
                return None
            latest = max(latest, found)
        return latest

    def previous_year(self, year: int) -> int | None:
        earliest = year
        for part in self.parts:
            found = _year_before(part, year)
            if found is None:
                return None
            earliest = min(earliest, found)
        return earliest


@dataclass(frozen=True, slots=True)
class Or(Days):
    """The days that at least one part holds."""

    parts: frozenset[Days]
    _leaves: int = field(init=False, repr=False, compare=False)
    _masks: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the leaves once: rules share parts, and a walk would visit each as often as it is used."""
        object.__setattr__(self, "_leaves", sum(part.leaves for part in self.parts))

    @property
    def leaves(self) -> int:
        return self._leaves

    def mask(self, year: int) -> int:
        found = self._masks.get(year)
        if found is None:
            found = 0
            for part in self.parts:
                found |= part.mask(year)
            _keep(self._masks, year, found)
        return found

    def next_year(self, year: int) -> int | None:
        years = [_year_after(part, year) for part in self.parts]
        return min((each for each in years if each is not None), default=None)

    def previous_year(self, year: int) -> int | None:
        years = [_year_before(part, year) for part in self.parts]
        return max((each for each in years if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Not(Days):
    """The days that a rule does not hold."""

    rule: Days

    @property
    def leaves(self) -> int:
        return self.rule.leaves

    def mask(self, year: int) -> int:
        return FULL_YEARS[KINDS[year % 400]] ^ self.rule.mask(year)

    def __invert__(self) -> Days:
        return self.rule


@dataclass(frozen=True, slots=True)
class Shifted(Days):
    """A rule moved by one day, later (step 1) or earlier (step -1)."""

    rule: Days
    step: int

    @property
    def leaves(self) -> int:
        return self.rule.leaves

    def mask(self, year: int) -> int:
        full = FULL_YEARS[KINDS[year % 400]]
        if self.step > 0:
            entering = self.rule.mask(year - 1) >> (364 + is_leap(year - 1)) if year > MIN_YEAR else 0
            return (self.rule.mask(year) << 1 | entering) & full
        entering = self.rule.mask(year + 1) & 1 if year < MAX_YEAR else 0
        return self.rule.mask(year) >> 1 | entering << (364 + is_leap(year))

    def next_year(self, year: int) -> int | None:
        found = self.rule.next_year(year - (self.step > 0))
        return None if found is None or year > MAX_YEAR else max(year, found - (self.step < 0))

    def previous_year(self, year: int) -> int | None:
        found = self.rule.previous_year(year + (self.step < 0))
        return None if found is None or year < MIN_YEAR else min(year, found + (self.step > 0))


def _year_after(part: Days, year: int) -> int | None:
    """The next year of a part; nested parts are not asked in turn, for the same one may stand in many of them."""
    return Days.next_year(part, year) if isinstance(part, And | Or) else part.next_year(year)


def _year_before(part: Days, year: int) -> int | None:
    """The previous year of a part, likewise."""
    return Days.previous_year(part, year) if isinstance(part, And | Or) else part.previous_year(year)


def _keep(masks: dict[int, int], year: int, mask: int) -> None:
    if len(masks) >= _CACHED_YEARS:
        masks.clear()
    masks[year] = mask


def _combined(kind: type[And | Or], left: Days, right: Days) -> Days:
    """`left & right` or `left | right` with everything folded that has an eager form."""
    neutral, absorbing = (ALL, NONE) if kind is And else (NONE, ALL)
    parts: list[Days] = []
    for part in (*_parts(kind, left), *_parts(kind, right)):
        parts = _folded(kind, parts, part)
    rest = frozenset(part for part in parts if part != neutral)
    if absorbing in rest or any(~part in rest for part in rest):
        return absorbing
    return kind(rest) if len(rest) > 1 else next(iter(rest), neutral)


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
