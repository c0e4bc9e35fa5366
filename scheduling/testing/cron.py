"""Cron lines whose items are already sorted and merged, as canonical text has them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from everly.grammar.printer.names import runs
from everly.grammar.tree import (
    Cron,
    Field,
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)
from everly.scheduling.testing.ranges import subsets

T = TypeVar("T", bound=Item)

BOUNDS = {
    FieldKind.MINUTE: (0, 59),
    FieldKind.HOUR: (0, 23),
    FieldKind.DAY: (1, 31),
    FieldKind.MONTH: (1, 12),
    FieldKind.WEEKDAY: (0, 6),
}
CYCLES = {FieldKind.MONTH: 12, FieldKind.WEEKDAY: 7}
"""Fields whose ranges of names may run over the end, and how many values they have."""


@cache
def cron_lines() -> st.SearchStrategy[Cron]:
    """Lines of five, six and seven fields; years lie in 1970 to 2100."""
    five = {
        "minute": _field(_numbers(0, 59), 59),
        "hour": _field(_numbers(0, 23), 23),
        "day": _field(_days(), 31),
        "month": _field(_months(), 12),
        "weekday": _field(_weekdays(), 7),
    }
    second = _field(_numbers(0, 59), 59)
    year = _field(_numbers(1970, 2100), 100)
    return st.one_of(
        st.builds(Cron, **five),
        st.builds(Cron, **five, second=second),
        st.builds(Cron, **five, second=second, year=year),
    )


def _field(items: st.SearchStrategy[tuple[Item, ...]], most: int) -> st.SearchStrategy[Field]:
    """A field that is `*`, `*/n`, a list, or a list with a step of `*` before or behind it."""
    step = st.integers(2, max(2, most // 2)).map(Star)
    return st.one_of(
        st.just(Field((Star(),), starred=True)),
        items.map(Field),
        step.map(lambda star: Field((star,), starred=True)),
        st.builds(lambda star, rest: Field((star, *rest), starred=True), step, items),
        st.builds(lambda star, rest: Field((*rest, star)), step, items),
    )


def _item(first: int, last: int) -> tuple[Range, ...]:
    """Neighbours: one or two by themselves, more as a range."""
    if last - first < 2:
        return tuple(Range(value, value) for value in range(first, last + 1))
    return (Range(first, last),)


def _joined(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(item for part in parts for item in part)


def _numbers(low: int, high: int) -> st.SearchStrategy[tuple[Item, ...]]:
    plain = subsets(range(low, high + 1)).map(lambda values: _joined(_item(run[0], run[-1]) for run in runs(values)))
    return plain | _stepped(low, high).map(lambda item: (item,))


def _stepped(low: int, high: int) -> st.SearchStrategy[Range]:
    """`10-40/10`: three members or more, the last of them its end."""

    def within(step: int, first: int, more: int) -> Range:
        start = low + first % (high - low - 2 * step + 1)
        members = range(start, high + 1, step)
        return Range(start, members[2 + more % (len(members) - 2)], step)

    number = st.integers(0, high - low)
    return st.builds(within, st.integers(2, (high - low) // 2), number, number)


@cache
def _days() -> st.SearchStrategy[tuple[Item, ...]]:
    nearest = st.integers(1, 31).map(NearestWorkday)
    nth = st.builds(NthWeekday, st.sampled_from((1, 2, 5, -2, -1)), st.integers(0, 6))
    back = st.integers(0, 7).map(LastDay)
    special = st.one_of(st.just(LastWorkday()), nearest, nth, back).map(lambda item: (item,))
    return st.one_of(_numbers(1, 31), special, st.tuples(_numbers(1, 31), special).map(_joined))


@cache
def _months() -> st.SearchStrategy[tuple[Item, ...]]:
    return subsets(range(1, 13)).map(lambda values: _around(values, range(1, 13)))


@cache
def _weekdays() -> st.SearchStrategy[tuple[Item, ...]]:
    plain = subsets(range(1, 8)).map(lambda values: tuple(map(_sunday, _around(values, range(1, 8)))))
    nth = st.builds(NthWeekday, st.sampled_from((1, 2, 3, 4, 5, -1)), st.integers(0, 6)).map(lambda item: (item,))
    return st.one_of(plain, nth, st.tuples(plain, nth).map(_joined))


def _sunday(item: Range) -> Range:
    """Sunday is 7 as the end of a range, else 0."""
    return Range(0, item.last % 7) if item.first == 7 else item


def _around(values: tuple[int, ...], cycle: range) -> tuple[Range, ...]:
    """Items of names; a range may run over the end of the week or year."""
    parts = [(run[0], run[-1], len(run)) for run in runs(values)]
    if len(parts) > 1 and parts[0][0] == cycle[0] and parts[-1][1] == cycle[-1] and parts[0][2] + parts[-1][2] > 2:
        parts = [*parts[1:-1], (parts[-1][0], parts[0][1], 3)]
    return _joined((Range(first, last),) if length > 2 else _item(first, last) for first, last, length in parts)


@st.composite
def rearranged(draw: st.DrawFn, field: Field) -> Field:
    """The same field with its numbers in another order, its ranges cut up, some items twice."""
    stars = [item for item in field.items if isinstance(item, Star)]
    others = [item for item in field.items if not isinstance(item, Star)]
    pieces = [piece for item in others for piece in (_cut(item) if draw(st.booleans()) else [item])]
    again = draw(st.lists(st.sampled_from(pieces), max_size=2)) if pieces else []
    mixed = draw(st.permutations([*pieces, *again]))
    return Field((*stars, *mixed) if field.starred else (*mixed, *stars), field.starred)


def _cut(item: Item) -> list[Item]:
    if isinstance(item, Range) and item.step == 1 and item.first <= item.last:
        return [Range(value, value) for value in range(item.first, item.last + 1)]
    return [item]


@cache
def written_cron_lines() -> st.SearchStrategy[Cron]:
    """Lines of five fields as people write them: in any order, overlapping, with steps anywhere."""
    return st.builds(Cron, **{kind.value: _written(kind) for kind in BOUNDS})


def _written(kind: FieldKind) -> st.SearchStrategy[Field]:
    return st.lists(_written_items(kind), min_size=1, max_size=4).map(
        lambda items: Field(tuple(items), starred=isinstance(items[0], Star))
    )


def _written_items(kind: FieldKind) -> st.SearchStrategy[Item]:
    low, high = BOUNDS[kind]
    number = st.integers(low, high)
    step = st.just(1) | st.integers(1, CYCLES.get(kind, high))
    ends = st.tuples(number, number)
    stretch = st.builds(
        lambda ends, step: Range(ends[0], ends[1], step), ends if kind in CYCLES else ends.map(sorted).map(tuple), step
    )
    to_sunday = st.builds(lambda first, step: Range(first, 7, step), number, step)
    choices: list[st.SearchStrategy[Item]] = [number.map(lambda value: Range(value, value)), stretch, step.map(Star)]
    return st.one_of([*choices, to_sunday] if kind is FieldKind.WEEKDAY else choices)
