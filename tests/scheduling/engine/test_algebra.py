from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import days
from everly.scheduling.engine.algebra import bounded, difference, intersection, union
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import ALL, Days
from everly.scheduling.engine.nodes import EMPTY, Bounded, InstantSet, Union, listed
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, Times, at, clock, span
from everly.scheduling.engine.wall import EVERYTHING, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned, wall_firing, window
from tests.scheduling.engine.oracle import DAY, QUARTER, ZONES, Term, clocks, instant, steps

NOW = instant("2024-03-31T00:00:00")
NAMES = ["Europe/Berlin", "UTC", "Australia/Lord_Howe"]
terms = st.one_of(clocks(NOW, NAMES), steps(NOW)).map(lambda term: term.build())
moments = st.integers(-400, 400).map(lambda n: NOW + n * QUARTER)


def firing(zone: str, times: Times, on: Days = ALL) -> InstantSet:
    return wall_firing(wall_set(times, on), ZONES[zone])


def stretch(zone: str, times: Times, on: Days = ALL) -> InstantSet:
    return window(wall_set(times, on), ZONES[zone])


def same(left: InstantSet, right: InstantSet, moment: int) -> bool:
    return left.ceil(moment) == right.ceil(moment) and left.floor(moment) == right.floor(moment)


@given(terms, terms, terms, moments)
@settings(max_examples=40, deadline=None)
def test_the_laws_of_sets(a: InstantSet, b: InstantSet, c: InstantSet, moment: int) -> None:
    laws = [
        (union([a, b]), union([b, a])),
        (intersection([a, b]), intersection([b, a])),
        (union([a, union([b, c])]), union([union([a, b]), c])),
        (intersection([a, intersection([b, c])]), intersection([intersection([a, b]), c])),
        (intersection([a, union([b, c])]), union([intersection([a, b]), intersection([a, c])])),
        (union([a, intersection([b, c])]), intersection([union([a, b]), union([a, c])])),
        (union([a, a]), a),
        (intersection([a, a]), a),
        (union([a, intersection([a, b])]), a),
        (intersection([a, union([a, b])]), a),
        (difference(a, union([b, c])), intersection([difference(a, b), difference(a, c)])),
        (difference(a, intersection([b, c])), union([difference(a, b), difference(a, c)])),
        (difference(a, difference(a, b)), intersection([a, b])),
        (union([difference(a, b), intersection([a, b])]), a),
        (difference(a, difference(b, c)), union([difference(a, b), intersection([a, b, c])])),
        (difference(a, a), EMPTY),
    ]
    for left, right in laws:
        assert same(left, right, moment)


@given(terms, terms, moments, st.none() | moments, st.none() | moments)
@settings(max_examples=80, deadline=None)
def test_bounds_cut_any_set(a: InstantSet, b: InstantSet, moment: int, first: int | None, last: int | None) -> None:
    inside = bounded(a, first, last)
    rest = difference(a, inside)
    assert same(union([inside, rest]), a, moment)
    assert same(intersection([inside, b]), bounded(intersection([a, b]), first, last), moment)
    assert same(difference(b, inside), union([difference(b, a), intersection([b, rest])]), moment)
    assert intersection([inside, rest]).ceil(NOW - 10 * DAY) is None


@given(st.one_of(clocks(NOW, NAMES), steps(NOW)), st.one_of(clocks(NOW, NAMES), steps(NOW)), moments)
@settings(max_examples=60, deadline=None)
def test_fire_times_strictly_increase(left: Term, right: Term, moment: int) -> None:
    both = union([left.build(), right.build()])
    found: list[int] = []
    at_or_after = both.ceil(moment)
    while at_or_after is not None and len(found) < 30:
        found.append(at_or_after)
        at_or_after = both.ceil(at_or_after + 1)
    assert all(one < other for one, other in pairwise(found))
    assert all(left.has(each) or right.has(each) for each in found)


