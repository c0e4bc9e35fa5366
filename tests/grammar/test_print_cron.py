from __future__ import annotations

from hypothesis import given, settings

from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Cron, Field, FieldKind, Range, Schedule, Star
from everly.scheduling.testing.cron import BOUNDS, CYCLES, written_cron_lines

parse("daily")  # read the grammar before the first example, which has a time limit


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
@given(written_cron_lines())
def test_a_printed_cron_line_holds_what_it_held(cron: Cron) -> None:
    canonical = print_schedule(Schedule(cron))
    again = parse(canonical)
    assert parse(print_schedule(again)) == again
    assert isinstance(again.expr, Cron)
    assert meaning(again.expr) == meaning(cron)
    assert print_schedule(again) == canonical
