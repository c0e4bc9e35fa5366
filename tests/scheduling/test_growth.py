"""How work and memory grow: with how far away a firing is, with the terms of a schedule, with the firings given."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from functools import _lru_cache_wrapper
from gc import get_objects

import pytest

from benchmarks.mixed import mixed_tree
from everly import parse_schedule
from everly.scheduling.compiler import Compiled, compile_schedule
from tests.scheduling.test_search_work import with_calls

_NOW = datetime(2024, 5, 2, tzinfo=UTC)
_INSTANT = int(_NOW.timestamp())
_ZONES = ["UTC", "America/New_York"]
_FAR = [
    "every 10 seconds & jan & {year}",
    "daily & mon-fri & {year}",
    "every 7 minutes and every 3 days & {year}",
    "0 0 0 29 2 * {year}-9999",
]


def compiled(text: str, zone: str) -> Compiled:
    return compile_schedule(text, now=_NOW, timezone=zone)


@pytest.mark.parametrize("zone", _ZONES)
@pytest.mark.parametrize("text", _FAR)
def test_a_firing_in_thousands_of_years_takes_the_work_of_one_next_year(text: str, zone: str) -> None:
    def work(year: int) -> int:
        # What is known of the zone's clock in that year is kept, for all schedules.
        compiled(text.format(year=year), zone).instants.ceil(_INSTANT)
        schedule = compiled(text.format(year=year), zone)
        found, calls = with_calls(lambda: schedule.instants.ceil(_INSTANT))
        assert found is not None
        assert year <= datetime.fromtimestamp(found, UTC).year <= year + 8
        return calls

    near = work(2025)
    assert max(work(year) for year in (2028, 2100, 2500, 9000)) <= 2 * near


def forget() -> None:
    """Empty the bounded caches, which would remember the terms of a smaller schedule."""
    for found in get_objects():
        is_ours = isinstance(found, _lru_cache_wrapper) and (found.__module__ or "").startswith("everly.")
        if is_ours and found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()


_DAYS = ["mon-wed", "tue-thu", "wed-fri", "thu-sat", "fri-sun"]
_TERMS: dict[str, Callable[[int], str]] = {
    "times": lambda n: f"{n * 7 % 60} {n * 5 % 24} * * {n % 7}",
    "times on days": lambda n: f"({n * 7 % 60} {n * 5 % 24} * * * & {_DAYS[n % 5]})",
    "steps on days": lambda n: f"(every {2 + n % 8} hours & {_DAYS[n % 5]})",
    "drifting steps on days": lambda n: f"(every {7201 + 2 * n} seconds & {_DAYS[n % 5]})",
}


@pytest.mark.parametrize("zone", _ZONES)
@pytest.mark.parametrize("kind", _TERMS)
def test_reading_and_compiling_takes_work_by_the_terms(kind: str, zone: str) -> None:
    def work(terms: int) -> int:
        text = " | ".join(map(_TERMS[kind], range(terms)))
        forget()
        return with_calls(lambda: compiled(text, zone))[1]

    work(8)  # imports what it needs
    few, many = work(8), work(64)
    assert many <= 2 * 8 * few


@pytest.mark.parametrize("zone", _ZONES)
def test_a_firing_takes_work_by_the_terms_at_most(zone: str) -> None:
    def work(terms: int) -> int:
        trigger = parse_schedule(mixed_tree(terms).text, now=_NOW, timezone=zone)
        trigger.next()
        return with_calls(lambda: [trigger.next() for _ in range(2000)])[1]

    few, many = work(8), work(64)
    assert many <= 8 * few


def held_after(step: Callable[[], object], count: int) -> int:
    """The most that so many steps hold at a time, beyond what was held before, in bytes."""
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    for _ in range(count):
        step()
    return tracemalloc.get_traced_memory()[1] - before


@pytest.mark.parametrize(
    ("text", "zone", "count"),
    [
        ("* * * * *", "UTC", 1_000_000),
        ("every 10 seconds", "America/New_York", 1_000_000),
        ("mon-fri & hourly", "America/New_York", 100_000),
    ],
)
def test_a_million_firings_leave_nothing_behind(text: str, zone: str, count: int) -> None:
    trigger = parse_schedule(text, now=_NOW, timezone=zone)
    every_year = parse_schedule("0 12 1 * *", now=_NOW, timezone=zone)
    while (moment := every_year.next()) and moment.year < 2200:
        """What is known of a zone's clock is kept, once for all schedules."""
    for _ in range(200_000):  # and what the kinds of year hold, which all come up within 28 years
        trigger.next()
    tracemalloc.start()
    try:
        assert held_after(trigger.next, count) < 64_000
    finally:
        tracemalloc.stop()
