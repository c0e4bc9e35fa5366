"""The one order of the items of a cron field: values and ranges sorted and merged, Monday first.

Whether a field begins with `*` decides how a line treats its two day fields and the changes of the clock, so a field
keeps its `*` and never gains one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from everly.grammar.printer.names import runs
from everly.grammar.tree import (
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)

_Special = LastDay | LastWorkday | NearestWorkday | NthWeekday
_CYCLES = {FieldKind.MONTH: range(1, 13), FieldKind.WEEKDAY: range(1, 8)}


def in_order(items: Iterable[Item], kind: FieldKind) -> tuple[Item, ...]:
    """Items that hold the same values, the same whichever way these were listed; they have no place in a text."""
    first, *_ = items = tuple(items)
    stars = tuple(Star(step) for step in sorted({item.step for item in items if isinstance(item, Star)}))
    ranges = [item for item in items if isinstance(item, Range)]
    special = {item for item in items if not isinstance(item, Star | Range)}
    numbers = _around(ranges, kind) if kind in _CYCLES else _straight(ranges)
    others = (*numbers, *sorted(special, key=_special_order))
    return (*stars, *others) if isinstance(first, Star) else (*others, *stars)


def _straight(ranges: list[Range]) -> list[Range]:
    """Values and ranges joined where they touch; what has a step of two or more members stays beside them."""
    stepped = {_members(item) for item in ranges if item.step > 1 and len(_members(item)) > 2}
    plain = {value for item in ranges for value in _members(item) if _members(item) not in stepped}
    kept = [members for members in stepped if not plain.issuperset(members)]
    items = [((run[0], 0, 0), _items(run)) for run in runs(plain)]
    items += [((part[0], part.step, part[-1]), [Range(part[0], part[-1], part.step)]) for part in kept]
    return [item for _, found in sorted(items, key=lambda pair: pair[0]) for item in found]


def _around(ranges: list[Range], kind: FieldKind) -> list[Range]:
    """Months or weekdays, Monday first; a range passes the end of the year or week where one name would not do."""
    cycle = _CYCLES[kind]
    parts = runs((value - 1) % len(cycle) + 1 for item in ranges for value in _members(item, len(cycle)))
    if len(parts) > 1 and parts[0][0] == cycle[0] and parts[-1][-1] == cycle[-1] and len(parts[0] + parts[-1]) > 2:
        parts = [*parts[1:-1], parts[-1] + parts[0]]
    found = [item for run in parts for item in _items(run)]
    return [_sunday(item) for item in found] if kind is FieldKind.WEEKDAY else found


def _sunday(item: Range) -> Range:
    """Sunday is 7 as the end of a range, else 0."""
    return Range(0, item.last % 7) if item.first == 7 else item


def _items(run: list[int]) -> list[Range]:
    """Neighbours: one or two by themselves, more as one range."""
    return [Range(value, value) for value in run] if len(run) < 3 else [Range(run[0], run[-1])]


def _members(item: Range, cycle: int = 0) -> range:
    """The values of a range; one that runs over the end of its cycle goes on counting."""
    last = item.last + cycle if item.last < item.first else item.last
    return range(item.first, last + 1, item.step)


def _special_order(item: _Special) -> tuple[int, int, int]:
    """Roughly the order of the days in a month."""
    match item:
        case NearestWorkday(day):
            return 0, day, 0
        case NthWeekday(nth, weekday):
            return 1 if nth > 0 else 2, nth, (weekday - 1) % 7
        case LastDay(before):
            return 3, -before, 0
        case LastWorkday():
            return 4, 0, 0
        case _:
            assert_never(item)
