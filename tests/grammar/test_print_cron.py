from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Cron, Field, FieldKind, Item, Range, Schedule, Star

BOUNDS = {
    FieldKind.MINUTE: (0, 59),
    FieldKind.HOUR: (0, 23),
    FieldKind.DAY: (1, 31),
    FieldKind.MONTH: (1, 12),
    FieldKind.WEEKDAY: (0, 6),
}
CYCLES = {FieldKind.MONTH: 12, FieldKind.WEEKDAY: 7}

parse("daily")  # read the grammar before the first example, which has a time limit


def steps(kind: FieldKind) -> st.SearchStrategy[int]:
    return st.just(1) | st.integers(1, CYCLES.get(kind, BOUNDS[kind][1]))


def items(kind: FieldKind) -> st.SearchStrategy[Item]:
    low, high = BOUNDS[kind]
    number = st.integers(low, high)
    single = number.map(lambda value: Range(value, value))
    ordered = st.tuples(number, number).map(sorted)
    either = st.tuples(number, number) if kind in CYCLES else ordered
    stretch = st.builds(lambda ends, step: Range(ends[0], ends[1], step), either, steps(kind))
    to_sunday = st.builds(lambda first, step: Range(first, 7, step), number, steps(kind))
    choices: list[st.SearchStrategy[Item]] = [single, stretch, steps(kind).map(Star)]
    return st.one_of([*choices, to_sunday] if kind is FieldKind.WEEKDAY else choices)


def fields(kind: FieldKind) -> st.SearchStrategy[Field]:
    return st.lists(items(kind), min_size=1, max_size=4).map(
        lambda found: Field(tuple(found), starred=isinstance(found[0], Star))
    )


def held(field: Field, kind: FieldKind) -> set[int]:
    """The numbers that the ranges of a field stand for, by counting them off; its stars are left out."""
    found = set()
    for item in field.items:
        if isinstance(item, Range):
            value, end = item.first, item.last + (CYCLES.get(kind, 0) if item.last < item.first else 0)
            while value <= end:
                found.add(value)
                value += item.step
    low, high = BOUNDS[kind]
    return {(value - low) % (high - low + 1) + low for value in found}


def meaning(cron: Cron) -> list[tuple[bool, set[int], set[int]]]:
    parts = {kind: getattr(cron, kind.value) for kind in BOUNDS}
    return [
        (field.starred, {item.step for item in field.items if isinstance(item, Star)}, held(field, kind))
        for kind, field in parts.items()
    ]


@settings(max_examples=200)
@given(st.builds(Cron, **{kind.value: fields(kind) for kind in BOUNDS}))
def test_a_printed_cron_line_holds_what_it_held(cron: Cron) -> None:
    canonical = print_schedule(Schedule(cron))
    again = parse(canonical)
    assert isinstance(again.expr, Cron)
    assert meaning(again.expr) == meaning(cron)
    assert print_schedule(again) == canonical
