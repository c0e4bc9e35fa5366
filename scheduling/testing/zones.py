"""Time zones by name, the odd ones among them."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from everly.scheduling.testing.clocks import CLOCK_CHANGES

ZONES = (
    "UTC",
    "Etc/GMT+5",
    "+02:00",
    "-05:30",
    "+05:45",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/Argentina/Buenos_Aires",
    "America/St_Johns",
    *dict.fromkeys(change.zone for change in CLOCK_CHANGES),
)
"""Fixed offsets, zones without clock changes now, and each zone of `CLOCK_CHANGES`."""


@cache
def zones() -> st.SearchStrategy[str]:
    """One of `ZONES`, as `timezone=` and the clause `in` take it."""
    return st.sampled_from(ZONES)
