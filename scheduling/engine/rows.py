"""Days written as rows: for each year a row, for each turn of a cycle its days in every kind of year.

The numbers of years and turns are the bits of integers. A division gives each number one value and each value one set
of numbers, so equal divisions of one cycle are equal, and nothing is left of a contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TypeVar

from everly.scheduling.engine.bits import repeated
from everly.scheduling.engine.civil import FULL_YEARS, KINDS, MAX_YEAR, MIN_YEAR, WEEK
from everly.scheduling.engine.effort import spend

EVERY_YEAR = (1 << MAX_YEAR + 1) - (1 << MIN_YEAR)
# So many pairs of parts are put together in a step.
_PAIRS = 8
_FIRST_DAYS = (1,) * 14
_LAST_DAYS = (1 << 364,) * WEEK + (1 << 365,) * WEEK

Masks = tuple[int, ...]
"""The days of each of the 14 kinds of year, as bits from 1 January."""

_Value = TypeVar("_Value")
_Division = tuple[tuple[int, _Value], ...]

Row = _Division[Masks]
"""The days at each turn of a cycle."""

Rows = _Division[Row]
"""The row of each year."""

NO_DAYS: Masks = (0,) * 14


def one_row(row: Row) -> Rows:
    """The same row for every year."""
    return ((EVERY_YEAR, row),)


def row_of(width: int, turns: int, masks: Masks) -> Row:
    """The row of a cycle of some width that has these days at these turns, and none at the others."""
    rest = (1 << width) - 1 ^ turns
    if not turns or masks == NO_DAYS:
        return ((turns | rest, NO_DAYS),)
    return tuple(sorted([(turns, masks), (rest, NO_DAYS)])) if rest else ((turns, masks),)


def in_years(width: int, parts: Iterable[tuple[int, Row]]) -> Rows:
    """Rows of a cycle of some width for some years, which are given as bits, all different; the rest has no days."""
    given = [(years & EVERY_YEAR, row) for years, row in parts]
    rest = EVERY_YEAR & ~reduce(or_, (years for years, _ in given), 0)
    return merged((years, row) for years, row in [*given, (rest, row_of(width, 0, NO_DAYS))] if years)


def joined(operation: Callable[[int, int], int], left: Rows, right: Rows) -> Rows:
    """What an operation on bits makes of the rows of two rules that have one cycle."""

    def days(one: Masks, other: Masks) -> Masks:
        return tuple(map(operation, one, other))

    def turns(one: Row, other: Row) -> Row:
        return crossed(one, other, days)

    return crossed(left, right, turns)


def inverted(rows: Rows) -> Rows:
    """The rows of the days that a rule does not hold."""
    return tuple((years, tuple((turns, _other_days(masks)) for turns, masks in row)) for years, row in rows)


def lengthened(width: int, rows: Rows, length: int) -> Rows:
    """The rows of a cycle written as those of a longer one, a multiple of it."""
    if width == length:
        return rows
    return tuple((years, tuple((repeated(turns, width, length), masks) for turns, masks in row)) for years, row in rows)


def moved(width: int, rows: Rows, step: int) -> Rows:
    """The rows of the days moved by one day, later (step 1) or earlier (step -1)."""
    found: Rows = merged((years, _moved_row(width, row, step, closed=years == EVERY_YEAR)) for years, row in rows)
    for years, row in rows:
        for turns, masks in row:
            if carried := _carried(years, _leaving(masks, step), step):
                edge = row_of(width, _turned(width, turns, step), _FIRST_DAYS if step > 0 else _LAST_DAYS)
                found = joined(or_, found, in_years(width, [(carried, edge)]))
    return found


def _moved_row(width: int, row: Row, step: int, *, closed: bool) -> Row:
    """A row moved by a day: the day that comes in over New Year only where the kind of year tells."""
    return merged((_turned(width, turns, step), _moved_days(masks, step, closed=closed)) for turns, masks in row)


def _moved_days(masks: Masks, step: int, *, closed: bool) -> Masks:
    entering = _entering(_leaving(masks, step), step) if closed else None
    if step > 0:
        inside = tuple(mask << 1 & full for mask, full in zip(masks, FULL_YEARS, strict=True))
    else:
        inside = tuple(mask >> 1 for mask in masks)
    return inside if entering is None else tuple(map(or_, inside, entering))


def _turned(width: int, turns: int, step: int) -> int:
    """The turns of the next day (step 1) or the day before (step -1)."""
    if step > 0:
        return turns << 1 & (1 << width) - 1 | turns >> width - 1
    return turns >> 1 | (turns & 1) << width - 1


def _leaving(masks: Masks, step: int) -> tuple[bool, ...]:
    """Whether a move carries a day out of each kind of year."""
    edges = _LAST_DAYS if step > 0 else _FIRST_DAYS
    return tuple(bool(mask & edge) for mask, edge in zip(masks, edges, strict=True))


@lru_cache(maxsize=256)
def _entering(leaving: tuple[bool, ...], step: int) -> Masks | None:
    """The day that a move carries into each kind of year, if that does not depend on the neighbour's being leap."""
    days = []
    for kind, edge in enumerate(_FIRST_DAYS if step > 0 else _LAST_DAYS):
        weekday = kind % WEEK
        if step > 0:
            common, leap = leaving[(weekday - 1) % WEEK], leaving[(weekday - 2) % WEEK + WEEK]
        else:
            after = (weekday + 1 + kind // WEEK) % WEEK
            common, leap = leaving[after], leaving[after + WEEK]
        if common != leap:
            return None
        days.append(edge if common else 0)
    return tuple(days)


def _carried(years: int, leaving: tuple[bool, ...], step: int) -> int:
    """The years into which a move carries a day from some years, where the kind of year alone does not tell."""
    if not any(leaving) or (years == EVERY_YEAR and _entering(leaving, step) is not None):
        return 0
    years &= years_of_kinds(leaving)
    return (years << 1 if step > 0 else years >> 1) & EVERY_YEAR


def size(rows: Rows) -> int:
    """How many parts the rows have."""
    return sum(len(row) for _, row in rows)


def years_of(rows: Rows) -> int:
    """The years that may hold a day, as bits."""
    return reduce(or_, (years & years_of_kinds(_kinds_of(row)) for years, row in rows))


def _kinds_of(row: Row) -> tuple[bool, ...]:
    """Which kinds of year hold a day of a row."""
    return tuple(map(any, zip(*[masks for _, masks in row], strict=True)))


@lru_cache(maxsize=256)
def years_of_kinds(chosen: tuple[bool, ...]) -> int:
    """The years of the chosen of the 14 kinds, as bits."""
    if all(chosen):
        return EVERY_YEAR
    return reduce(or_, (_years_of_kind(kind) for kind, is_chosen in enumerate(chosen) if is_chosen), 0)


@cache
def _years_of_kind(kind: int) -> int:
    cycle = sum(1 << year for year in range(400) if KINDS[year] == kind)
    return repeated(cycle, 400, MAX_YEAR + 1) & EVERY_YEAR


def crossed(
    left: _Division[_Value], right: _Division[_Value], join: Callable[[_Value, _Value], _Value]
) -> _Division[_Value]:
    """Two divisions laid over each other, and their values joined."""
    spend(len(left) * len(right) // _PAIRS)
    return merged(
        (shared, join(value, other)) for bits, value in left for others, other in right if (shared := bits & others)
    )


def merged(parts: Iterable[tuple[int, _Value]]) -> _Division[_Value]:
    """A division whose equal values are one, in an order that does not depend on how it was made."""
    found: dict[_Value, int] = {}
    for bits, value in parts:
        found[value] = found.get(value, 0) | bits
    return tuple(sorted((bits, value) for value, bits in found.items()))


def _other_days(masks: Masks) -> Masks:
    return tuple(full ^ mask for full, mask in zip(FULL_YEARS, masks, strict=True))