NINE, TEN = at([9 * 3600]), at([10 * 3600])
OFFICE = span(9 * 3600, 17 * 3600)
NEVER_FIRES = {
    "two weekdays": lambda: intersection(
        [firing("UTC", NINE, days.weekdays([0])), firing("UTC", NINE, days.weekdays([1]))]
    ),
    "two weekdays in Berlin": lambda: intersection(
        [firing("Europe/Berlin", NINE, days.weekdays([0])), firing("Europe/Berlin", NINE, days.weekdays([1]))]
    ),
    "31 february": lambda: firing("Europe/Berlin", NINE, days.month_date(2, 31)),
    "nine in two cities": lambda: intersection([firing("America/New_York", NINE), firing("Europe/Berlin", NINE)]),
    "odd hours of even days": lambda: intersection([Step(3600, 7200), stretch("UTC", clock([0, 2, 4], [0], [0]))]),
    "every 7 hours at no minute of it": lambda: intersection([Step(60, 7 * 3600), firing("UTC", NINE)]),
    "crooked step on rare days": lambda: intersection(
        [Step(17, 100_800), stretch("Europe/Berlin", OFFICE, days.month_date(2, 29) & days.month_days([28]))]
    ),
    "weekly steps of another weekday": lambda: intersection(
        [Step(0, 7 * DAY + 0), firing("UTC", at([0]), days.weekdays([0]))]
    ),
    "long step on the wrong weekday": lambda: intersection(
        [Step(5, 1001 * 7 * DAY), stretch("UTC", ALL_DAY, days.weekdays([0, 1, 2]))]
    ),
    "steps out of phase": lambda: intersection([Step(0, 17 * 60), Step(30, 34 * 60)]),
    "step covered by two": lambda: difference(difference(Step(0, 3600), Step(0, 7200)), Step(3600, 7200)),
    "firings all removed": lambda: difference(firing("Europe/Berlin", NINE), stretch("Europe/Berlin", OFFICE)),
    "lazy days that never meet": lambda: intersection(
        [
            firing("Europe/Berlin", NINE, days.every_nth_day(6, 0)),
            firing("Europe/Berlin", NINE, days.every_nth_day(9, 1)),
            stretch("America/New_York", ALL_DAY, days.week_periods(5, 0)),
        ]
    ),
    "month periods out of phase": lambda: firing(
        "UTC", NINE, days.month_periods(14, 2024, 1) & days.month_periods(22, 2024, 2)
    ),
    "bounds turned around": lambda: bounded(bounded(Step(0, 1), 10, None), None, 9),
}


@pytest.mark.parametrize("name", NEVER_FIRES)
def test_what_never_fires_is_known_at_once_from_either_end(name: str) -> None:
    built = NEVER_FIRES[name]()
    assert built.ceil(NOW) is None
    assert built.ceil(MIN_INSTANT) is None
    assert built.floor(MAX_INSTANT) is None
    assert built.count(NOW, NOW + 1000 * DAY) == 0
    assert not built.contains(NOW)


def test_two_firings_of_one_gap_meet_at_its_end() -> None:
    both = intersection([firing("Europe/Berlin", at([2 * 3600 + 900])), firing("Europe/Berlin", at([2 * 3600 + 1800]))])
    assert list(both.between(NOW, NOW + 800 * DAY)) == [
        instant("2024-03-31T01:00"),
        instant("2025-03-30T01:00"),
        instant("2026-03-29T01:00"),
    ]


def test_what_can_be_one_set_is_one_set() -> None:
    berlin, utc = firing("Europe/Berlin", NINE), firing("UTC", NINE)
    assert isinstance(union([utc, firing("UTC", TEN)]), Pattern)
    assert isinstance(union([berlin, firing("Europe/Berlin", TEN)]), Zoned)
    assert isinstance(intersection([berlin, stretch("UTC", OFFICE)]), Zoned)
    assert isinstance(intersection([berlin, stretch("America/New_York", OFFICE)]), Zoned)
    assert isinstance(difference(Step(0, 3600), stretch("Europe/Berlin", OFFICE)), Zoned)
    assert isinstance(intersection([Step(0, 25_200), utc]), Pattern)
    assert intersection([Step(0, 6), Step(0, 4)]) == Step(0, 12)
    assert union([Step(0, 6), Step(0, 3)]) == Step(0, 3)
    assert union([Step(0, 3600), utc]) == union([utc, Step(0, 3600)]) == Step(0, 3600)
    assert union([berlin, intersection([berlin, stretch("UTC", OFFICE)])]) == berlin
    assert bounded(bounded(utc, 5, 9), None, 7) == Bounded(utc, 5, 7)
    assert bounded(utc, None, None) == utc
    assert union([]) == union([EMPTY]) == EMPTY
    assert difference(Step(0, 17 * 60), Step(60, 34 * 60)) == Step(0, 17 * 60)


def test_the_order_of_operands_does_not_matter_to_equality() -> None:
    berlin, tokyo = firing("Europe/Berlin", NINE), stretch("Australia/Lord_Howe", OFFICE)
    assert intersection([berlin, tokyo]) == intersection([tokyo, berlin])
    assert hash(intersection([berlin, tokyo])) == hash(intersection([tokyo, berlin]))


def test_a_crooked_step_meets_a_long_window_through_a_sieve() -> None:
    found = intersection([Step(17, 100_003), stretch("UTC", OFFICE, days.month_date(2, 29))])
    assert isinstance(found, Sieved)
    wanted = [
        each
        for each in Step(17, 100_003).between(NOW, NOW + 40 * 366 * DAY)
        if stretch("UTC", OFFICE, days.month_date(2, 29)).contains(each)
    ]
    assert wanted
    assert list(found.between(NOW, NOW + 40 * 366 * DAY)) == wanted
    assert all(found.contains(each) and found.floor(each) == each for each in wanted)
    assert not found.contains(wanted[0] + 1)


