"""Day rules that know more of a year than its kind: which year it is, and which turn of a cycle a day has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from math import gcd, lcm
from operator import and_, or_

from everly.frozen import field, frozen
from everly.scheduling.engine.bits import bit_index, concatenated, positions, repeated
from everly.scheduling.engine.calendars import calendar_of
from everly.scheduling.engine.civil import (
    ALL_DAYS,
    FIRST_DAY,
    FULL_YEARS,
    KINDS,
    LAST_DAY,
    MAX_YEAR,
    MIN_YEAR,
    WEEK,
    year_of,
    year_start,
)
from everly.scheduling.engine.daysearch import first_year, last_year
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet, Made, day_set
from everly.scheduling.engine.effort import spend
from everly.scheduling.engine.rows import (
    EVERY_YEAR,
    NO_DAYS,
    Masks,
    Row,
    Rows,
    in_years,
    inverted,
    joined,
    lengthened,
    one_row,
    row_of,
    size,
    years_of,
)
from everly.scheduling.engine.weeks import by_weekday, weekday_turns, without_weeks

# These bound memory and work, not meaning: a longer cycle is kept by its turns, and two rules whose common cycle or
# whose common division is larger are asked both.
_LONG_CYCLE = 1 << 14
_MANY_TURNS = 1 << 10
_MANY_PARTS = 1 << 10
_FEW_YEARS = 64
_JOINED = 10  # steps that joining two rules counts for
_CACHED_CALENDARS = 16  # of half a megabyte each


_ALL_DAYS: Row = ((1, FULL_YEARS),)
_NO_DAYS: Row = ((1, NO_DAYS),)


@frozen
class Woven(Made):
    """Days by their year, by their turn (the day number divided by `modulus` leaves it), and by the kind of year.

    Every year is in one row, and every turn in one part of the row; equal rows and equal parts are one. So nothing is
    left of a contradiction, and `&`, `|` and `~` are closed until the rule has many parts.
    """

    modulus: int
    rows: Rows = field(repr=False)
    turns: int | None = field(init=False, repr=False, compare=False)
    """The turns as bits, for a rule that asks for nothing else; None for any other."""
    busy_turns: int = field(init=False, repr=False, compare=False)
    """The turns that hold a day in some year, as bits."""
    _wheels: dict[int, list[tuple[bytes, Masks]]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _years: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """See which turns it needs, and whether they are all that it asks for: both are asked often."""
        busy = reduce(or_, (bits for _, row in self.rows for bits, masks in row if masks != NO_DAYS), 0)
        object.__setattr__(self, "busy_turns", busy)
        plain = len(self.rows) == 1 and all(masks in (FULL_YEARS, NO_DAYS) for _, masks in self.rows[0][1])
        object.__setattr__(self, "turns", busy if plain else None)

    @property
    def cycle(self) -> int | None:
        if len(self.rows) > 1:
            return None
        return self.modulus if self.turns is not None else lcm(self.modulus, ALL.cycle or 1)

    @property
    def leaves(self) -> int:
        return max(sum(any(masks) for _, masks in row) for _, row in self.rows)

    @property
    def most(self) -> int:
        return max(sum(_most(self.modulus, *part) for part in row) for _, row in self.rows)

    @property
    def years(self) -> int:
        if not self._years:
            self._years.append(years_of(self.rows))
        return self._years[0]

    def worked_out(self, year: int) -> int:
        index = next(index for index, (years, _) in enumerate(self.rows) if years >> year & 1)
        kind, found = KINDS[year % 400], 0
        if self.modulus == 1:
            return self.rows[index][1][0][1][kind]
        start, bit = divmod(year_start(year) % self.modulus, 8)
        for wheel, masks in self._turning(index):
            if mask := masks[kind]:
                found |= int.from_bytes(wheel[start : start + 47], "little") >> bit & mask
        return found

    def _turning(self, index: int) -> list[tuple[bytes, Masks]]:
        """The parts of a row, their turns as bytes, long enough that a year is one slice wherever it starts."""
        found = self._wheels.get(index)
        if found is None:
            length = self.modulus + 366 + 8
            found = self._wheels[index] = [
                (repeated(bits, self.modulus, length).to_bytes(length // 8 + 1, "little"), masks)
                for bits, masks in self.rows[index][1]
                if any(masks)
            ]
        return found

    def calendar(self) -> int:
        if self.years.bit_count() <= _FEW_YEARS:
            return concatenated(_year_by_year(self))
        return reduce(or_, (_calendar_of_years(years) & self._calendar_of(row) for years, row in self.rows))

    def _calendar_of(self, row: Row) -> int:
        turn = FIRST_DAY % self.modulus
        parts = (
            repeated(bits, self.modulus, ALL_DAYS + turn) >> turn & calendar_of(day_set(masks))
            for bits, masks in row
            if any(masks)
        )
        return reduce(or_, parts, 0)

    def next_year(self, year: int) -> int | None:
        return first_year(self.years, year)

    def previous_year(self, year: int) -> int | None:
        return last_year(self.years, year)

    def eager_and(self, other: Days) -> Days | None:
        if isinstance(other, Woven) and self.modulus == other.modulus and not self.busy_turns & other.busy_turns:
            return NONE
        joined = _joined(and_, self, other)
        return _common_turns(self, other) if joined is None else joined

    def eager_or(self, other: Days) -> Days | None:
        return _joined(or_, self, other)

    def eager_sub(self, other: Days) -> Days | None:
        return _joined(_without, self, other)

    def __invert__(self) -> Days:
        return woven(self.modulus, inverted(self.rows))


def _most(modulus: int, turns: int, masks: Masks) -> int:
    """How many days a year has at some turns of a cycle, at most."""
    return min(max(map(int.bit_count, masks)), turns.bit_count() * (366 // modulus + 1))


@lru_cache(maxsize=_CACHED_CALENDARS)
def _calendar_of_years(years: int) -> int:
    """All days of some years, as the bits of a calendar."""
    starts, ends = years & ~(years << 1), years & ~(years >> 1)
    parts, done = [], FIRST_DAY
    for first, last in zip(positions(starts), positions(ends), strict=True):
        start, end = year_start(first), year_start(last + 1)
        parts += [(0, start - done), ((1 << end - start) - 1, end - start)]
        done = end
    return concatenated(parts)


def _year_by_year(rule: Woven) -> Iterator[tuple[int, int]]:
    """The days of a calendar with few years: the years of the rule, and the days between them."""
    done = FIRST_DAY
    for year in positions(rule.years):
        start, end = year_start(year), year_start(year + 1)
        yield from ((0, start - done), (rule.worked_out(year), end - start))
        done = end


def woven(modulus: int, rows: Rows) -> Days:
    """The rule of these rows in its simplest form."""
    if modulus > 1 and all(len(row) == 1 for _, row in rows):
        modulus, rows = 1, tuple((years, ((1, masks),)) for years, ((_, masks),) in rows)
    rule = Woven(modulus, rows)
    if len(rows) > 1:
        return rule
    if modulus == 1:
        return day_set(rule.rows[0][1][0][1])
    if rule.turns is not None:
        return cycle_of(modulus, rule.turns)
    return rule if modulus % WEEK == 0 else _with_weeks(rule)


def _with_weeks(rule: Woven) -> Woven:
    """A cycle of n days and days of the week as one of 7n days, the other way round than `without_weeks`."""
    (_, row), length = rule.rows[0], rule.modulus * WEEK
    found = 0
    for turns, masks in row:
        weekdays = weekday_turns(masks)
        if weekdays is None:
            return rule
        found |= repeated(turns, rule.modulus, length) & repeated(weekdays, WEEK, length)
    return Woven(length, one_row(row_of(length, found, FULL_YEARS)))


def in_each_year(parts: Iterable[tuple[int, Masks]]) -> Days:
    """Days of some years, which are given as bits; no year is in two parts, and the rest has no days."""
    return woven(1, in_years(1, ((years, ((1, masks),)) for years, masks in parts)))


def year_rule(years: int) -> Days:
    """All days of the years whose bit is set; bits outside years 1 to 9999 are ignored."""
    chosen = years & EVERY_YEAR
    parts = [(bits, row) for bits, row in ((chosen, _ALL_DAYS), (EVERY_YEAR ^ chosen, _NO_DAYS)) if bits]
    return woven(1, tuple(sorted(parts)))


def rows_of(rule: Days) -> tuple[int, Rows] | None:
    """The modulus and the rows of a rule that has some; None for any other."""
    match rule:
        case DaySet(masks=masks):
            return 1, one_row(((1, masks),))
        case Woven(modulus=modulus, rows=rows) if modulus <= _LONG_CYCLE:
            turns = rule.turns
            by_weeks = turns is not None and modulus % WEEK == 0 and modulus // WEEK % WEEK
            return without_weeks(modulus, turns) if turns is not None and by_weeks else (modulus, rows)
        case _:
            return None


def _without(bits: int, others: int) -> int:
    return bits & ~others


def _joined(operation: Callable[[int, int], int], left: Days, right: Days) -> Days | None:
    """What an operation on bits makes of two rules, if both have rows and the result has not too many parts."""
    spend(_JOINED)
    plain = _joined_cycles(operation, left, right)
    if plain is not None:
        return plain
    one, other = rows_of(left), rows_of(right)
    if one is None or other is None or size(one[1]) * size(other[1]) > _MANY_PARTS:
        return None
    modulus = lcm(one[0], other[0])
    if modulus > _LONG_CYCLE:
        return None
    return woven(modulus, joined(operation, lengthened(*one, modulus), lengthened(*other, modulus)))


def _joined_cycles(operation: Callable[[int, int], int], left: Days, right: Days) -> Days | None:
    """The same for two plain cycles, which are the bits of their turns."""
    one, other = _cycle(left), _cycle(right)
    if one is None or other is None or (modulus := lcm(one[0], other[0])) > _LONG_CYCLE:
        return None
    bits, others = (repeated(turns, width, modulus) for width, turns in (one, other))
    return cycle_of(modulus, operation(bits, others))


def _cycle(rule: Days) -> tuple[int, int] | None:
    """The modulus and the turns of a plain cycle, such as days of the week are too; None for any other rule."""
    match rule:
        case Woven(modulus) if rule.turns is not None:
            return modulus, rule.turns
        case DaySet(masks) if (weekdays := weekday_turns(masks)) is not None:
            return WEEK, weekdays
        case _:
            return None


@frozen
class Progressions(Days):
    """A long cycle: its turns one by one, so that years without any are jumped over."""

    modulus: int
    starts: tuple[int, ...] = field(repr=False)

    @property
    def cycle(self) -> int | None:
        return self.modulus

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

    def eager_and(self, other: Days) -> Days | None:
        return _common_turns(self, other)

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
    return by_weekday(bits) if modulus == WEEK else Woven(modulus, one_row(row_of(modulus, bits, FULL_YEARS)))


def _turns(rule: Days) -> Sequence[int] | None:
    """The turns of a plain cycle, if they are few."""
    match rule:
        case Progressions(_, starts) if len(starts) <= _MANY_TURNS:
            return starts
        case Woven(modulus) if (turns := rule.turns) is not None and turns.bit_count() <= _MANY_TURNS:
            return list(bit_index(turns, modulus).members())
        case _:
            return None


def _common_turns(left: Progressions | Woven, right: Days) -> Days | None:
    """The common days of two plain cycles by the Chinese remainder theorem, unless there are many turns."""
    turns, others = _turns(left), _turns(right)
    if turns is None or others is None or not isinstance(right, Progressions | Woven):
        return None
    common = gcd(left.modulus, right.modulus)
    partners: dict[int, list[int]] = {}
    for turn in others:
        partners.setdefault(turn % common, []).append(turn)
    pairs = [(turn, len(partners.get(turn % common, ()))) for turn in turns]
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
