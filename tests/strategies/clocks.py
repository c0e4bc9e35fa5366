"""Zones and instants around the clock changes that have broken schedulers."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from tests.scheduling.engine.oracle import CHANGES, instant


@cache
def near_changes() -> st.SearchStrategy[tuple[str, int]]:
    """A zone by name, and an instant within a day and a half of one of its clock changes."""
    changes = [(zone, instant(text)) for zone, text in CHANGES]
    return st.builds(
        lambda change, away: (change[0], change[1] + away), st.sampled_from(changes), st.integers(-130_000, 130_000)
    )
