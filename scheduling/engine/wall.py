"""Sets of wall seconds: which times of day on which days, as a wall clock shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from heapq import merge
from itertools import chain
from operator import itemgetter, or_, sub

from everly.frozen import field, frozen
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT, year_of, year_start
from everly.scheduling.engine.dayset import ALL, NONE, Days, DaySet, Or
from everly.scheduling.engine.effort import spend
from everly.scheduling.engine.numbers import FEW, Numbers, days_of_year, moved
from everly.scheduling.engine.shifts import shifted
from everly.scheduling.engine.times import ALL_DAY, NEVER, Times

_FEW_RULES = 16


@frozen
class Busy(Or):
    """The days of a search, which asks each part for its years, so that a set limited to some years is soon over.

    Parts inside the parts are not asked: the work for one year stays that of looking at each rule once.
    """

    def next_year(self, year: int) -> int | None:
        return min((each for part in self.parts if (each := part.next_year(year)) is not None), default=None)

    def previous_year(self, year: int) -> int | None:
        return max((each for part in self.parts if (each := part.previous_year(year)) is not None), default=None)


def _any(rules: Sequence[Days]) -> Days:
    if len(rules) == 1:
        return rules[0]
    simple: Days = NONE
    others: set[Days] = set()
    for rule in rules:
        if isinstance(rule, DaySet):
            simple |= rule
        else:
            others |= rule.parts if isinstance(rule, Or) else {rule}
    if len(others) > _FEW_RULES:  # to look for what folds would take longer than it saves
        return Busy(frozenset(others | {simple}))
    joined = reduce(or_, others, simple)
    return Busy(joined.parts) if isinstance(joined, Or) else joined


def _refined(operation: Callable[[Times, Times], Times], left: WallSet, right: WallSet) -> WallSet:
    """Apply an operation to the times of each day: cell by cell, on the days that the two cells share."""
    rights = (*right.cells, (NEVER, right.idle))
    return from_cells(
        (operation(times, others), shared)
        for times, days in (*left.cells, (NEVER, left.idle))
        for others, other_days in rights
        if (shared := days & other_days) != NONE
    )


def _laid_over(cells: Iterable[tuple[Times, Days]], times: Times, days: Days) -> list[tuple[Times, Days]]:
    """Cells with more times on some days: those of each cell among them, and the rest of them by itself."""
    found = []
    for others, other_days in cells:
        spend(1)
        shared = other_days & days
        if shared == NONE:
            found.append((others, other_days))
        else:
            found += ((others | times, shared), (others, other_days - shared))
            days -= shared
    return [*found, (times, days)]


@frozen
class WallSet:
    """Cells of times of day and the days that have exactly these times.

    The days of two cells never meet, no two cells have equal times, and no cell is certainly empty. Cells stand in a
    fixed order, so that sets built alike are equal. Make one with `wall_set`.
    """

    cells: tuple[tuple[Times, Days], ...]
    _busy: list[Days] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def busy(self) -> Days:
        """The days of all cells, kept: a search looks at each year once, however many cells there are."""
        if not self._busy:
            self._busy.append(_any([days for _, days in self.cells]))
        return self._busy[0]

    @property
    def idle(self) -> Days:
        """The days of no cell."""
        return ~reduce(or_, (days for _, days in self.cells), NONE)

    def __bool__(self) -> bool:
        """False when the set is certainly empty."""
        return bool(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __and__(self, other: WallSet) -> WallSet:
        return from_cells(
            (shared, days & other_days)
            for times, days in self.cells
            for others, other_days in other.cells
            if (shared := times & others)
        )

    def __or__(self, other: WallSet) -> WallSet:
        cells = list(self.cells)
        for times, days in other.cells:
            cells = _laid_over(cells, times, days)
        return from_cells(cells)

    def __sub__(self, other: WallSet) -> WallSet:
        return _refined(sub, self, other)

    def __invert__(self) -> WallSet:
        return EVERYTHING - self

    def on(self, day: int) -> Times:
        """The times of one day, which must be busy."""
        for times, days in self.cells[1:]:
            if days.has(day):
                return times
        return self.cells[0][0]

    def has(self, wall: int) -> bool:
        """Whether the set holds this wall second."""
        day, second = divmod(wall, DAY)
        return self.busy.has(day) and self.on(day).has(second)

    def ceil(self, wall: int, last: int = MAX_INSTANT) -> int | None:
        """The first member from `wall` to `last`, both ends in."""
        day, second = divmod(wall, DAY)
        last_day = last // DAY
        found = self.busy.next_day(day, last_day)
        if found == day:
            time = self.on(day).first(second)
            if time is not None:
                return day * DAY + time if day * DAY + time <= last else None
            found = self.busy.next_day(day + 1, last_day)
        if found is None:
            return None
        wall = found * DAY + (self.on(found).first(0) or 0)
        return wall if wall <= last else None

    def floor(self, wall: int, first: int = MIN_INSTANT) -> int | None:
        """The last member from `first` to `wall`, both ends in."""
        day, second = divmod(wall, DAY)
        first_day = first // DAY
        found = self.busy.previous_day(day, first_day)
        if found == day:
            time = self.on(day).last(second)
            if time is not None:
                return day * DAY + time if day * DAY + time >= first else None
            found = self.busy.previous_day(day - 1, first_day)
        if found is None:
            return None
        wall = found * DAY + (self.on(found).last(DAY - 1) or 0)
        return wall if wall >= first else None

    def between(self, first: int, last: int) -> Iterator[int]:
        """The members from first to last in order, both ends in."""
        return chain.from_iterable(self.blocks(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Numbers]:
        """The same in blocks, none of them empty."""
        if len(self.cells) == 1 and self.cells[0][0].count == 1:
            (((second,), days),) = self.cells
            whole = days.blocks(-((second - first) // DAY), (last - second) // DAY)
            return (moved(block, second, DAY) for block in whole)
        return self._by_days(first, last)

    def _by_days(self, first: int, last: int) -> Iterator[Numbers]:
        """The same for any number of cells and times: what is left of the first day, whole days, and the last."""
        if first > last:
            return
        (first_day, start), (last_day, end) = divmod(first, DAY), divmod(last, DAY)
        if start or len(self.cells) > 1:  # the first day alone comes soon, the first year of many cells does not
            found = self.busy.next_day(first_day, last_day)
            if found is None:
                return
            if found > first_day:
                first_day, start = found, 0
            yield from self._on_day(first_day, start, DAY - 1 if first_day < last_day else end)
            first_day += 1
        if first_day < last_day:
            yield from self._on_days(first_day, last_day - 1)
        if first_day <= last_day:
            yield from self._on_day(last_day, 0, end)

    def _on_day(self, day: int, start: int, end: int) -> Iterator[Numbers]:
        return _on(day, self.on(day).within(start, end)) if self.busy.has(day) else iter(())

    def _on_days(self, first: int, last: int) -> Iterator[Numbers]:
        """The members on whole days."""
        if len(self.cells) == 1:
            ((times, days),) = self.cells
            if times.count < FEW:
                return _together(times, days.blocks(first, last))
            return (block for day in days.between(first, last) for block in _on(day, times.blocks))
        return self._by_years(first, last)

    def _by_years(self, first: int, last: int) -> Iterator[Numbers]:
        """The same for any number of cells, a year at a time."""
        day = self.busy.next_day(first, last)
        while day is not None:
            start = year_start(year := year_of(day))
            chosen = (2 << min(last - start, 366)) - (1 << day - start)
            yield from _interleaved(
                start, ((times, days_of_year(days.mask(year) & chosen)) for times, days in self.cells)
            )
            day = self.busy.next_day(year_start(year + 1), last)

    def meets(self, first: int, last: int) -> bool:
        """Whether a member lies from first to last, both ends in: a busy day that is whole within them has one."""
        whole = self.busy.next_day(first // DAY + 1, last // DAY - 1)
        return whole is not None or self.ceil(first, last) is not None

    def count(self, first: int, last: int) -> int:
        """How many members lie from first to last, both ends in, found by counting bits."""
        first, last = max(first, MIN_INSTANT), min(last, MAX_INSTANT)
        return sum(_count(times, days, first, last) for times, days in self.cells) if first <= last else 0

    def shift(self, seconds: int) -> WallSet:
        """The set moved later by some seconds (earlier when negative); what leaves years 1 to 9999 is lost."""
        same_day, next_day = self.moved(seconds)
        return same_day | next_day if next_day else same_day

    def moved(self, seconds: int) -> tuple[WallSet, WallSet]:
        """The parts of the shifted set that stay on their day, if moved by whole days, and that cross midnight."""
        if not seconds:
            return self, NOTHING
        whole, rest = divmod(seconds, DAY)
        moved = [(days, times.moved(rest)) for times, days in self.cells]
        same_day = from_cells((same, shifted(days, whole)) for days, (same, _) in moved)
        return same_day, from_cells((after, shifted(days, whole + 1)) for days, (_, after) in moved if after)


@frozen
class Mosaic:
    """Wall sets that share no second, though they may share days: a union that need not be worked out."""

    parts: tuple[WallSet, ...]
    busy: Days = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the days of all parts, as a wall set keeps those of all cells."""
        object.__setattr__(self, "busy", _any([part.busy for part in self.parts]))

    def ceil(self, wall: int, last: int = MAX_INSTANT) -> int | None:
        """The first member from `wall` to `last`, both ends in."""
        day = self.busy.next_day(wall // DAY, last // DAY)
        while day is not None:
            start, end = max(wall, day * DAY), min(last, day * DAY + DAY - 1)
            found = [each for part in self.parts if (each := part.ceil(start, end)) is not None]
            if found:
                return min(found)
            day = self.busy.next_day(day + 1, last // DAY)
        return None

    def floor(self, wall: int, first: int = MIN_INSTANT) -> int | None:
        """The last member from `first` to `wall`, both ends in."""
        day = self.busy.previous_day(wall // DAY, first // DAY)
        while day is not None:
            start, end = max(first, day * DAY), min(wall, day * DAY + DAY - 1)
            found = [each for part in self.parts if (each := part.floor(end, start)) is not None]
            if found:
                return max(found)
            day = self.busy.previous_day(day - 1, first // DAY)
        return None

    def between(self, first: int, last: int) -> Iterator[int]:
        """The members from first to last in order, both ends in."""
        return merge(*(part.between(first, last) for part in self.parts))

    def count(self, first: int, last: int) -> int:
        """How many members lie from first to last, both ends in."""
        return sum(part.count(first, last) for part in self.parts)


def _on(day: int, blocks: Iterable[Numbers]) -> Iterator[Numbers]:
    """The wall seconds of some times of a day."""
    midnight = day * DAY
    return (moved(block, midnight) for block in blocks)


def _together(times: Times, blocks: Iterable[Numbers]) -> Iterator[Numbers]:
    """The wall seconds of few times on some days, several days at once."""
    seconds, most = tuple(times), FEW // times.count + 1
    for block in blocks:
        for start in range(0, len(block), most):
            yield tuple([day * DAY + second for day in block[start : start + most] for second in seconds])


def _interleaved(start: int, cells: Iterable[tuple[Times, Numbers]]) -> Iterator[Numbers]:
    """The wall seconds of several cells, day by day, the days being counted from a start."""
    days = sorted(((day, times) for times, each in cells for day in each), key=itemgetter(0))
    return (block for day, times in days for block in _on(start + day, times.blocks))


def wall_set(times: Times, days: Days) -> WallSet:
    """These times of day on each of these days."""
    return WallSet(((times, days),)) if times and days != NONE else NOTHING


def from_cells(cells: Iterable[tuple[Times, Days]]) -> WallSet:
    """The set of these cells, whose days must not meet; equal times are merged and empty cells left out."""
    kept = [(times, days) for times, days in cells if times and days != NONE]
    spend(len(kept))
    if len(kept) < 2:
        return WallSet(tuple(kept))
    merged: dict[Times, Days] = {}
    for times, days in kept:
        merged[times] = merged[times] | days if times in merged else days
    return WallSet(tuple(sorted(merged.items(), key=itemgetter(0))))


def mosaic(parts: Iterable[WallSet]) -> Mosaic:
    """The union of wall sets that share no second."""
    return Mosaic(tuple(part for part in parts if part))


NOTHING = WallSet(())
EVERYTHING = wall_set(ALL_DAY, ALL)


def _count(times: Times, days: Days, first: int, last: int) -> int:
    (first_day, start), (last_day, end) = divmod(first, DAY), divmod(last, DAY)
    if first_day == last_day:
        return times.count_between(start, end) if days.has(first_day) else 0
    at_start = times.count_between(start, DAY - 1) if days.has(first_day) else 0
    at_end = times.count_between(0, end) if days.has(last_day) else 0
    return at_start + days.count(first_day + 1, last_day - 1) * times.count + at_end
