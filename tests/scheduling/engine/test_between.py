"""Members in bulk are those found one by one."""

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import days
from everly.scheduling.engine.algebra import bounded, difference, intersection, union
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import ALL
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, at, clock, progression, span
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from tests.scheduling.engine.oracle import QUARTER, ZONES, clocks, instant, steps

NOW = instant("2024-03-31T00:00:00")
terms = st.one_of(clocks(NOW, ["Europe/Berlin", "UTC", "Australia/Lord_Howe"]), steps(NOW)).map(
    lambda term: term.build()
)
moments = st.integers(-400, 400).map(lambda n: NOW + n * QUARTER)


def one_by_one(instants: InstantSet, first: int, last: int) -> Iterator[int]:
    found = instants.ceil(first)
    while found is not None and found <= last:
        yield found
        found = instants.ceil(found + 1)


def assert_alike(instants: InstantSet, first: int, last: int, most: int = 300) -> None:
    assert [*islice(instants.between(first, last), most)] == [*islice(one_by_one(instants, first, last), most)]


@given(terms, terms, terms, moments, moments)
@settings(max_examples=40, deadline=None)
def test_any_set_lists_what_it_finds(a: InstantSet, b: InstantSet, c: InstantSet, first: int, last: int) -> None:
    for each in (
        a,
        union([a, b]),
        intersection([a, union([b, c])]),
        difference(union([a, b]), c),
        bounded(a, NOW, None),
    ):
        assert_alike(each, first, last)


BERLIN, HOWE = ZONES["Europe/Berlin"], ZONES["Australia/Lord_Howe"]
SETS = {
    "every second": window(wall_set(ALL_DAY, ALL), BERLIN),
    "minutes of an hour": wall_firing(wall_set(clock([9, 17], range(0, 60, 7), [0]), days.weekdays(range(5))), BERLIN),
    "leap days": wall_firing(wall_set(at([0, 86_399]), days.month_date(2, 29)), HOWE),
    "cells": union([wall_firing(wall_set(at([60 * n]), days.weekdays([n])), ZONES["UTC"]) for n in range(7)]),
    "odd times": window(wall_set(progression(7919, 5), days.every_nth_day(3, 0)), ZONES["UTC"]),
    "a drifting step": intersection([Step(5, 100_003), window(wall_set(span(0, 40_000), ALL), BERLIN)]),
    "a step with holes": difference(Step(0, 3600), Step(7200, 3 * 3600)),
    "few years": wall_firing(wall_set(at([5]), days.years(2090, 2110) & days.months([1, 12])), BERLIN),
}
POINTS = [
    "0001-01-01T00:00",
    "1799-12-31T20:00",
    "1916-04-30T21:59",
    "2024-10-26T22:00",
    "2100-12-28T00:00",
    "9999-12-30T00:00",
]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", SETS)
def test_the_list_goes_on_over_clock_changes_and_the_ends_of_what_is_known(name: str, point: str) -> None:
    start = instant(point)
    for first in (start, start + DAY // 3):
        assert_alike(SETS[name], first, MAX_INSTANT, 150)
    assert_alike(SETS[name], start, start + 5 * DAY)
    assert_alike(SETS[name], start + 100, start + 4000)


def test_a_list_ends_where_the_calendar_does() -> None:
    for each in SETS.values():
        assert [*each.between(MAX_INSTANT + 1, MAX_INSTANT + 10)] == [*each.between(NOW, NOW - 1)] == []
        assert [*each.between(MIN_INSTANT - DAY, MIN_INSTANT + 3)] == [
            *one_by_one(each, MIN_INSTANT - DAY, MIN_INSTANT + 3)
        ]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_a_list_of_years_ends_where_it_is_to(zone: str) -> None:
    for rule in (days.weekdays([2]), days.month_days([5]), days.month_date(2, 29), days.every_nth_day(3, 1), ALL):
        for times in (at([0]), at([5, 40_000]), progression(7919, 5)):
            each = wall_firing(wall_set(times, rule), ZONES[zone])
            for length in (1, 200, 366, 1000, 3000):
                assert_alike(each, NOW + DAY // 5, NOW + length * DAY, 40_000)
