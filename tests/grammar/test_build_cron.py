"""Cron fields as they are built."""

from __future__ import annotations

from itertools import permutations

import pytest

from everly.grammar.builder.cron import _is_in_order
from everly.grammar.builder.cron_fields import _BOUNDS
from everly.grammar.printer.cron_items import in_order
from everly.grammar.tree import FieldKind, Item, LastDay, Range, Star


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.YEAR])
def test_a_range_that_is_taken_as_it_is_is_in_order(kind: FieldKind) -> None:
    least, most = _BOUNDS[kind]
    ends = [(first, last) for first in range(least, most + 1) for last in range(first, most + 1)]
    # The builder makes Sunday alone 0, and drops the step of a single value, before it asks.
    ranges = [Range(first, last, step) for first, last in ends for step in (1, 2) if step == 1 or first < last]
    ranges = [item for item in ranges if item != Range(7, 7) or kind is not FieldKind.WEEKDAY]
    taken = [item for item in ranges if _is_in_order((item,), kind)]
    assert len(taken) > 7
    assert [item for item in taken if in_order((item,), kind) != (item,)] == []


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.YEAR])
def test_a_list_that_is_taken_as_it_is_is_in_order(kind: FieldKind) -> None:
    least, most = _BOUNDS[kind]
    most = 6 if kind is FieldKind.WEEKDAY else min(most, 12)
    items: list[Item] = [Range(first, first) for first in range(least, most + 1)]
    items += [Range(3, 5), Range(2, 6, 2), Star(), Star(2), LastDay()]
    lists = [chosen for size in (2, 3) for chosen in permutations(items, size)]
    taken = [chosen for chosen in lists if _is_in_order(chosen, kind)]
    assert len(taken) > 7
    assert [chosen for chosen in taken if in_order(chosen, kind) != chosen] == []