def test_a_step_that_meets_a_clock_soon_is_found_without_working_out_on_which_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unasked(_step: Step, _times: Times, _offset: int) -> Days:
        raise AssertionError("the days are worked out")

    for zone in ("UTC", "Europe/Berlin"):
        plain = intersection([Step(17, 100_003), stretch(zone, OFFICE)])
        assert isinstance(plain, Sieved)
        found = [plain.floor(each) for each in range(NOW, NOW + 400 * DAY, 40 * DAY)]  # that works out the days
        with monkeypatch.context() as patched:
            patched.setattr(Step, "days", unasked)
            fresh = intersection([Step(17, 100_003), stretch(zone, OFFICE)])
            assert next(iter(fresh.between(NOW, NOW + 40 * DAY))) == fresh.ceil(NOW) == plain.ceil(NOW)
            assert [fresh.ceil(each) for each in found if each is not None] == found
        assert list(fresh.between(NOW, NOW + 40 * DAY)) == list(plain.between(NOW, NOW + 40 * DAY))
        assert list(fresh.between(NOW, NOW + 1)) == []


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_a_sieved_step_whose_members_are_all_removed_is_known_to_be_over(zone: str) -> None:
    sieved = intersection([Step(0, 1009), stretch(zone, clock(range(24), range(0, 60, 10), [0]))])
    assert isinstance(sieved, Sieved)
    less = difference(sieved, Step(0, 2018))
    late = instant("1950-01-01T00:00")  # clocks had odd seconds of local mean time before
    assert less.ceil(late) is None
    assert difference(sieved, Step(0, 3 * 1009)).ceil(late) is None
    some = difference(sieved, Step(0, 7 * 1009))
    wanted = [each for each in sieved.between(NOW, NOW + 300 * DAY) if each % 7]
    assert wanted
    assert list(some.between(NOW, NOW + 300 * DAY)) == wanted


def test_a_union_is_worked_out_only_where_its_days_stay_simple() -> None:
    berlin = [firing("Europe/Berlin", NINE, days.every_nth_day(n, 0)) for n in (101, 103, 997)]
    assert isinstance(union(berlin[:2]), Zoned)
    assert isinstance(union(berlin), Union)
    assert all(sum(rule.leaves for _, rule in each.cells.cells) == 1 for each in berlin if isinstance(each, Zoned))


def test_times_on_the_same_days_are_joined_whatever_stands_between() -> None:
    rules = [days.every_nth_day(n, 0) for n in (983, 991, 997)]
    at_nine, at_ten = ([firing("UTC", times, rule) for rule in rules] for times in (NINE, TEN))
    found = union([*at_nine, *at_ten])
    assert isinstance(found, Union)
    assert set(found.operands) == {firing("UTC", NINE | TEN, rule) for rule in rules}


