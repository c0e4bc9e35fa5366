"""Cron fields as they are built."""

from __future__ import annotations

import pytest

from everly.grammar.builder.cron import _is_in_order
from everly.grammar.builder.cron_fields import _BOUNDS
from everly.grammar.printer.cron_items import in_order
from everly.grammar.tree import FieldKind, Range


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.YEAR])
def test_a_range_that_is_taken_as_it_is_is_in_order(kind: FieldKind) -> None:
    least, most = _BOUNDS[kind]
    ends = [(first, last) for first in range(least, most + 1) for last in range(first, most + 1)]
    # The builder makes Sunday alone 0, and drops the step of a single value, before it asks.
    ranges = [Range(first, last, step) for first, last in ends for step in (1, 2) if step == 1 or first < last]
    ranges = [item for item in ranges if item != Range(7, 7) or kind is not FieldKind.WEEKDAY]
    taken = [item for item in ranges if _is_in_order(item)]
    assert len(taken) > 7
    assert [item for item in taken if in_order((item,), kind) != (item,)] == []
