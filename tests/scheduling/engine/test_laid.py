from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.tree import Schedule
from everly.scheduling.engine import days, times
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT
from everly.scheduling.engine.dayset import ALL
from everly.scheduling.engine.laid import Grid, Laid, bits_of, laying, parts, points
from everly.scheduling.engine.nodes import EMPTY, Bounded, Difference, InstantSet, Intersection, Listed, Union
from everly.scheduling.engine.operations import FOLDED, PLAIN
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.wall import EVERYTHING, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned, wall_firing, window
from everly.scheduling.lower import lower
from everly.scheduling.testing import ClockChange, instants_near_changes
from everly.scheduling.zone_names import find_zone
from tests.scheduling.engine.oracle import QUARTER, ZONES, Term, instant, scenes
from tests.scheduling.rewriting.intervals import intervals

BERLIN = ZONES["Europe/Berlin"]
NINE = wall_set(times.at([9 * 3600]), days.weekdays([0]))
START = instant("2024-05-01T12:00")


def holds_alike(laid: Laid, instants: InstantSet, first: int, last: int) -> None:
    members = list(instants.between(first, last))
    assert list(laid.between(first, last)) == members
    assert laid.count(first, last) == len(members)
    assert laid.meets(first, last) is bool(members)
    assert laid.ceil(first) == next(iter(members), None)
    assert laid.floor(last) == next(reversed(members), None)


@given(scenes(), st.integers(-30, 30), st.integers(0, 10 * DAY))
@settings(max_examples=100, deadline=None)
def test_what_is_laid_out_is_what_the_set_holds(scene: tuple[int, Term], start: int, length: int) -> None:
    centre, term = scene
    instants, first = term.build(), centre + start * QUARTER * 7
    holds_alike(Laid(instants, first, first + length), instants, first, first + length)


@given(intervals(2), instants_near_changes(), st.integers(0, 300 * DAY))
@settings(max_examples=150, deadline=None)
def test_a_schedule_is_the_same_set_folded_and_plain(tree: Schedule, near: ClockChange, length: int) -> None:
    zone, first = find_zone(near.zone), near.instant - 10 * DAY
    folded, plain = (lower(tree, anchor=near.instant, zone=zone, by=by) for by in (FOLDED, PLAIN))
    last = first + min(length, 5 * DAY if laying(plain, first, first + length) > 1 << 24 else length)
    holds_alike(Laid(plain, first, last), folded, first, last)


def test_all_of_time_is_counted_as_the_engine_counts_it() -> None:
    for instants in (
        Step(START, 7 * 3600),
        wall_firing(NINE, BERLIN),
        window(NINE, BERLIN),
        Pattern(NINE),
        wall_firing(wall_set(times.at([2 * 3600 + 1800]), ALL), ZONES["America/New_York"]),
        wall_firing(wall_set(times.at([1800]), days.every_nth_day(3, 0)), BERLIN),
    ):
        laid = Laid(instants, START, MAX_INSTANT)
        assert laid.count(START, MAX_INSTANT) == instants.count(START, MAX_INSTANT)
        assert laid.floor(MAX_INSTANT) == instants.floor(MAX_INSTANT)


def test_every_kind_of_set_is_laid_out() -> None:
    hourly, clock = Step(START, 3600), window(wall_set(times.ALL_DAY, days.weekdays([0])), BERLIN)
    assert isinstance(clock, Zoned)
    last = START + 30 * DAY
    for instants in (
        EMPTY,
        Listed((START, START + DAY)),
        Bounded(hourly, None, START + DAY),
        Bounded(hourly, START + DAY, START),
        Union((hourly, Step(START + 60, 7200))),
        Intersection((hourly, clock)),
        Difference(hourly, clock),
        Sieved(hourly, clock),
        Thinned(hourly, frozenset([Step(START, 7200)])),
        Sieved(Thinned(hourly, frozenset([Step(START, 7200)])), clock),
    ):
        holds_alike(Laid(instants, START, last), instants, START, last)


def test_points_are_as_far_apart_as_the_members_allow() -> None:
    hourly, clock = Step(START, 3600), window(wall_set(times.ALL_DAY, ALL), BERLIN)
    assert points(hourly, START, MAX_INSTANT) == Step(START, 3600)
    assert points(Difference(hourly, clock), START, MAX_INSTANT) == Step(START, 3600)
    assert points(Intersection((Step(START, 60), clock)), START, MAX_INSTANT) == Step(START, 60)
    assert points(Union((Step(START, 3600), Step(START, 5400))), START, MAX_INSTANT) == Step(START, 1800)
    assert points(wall_firing(NINE, BERLIN), START, MAX_INSTANT) == Step(0, 3600)
    assert points(EMPTY, START, MAX_INSTANT) is None
    assert points(Step(START, 7 * DAY), START, MAX_INSTANT) == Step(START, DAY // 8)  # a day is whole bytes


def test_the_work_is_the_points_for_each_part() -> None:
    hourly, clock = Step(START, 3600), window(NINE, BERLIN)
    assert parts(Difference(Union((hourly, Step(START, 7200))), Intersection((hourly, clock)))) == 5
    assert laying(hourly, START, START + 9 * 3600) == 10
    assert laying(Union((hourly, hourly)), START, START + 9 * 3600) == 20


def test_both_ends_of_the_calendar_are_laid_out() -> None:
    instants = wall_firing(EVERYTHING, find_zone("UTC"))
    for first in (FIRST_DAY * DAY, (LAST_DAY - 1) * DAY):
        grid = Grid(first, 3600, 24)
        assert bits_of(instants, grid) == grid.full