@given(terms, terms, moments, st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_a_set_meets_a_stretch_in_which_it_has_a_member(a: InstantSet, b: InstantSet, first: int, length: int) -> None:
    last = first + length * QUARTER
    for built in (a, union([a, b]), intersection([a, b]), difference(a, b), bounded(a, first + QUARTER, last - DAY)):
        assert built.meets(first, last) == (next(built.between(first, last), None) is not None)
        assert not built.meets(last + 1, last)


def test_large_unions_stay_as_they_are_and_still_answer() -> None:
    many = union([Step(n, 100_003) for n in range(70)])
    assert isinstance(many, Union)
    met = intersection([many, union([Step(n, 99_991) for n in range(70)])])
    found = met.ceil(NOW)
    assert found is not None
    assert met.contains(found)
    assert met.floor(found) == found
    less = difference(many, Step(0, 100_003))
    assert less.ceil(0) == 1
    assert less.floor(100_003) == 69
    assert difference(Step(0, 1), intersection([many, union([Step(n, 99_991) for n in range(70)])])).ceil(0) == 70


def test_counting_is_arithmetic_over_all_of_time() -> None:
    seconds = MAX_INSTANT - MIN_INSTANT + 1
    assert Pattern(EVERYTHING).count(MIN_INSTANT, MAX_INSTANT) == seconds
    assert stretch("Europe/Berlin", ALL_DAY).count(NOW, NOW + 10**9) == 10**9 + 1
    assert bounded(Step(0, 1), NOW, None).count(MIN_INSTANT, MAX_INSTANT) == MAX_INSTANT - NOW + 1
    assert firing("Europe/Berlin", NINE).count(NOW, NOW + 365 * DAY - 1) == 365
    leap = firing("America/New_York", NINE, days.month_date(2, 29))
    assert leap.count(instant("2000-01-01T00:00"), instant("2400-01-01T00:00")) == 97
    assert union([Step(0, 7), Step(1, 7)]).count(0, 699) == 200


@pytest.mark.parametrize("period", [1, 37, 60, 7919])
def test_steps_that_together_take_every_member_leave_nothing(period: int) -> None:
    """Halves; and the covering system 0 mod 2, 0 mod 3, 1 mod 4, 5 mod 6, 7 mod 12 (Erdos)."""
    base = Step(5, period)
    for system in ([(0, 2), (1, 2)], [(0, 2), (0, 3), (1, 4), (5, 6), (7, 12)]):
        left: InstantSet = base
        for first, every_nth in system:
            assert left.ceil(0) is not None
            left = difference(left, Step(5 + first * period, every_nth * period))
        assert left == EMPTY


def test_steps_that_take_all_but_a_few_members_leave_those() -> None:
    left: InstantSet = Step(0, 61)
    for first in range(6):
        left = difference(left, Step(first * 61, 7 * 61))
    assert [*left.between(0, 2000)] == [*range(6 * 61, 2001, 7 * 61)]


def test_unions_of_many_steps_that_never_meet_are_known_not_to() -> None:
    """Nine steps of even hours and eight of odd ones: asked in turn they would leapfrog for ever."""
    even = union([Step(0, 7200 * n + 7200) for n in range(9)] + [Step(7200, 7200 * 11 * 13)])
    odd = union([Step(3600, 7200 * (n + 20)) for n in range(18)])
    assert isinstance(odd, Union)
    assert intersection([even, odd]) == EMPTY


def test_many_steps_without_all_years_but_a_few_are_still_searched_by_year() -> None:
    many = union([Step(0, 60 * n) for n in range(61, 127)])
    rest = difference(many, stretch("UTC", ALL_DAY, days.years(2025, 9998)))
    assert rest.ceil(instant("2025-01-01T00:00")) == many.ceil(instant("9999-01-01T00:00"))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_a_drifting_step_and_a_rare_time_of_the_week(zone: str) -> None:
    """A step of a week and a second passes all seconds of a week in 11,600 years."""
    drifting = Step(instant("2024-05-01T12:00"), 7 * DAY + 1)
    sunday = intersection([drifting, stretch("UTC", span(9 * 3600, 12 * 3600), days.weekdays([6]))])
    found = bounded(sunday, NOW, None).ceil(NOW)
    assert found is not None
    assert drifting.contains(found)
    assert found - NOW > 6000 * 365 * DAY
    assert sunday.floor(found - 1) is None or sunday.floor(found - 1) < NOW  # type: ignore[operator]
    late = intersection([drifting, stretch(zone, span(0, 60), days.weekdays([0])), firing(zone, at([86_399]))])
    assert late == EMPTY or late.ceil(NOW) is None


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_few_members_of_a_long_step_are_looked_at_one_by_one(zone: str) -> None:
    long, clock_set = Step(NOW, 10**9 + 9), stretch(zone, OFFICE)
    wanted = [each for each in long.between(MIN_INSTANT, MAX_INSTANT) if clock_set.contains(each)]
    for found in (intersection([long, clock_set]), intersection([clock_set, long])):
        assert [*found.between(MIN_INSTANT, MAX_INSTANT)] == wanted
        assert [found.floor(each + 1) for each in wanted] == wanted
    rest = difference(long, clock_set)
    assert [*union([rest, found]).between(MIN_INSTANT, MAX_INSTANT)] == [*long.between(MIN_INSTANT, MAX_INSTANT)]
    holes = difference(found, Step(wanted[0], 2 * (10**9 + 9)))
    assert holes.contains(wanted[0]) is False
    assert intersection([Step(NOW + 5, 10**12), firing(zone, NINE)]) == EMPTY


@given(terms, st.lists(st.integers(-400, 400), max_size=8), moments)
@settings(max_examples=40, deadline=None)
def test_a_list_of_instants_obeys_the_laws_of_sets(other: InstantSet, quarters: list[int], moment: int) -> None:
    """What is made of a list by taking away is a list, so it is known at once."""
    members = sorted({NOW + each * QUARTER for each in quarters})
    few = listed(members)
    inside = [each for each in members if other.contains(each)]
    outside = [each for each in members if not other.contains(each)]
    assert intersection([few, other]) == intersection([other, few]) == listed(inside)
    assert difference(few, other) == listed(outside)
    assert bounded(few, moment, None) == listed(each for each in members if each >= moment)
    rest = difference(other, few)
    assert all(rest.contains(each) == (other.contains(each) and each not in members) for each in (moment, *members))
    assert all(union([few, other]).contains(each) for each in members)
