from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine import algebra, counting, days, times
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.counting import count
from everly.scheduling.engine.dayset import ALL
from everly.scheduling.engine.nodes import InstantSet, Union
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned, thinned
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing, window
from tests.scheduling.engine.oracle import QUARTER, ZONES, Term, instant, scenes

WEEK = 7 * DAY
MONDAY_TO_FRIDAY = days.weekdays(range(5))


def members(instants: InstantSet, first: int, last: int) -> list[int]:
    """Found one by one by the question that every set answers."""
    found, listed = instants.ceil(first), []
    while found is not None and found <= last:
        listed.append(found)
        found = instants.ceil(found + 1)
    return listed


@given(scenes(), st.integers(-30, 30), st.integers(-1, 10 * DAY))
@settings(max_examples=100, deadline=None)
def test_a_set_is_counted_as_it_is_listed(scene: tuple[int, Term], start: int, length: int) -> None:
    centre, term = scene
    instants, first = term.build(), centre + start * QUARTER * 7
    assert count(instants, first, first + length) == len(members(instants, first, first + length))


@given(
    st.integers(-WEEK, WEEK),
    st.sampled_from([61, 97 * 60, 5999, 86_399, 86_401, 7 * DAY + 1]) | st.integers(1000, 2 * DAY),
    st.sampled_from(["UTC", "Europe/Dublin", "Australia/Lord_Howe"]),
    st.tuples(st.integers(0, DAY - 1), st.integers(0, DAY - 1)),
    st.integers(0, 60 * DAY),
)
@settings(max_examples=60, deadline=None)
def test_a_drifting_step_on_a_clock_is_counted_as_it_is_listed(
    anchor: int, period: int, zone: str, hours: tuple[int, int], length: int
) -> None:
    clock = window(wall_set(times.span(*hours), MONDAY_TO_FRIDAY), ZONES[zone])
    first = instant("2024-03-20T05:00")
    step = Step(first + anchor, period)
    taken = [each for each in step.between(first, first + length) if clock.contains(each)]
    assert count(algebra.intersection([step, clock]), first, first + length) == len(taken)


def test_a_thinned_step_on_a_clock_is_counted_without_what_is_taken_from_it() -> None:
    step, clock = Step(3, 5999), window(wall_set(times.span(9 * 3600, 17 * 3600), MONDAY_TO_FRIDAY), ZONES["UTC"])
    left = algebra.intersection([thinned(step, [Step(3, 5999 * 4), Step(3 + 5999, 5999 * 6)]), clock])
    first = instant("2024-01-01T00:00")
    taken = [
        each
        for number, each in enumerate(step.between(step.anchor, first + 30 * DAY))
        if each >= first and number % 4 and number % 6 != 1 and clock.contains(each)
    ]
    assert len(taken) > 50
    assert count(left, first, first + 30 * DAY) == len(taken)


def _on_weekdays(step: Step, zone: str) -> InstantSet:
    met = algebra.intersection([step, window(wall_set(times.ALL_DAY, MONDAY_TO_FRIDAY), ZONES[zone])])
    assert isinstance(met, Sieved)
    return met


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        (lambda: Step(0, 61), 1 / 61),
        (lambda: _on_weekdays(Step(0, 61), "UTC"), 5 / 7 / 61),
        (lambda: _on_weekdays(Step(0, 61), "Europe/Dublin"), 5 / 7 / 61),
        (lambda: algebra.union([Step(0, 61), Step(0, 7)]), 1 / 61 + 1 / 7 - 1 / 427),
        (lambda: algebra.difference(Step(0, 61), Step(0, 7)), 1 / 61 - 1 / 427),
    ],
)
def test_hundreds_of_millions_are_counted_and_not_listed(build: Callable[[], InstantSet], wanted: float) -> None:
    cycle = 146_097 * DAY
    assert count(build(), 0, cycle - 1) == pytest.approx(wanted * cycle, rel=1e-6)


PRIMES = (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67)


@pytest.mark.parametrize(
    "operands",
    [
        [Step(prime // 2, prime * 60) for prime in PRIMES],
        [Step(number * 61, number * 60) for number in range(2, 32)],
        [
            wall_firing(wall_set(times.at([number * 600]), MONDAY_TO_FRIDAY), zone)
            for number, zone in enumerate(ZONES.values())
        ],
        [
            wall_firing(wall_set(times.at([day * 60, day * 900]), days.month_days([day])), ZONES["UTC"])
            for day in range(1, 32)
        ],
        [_on_weekdays(Step(0, prime * 61), "UTC") for prime in PRIMES[:5]],
        [
            *(Step(number, 3600) for number in range(20)),
            _on_weekdays(Step(0, 61), "UTC"),
            wall_firing(wall_set(times.at([9]), ALL), ZONES["UTC"]),
        ],
    ],
)
def test_a_union_of_many_parts_is_counted_without_listing_them(
    operands: list[InstantSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = instant("2024-03-20T05:00")
    last = first + 20 * DAY
    union, listed = algebra.union(operands), {each for operand in operands for each in members(operand, first, last)}
    monkeypatch.setattr(Union, "between", _refused)
    assert count(union, first, last) == len(listed)


@pytest.mark.parametrize("phase", [0, 61])
def test_a_step_without_many_others_is_counted_without_listing(phase: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left = algebra.difference(Step(0, 60), algebra.union(Step(number * phase, number * 60) for number in range(2, 32)))
    first = instant("2024-03-20T05:00")
    listed = members(left, first, first + 20 * DAY)
    monkeypatch.setattr(Thinned, "between", _refused, raising=False)
    assert count(left, first, first + 20 * DAY) == len(listed)


def _refused(*_: object) -> None:
    raise AssertionError("a listing")


def test_a_union_whose_parts_share_too_much_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    union = algebra.union([Step(prime // 2, prime) for prime in PRIMES])
    counted = count(union, 0, DAY)
    monkeypatch.setattr(counting, "_MOST_SHARED", 100)
    assert count(union, 0, DAY) == counted == len(members(union, 0, DAY))


def test_what_is_beyond_the_calendar_is_not_counted() -> None:
    hourly = algebra.intersection(
        [Step(0, 5999), wall_firing(wall_set(times.at(range(0, DAY, 7)), days.months({12})), ZONES["UTC"])]
    )
    end = members(hourly, MAX_INSTANT - 40 * DAY, MAX_INSTANT)
    assert count(hourly, MAX_INSTANT - 40 * DAY, MAX_INSTANT + 10**9) == len(end) > 0
    assert count(hourly, MAX_INSTANT + 1, MAX_INSTANT + 10**9) == 0
    assert count(hourly, 10, 9) == 0


def test_a_union_that_shares_as_many_sets_as_it_has_is_counted() -> None:
    """What these share is a union like each of them, again and again."""
    now = datetime(2023, 11, 1, 7, tzinfo=UTC)
    base, often = "(every 35 weeks on (!5th-last,last thu))", "(every 100 seconds until in 37 minutes in Europe/Berlin)"
    ends = "starting 2023-11-01T07:00Z until 2023-11-04T13:00Z in America/New_York"
    one = compile_schedule(f"({base} | {often} & (may 16-jan 26)) {ends}", now=now).instants
    other = compile_schedule(f"(({base} | {often}) & ({base} | {often} & (may 16-jan 26))) {ends}", now=now).instants
    shared = intersection([one, other])
    assert count(shared, MIN_INSTANT, MAX_INSTANT) == len(list(shared.between(MIN_INSTANT, MAX_INSTANT))) > 3
