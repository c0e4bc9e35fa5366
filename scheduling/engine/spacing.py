"""The shortest and the longest distance between neighbours of a set, without looking at each pair where days repeat."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from functools import reduce
from operator import or_

from everly.named import NamedTuple
from everly.scheduling.engine.bits import Gap, bit_index, lowest
from everly.scheduling.engine.civil import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    MAX_INSTANT,
    MIN_INSTANT,
    year_of,
    year_start,
)
from everly.scheduling.engine.dayset import Days
from everly.scheduling.engine.times import Times, span
from everly.scheduling.engine.wall import WallSet
from everly.scheduling.engine.zoned import Pattern, Zoned

# Days at a distance are found all at once, one distance after the other, until few are left to be gone through.
_NEAR, _FEW_DAYS = 32, 4096
_CALENDAR_YEARS = 900


class Extremes(NamedTuple):
    """The shortest and the longest of some gaps, each the first of its length that is known."""

    shortest: Gap
    longest: Gap


def extremes(gaps: Iterable[Gap]) -> Extremes | None:
    """The shortest and the longest of some gaps; None when there are none."""
    found = list(gaps)
    return Extremes(min(found), max(found, key=_by_length)) if found else None


class Stretch(NamedTuple):
    """A wall set from one wall second to another, both ends in, while the clock is `offset` seconds ahead of UTC."""

    wall: WallSet
    first: int
    last: int
    offset: int = 0


class Cell(NamedTuple):
    """Times of day on days given as bits, of which bit 0 is the day that begins at the instant `origin`.

    `whole` are the times of a whole day, if an end of the stretch cut these.
    """

    times: Times
    days: int
    origin: int
    whole: Times


def stretches(base: Pattern | Zoned, first: int, last: int) -> Iterator[Stretch]:
    """The times between clock changes, from one instant to another, both ends in."""
    first, last = max(first, MIN_INSTANT), min(last, MAX_INSTANT)
    if isinstance(base, Pattern):
        yield Stretch(base.wall, first, last)
        return
    for each in base.spans(first, last):
        yield Stretch(each.plan, max(each.start, first) + each.offset, min(each.last, last) + each.offset, each.offset)


def wall_gaps(parts: Iterable[Stretch]) -> Iterator[Gap]:
    """Gaps between neighbours in stretches that follow each other: the shortest and the longest, and more."""
    cells: list[Cell] = []
    before: int | None = None
    for stretch in parts:
        found = stretch.wall.ceil(stretch.first, stretch.last)
        if found is None:
            continue
        if before is not None:
            yield Gap(found - stretch.offset - before, before)
        before = (stretch.wall.floor(stretch.last, stretch.first) or found) - stretch.offset
        here = day_cells(stretch)
        yield from _across(here)
        cells += here
    yield from _inside(cells)


def day_cells(stretch: Stretch) -> list[Cell]:
    """The cells of a stretch; the days at its ends are cells of their own, cut to fit."""
    (first_day, first_second), (last_day, last_second) = divmod(stretch.first, DAY), divmod(stretch.last, DAY)
    start, end = max(first_day, FIRST_DAY), min(last_day, LAST_DAY)
    origin = start * DAY - stretch.offset
    cells = []
    for times, days in stretch.wall.cells:
        bits = day_bits(days, start, end)
        for day in {first_day, last_day}:
            if start <= day <= end and bits >> day - start & 1:
                allowed = span(first_second if day == first_day else 0, last_second if day == last_day else DAY - 1)
                cells.append(Cell(times & allowed, 1 << day - start, origin, times))
                bits ^= 1 << day - start
        cells.append(Cell(times, bits, origin, times))
    return [cell for cell in cells if cell.times and cell.days]


def day_bits(days: Days, start: int, end: int) -> int:
    """The days from start to end as bits; bit 0 is the start."""
    if start > end:
        return 0
    first_year, last_year = year_of(start), year_of(end)
    if last_year - first_year > _CALENDAR_YEARS:
        bits, origin = days.calendar(), FIRST_DAY
    else:
        bits, origin = days.in_years(first_year, last_year), year_start(first_year)
    return bits >> start - origin & (2 << end - start) - 1


def _inside(cells: list[Cell]) -> Iterator[Gap]:
    """Gaps within a day. A day that an end has cut adds none to those of a whole day with the same times."""
    whole = {cell.times: cell for cell in reversed(cells) if cell.times == cell.whole}
    for cell in (*whole.values(), *(cell for cell in cells if cell.whole not in whole)):
        midnight = cell.origin + lowest(cell.days) * DAY
        for gap in cell.times.gaps():
            yield Gap(gap.length, gap.start + midnight)


def _across(cells: list[Cell]) -> Iterator[Gap]:
    """Gaps from the last time of a day to the first time of the next day that has any."""
    busy = reduce(or_, (cell.days for cell in cells))
    far = []
    for cell in cells:
        left = yield from _near(cell, cells, busy)
        far.append((cell, left))
    if any(left for _, left in far):
        yield from _far(far, cells, busy)


def _near(cell: Cell, cells: list[Cell], busy: int) -> Generator[Gap, None, int]:
    """The gaps to a cell at a distance, each case once at least; days whose next one is farther off are returned."""
    waiting, distance = cell.days & (1 << busy.bit_length() - 1) - 1, 0
    while waiting and (distance < _NEAR or waiting.bit_count() > _FEW_DAYS):
        distance += 1
        met = waiting & busy >> distance
        for other in cells if met else ():
            if hits := met & other.days >> distance:
                yield _gap(cell, lowest(hits), other, distance)
        waiting ^= met
    return waiting


def _far(waiting: Iterable[tuple[Cell, int]], cells: list[Cell], busy: int) -> Iterator[Gap]:
    """The gaps from days of cells, one by one; what is looked up is indexed once for all of them."""
    width = busy.bit_length()
    index = bit_index(busy, width)
    others = [(other, bit_index(other.days, width)) for other in cells]
    for cell, left in waiting:
        for day in bit_index(left, width).members():
            following = index.first(day + 1)
            if following is not None:
                yield _gap(cell, day, next(other for other, days in others if days.has(following)), following - day)


def _gap(cell: Cell, day: int, other: Cell, distance: int) -> Gap:
    last = cell.times.last(DAY - 1) or 0
    return Gap(distance * DAY + (other.times.first(0) or 0) - last, cell.origin + day * DAY + last)


def _by_length(gap: Gap) -> tuple[int, int]:
    return gap.length, -gap.start
