import calendar
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import days
from everly.scheduling.engine.civil import FIRST_DAY, LAST_DAY, MAX_YEAR, MIN_YEAR, kind_of, year_of, year_start
from everly.scheduling.engine.dayrules import Progressions, residues, year_rule
from everly.scheduling.engine.dayset import ALL, NONE, And, Days, DaySet, Not
from everly.scheduling.engine.shifts import shifted
from tests.scheduling.engine.oracle import DayRule, day_rules, number

KINDS = [next(year for year in range(1990, 2030) if kind_of(year) == kind) for kind in range(14)]


def length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def working_days(day: date) -> list[int]:
    return [n for n in range(1, length(day) + 1) if day.replace(day=n).weekday() < 5]


def nearest(wanted: int, day: date) -> bool:
    """Quartz's W by its own words: the closest of the month's working days, which is never more than two days off."""
    if wanted > length(day):
        return False
    return day.day == min(working_days(day), key=lambda n: abs(n - wanted))


def nth_of(n: int, candidates: list[int], day: date) -> bool:
    return abs(n) <= len(candidates) and candidates[n - 1 if n > 0 else n] == day.day


def months_since(day: date, year: int, month: int) -> int:
    return 12 * (day.year - year) + day.month - month


RULES: dict[str, tuple[Days, Callable[[date], bool]]] = {
    "weekends": (days.weekdays([5, 6]), lambda day: day.weekday() >= 5),
    "monday": (days.weekdays([0]), lambda day: day.weekday() == 0),
    "winter": (days.months([12, 1, 2]), lambda day: day.month in (12, 1, 2)),
    "1 and 31": (days.month_days([1, 31]), lambda day: day.day in (1, 31)),
    "last day": (days.days_from_end([1]), lambda day: day.day == length(day)),
    "L-2 and first of 31": (days.days_from_end([3, 31]), lambda day: length(day) - day.day in (2, 30)),
    "LW": (days.last_weekday_of_month(), lambda day: day.day == working_days(day)[-1]),
    "29 february": (days.month_date(2, 29), lambda day: (day.month, day.day) == (2, 29)),
    "31 february": (days.month_date(2, 31), lambda _: False),
    "2000 to 2010": (days.years(2000, 2010), lambda day: 2000 <= day.year <= 2010),
    "every third year": (days.year_periods(3, 2001), lambda day: (day.year - 2001) % 3 == 0),
    "quarterly 31st": (
        days.every_nth_month(3, 2001, 5, 31),
        lambda day: months_since(day, 2001, 5) % 3 == 0 and day.day == length(day),
    ),
    "every 5 months on the 30th": (
        days.every_nth_month(5, 2001, 5, 30),
        lambda day: months_since(day, 2001, 5) % 5 == 0 and day.day == min(30, length(day)),
    ),
    "every 18 months": (days.month_periods(18, 2001, 5), lambda day: months_since(day, 2001, 5) % 18 == 0),
    "yearly from 29 february": (
        days.every_nth_month(12, 2024, 2, 29),
        lambda day: day.month == 2 and day.day == length(day),
    ),
    "every day": (days.every_nth_day(1, 5), lambda _: True),
    "every 7 days": (days.every_nth_day(7, 11_000), lambda day: (number(day) - 11_000) % 7 == 0),
    "every 1000 days": (days.every_nth_day(1000, 11000), lambda day: number(day) % 1000 == 0),
    "every 4 million days": (days.every_nth_day(4_000_000, 11_000), lambda day: number(day) == 11_000),
    "every 53rd week": (days.week_periods(53, 11000), lambda day: ((number(day) + 3) // 7 - 11003 // 7) % 53 == 0),
    **{
        f"nearest to {n}": (days.nearest_weekday(n), lambda day, n=n: nearest(n, day))  # type: ignore[misc]
        for n in (1, 2, 15, 28, 29, 30, 31)
    },
    **{
        f"{n}th friday": (
            days.nth_weekday(n, 4),
            lambda day, n=n: nth_of(
                n, [d for d in range(1, length(day) + 1) if day.replace(day=d).weekday() == 4], day
            ),  # type: ignore[misc]
        )
        for n in (1, 2, 5, -1, -4, -5)
    },
    **{
        f"{n}th working day": (days.nth_working_day(n), lambda day, n=n: nth_of(n, working_days(day), day))  # type: ignore[misc]
        for n in (1, 20, 23, -1, -22, -23)
    },
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("year", [*KINDS, 1900, 2100])
def test_a_rule_holds_the_days_that_datetime_says(name: str, year: int) -> None:
    rule, has = RULES[name]
    dates = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + calendar.isleap(year))]
    mask = rule.mask(year)
    assert [bool(mask >> n & 1) for n in range(366)] == [*map(has, dates), *[False] * (366 - len(dates))]


@pytest.mark.parametrize("name", RULES)
@given(st.integers(-20_000, 40_000), st.integers(0, 1500))
@settings(max_examples=10, deadline=None)
def test_search_and_count_follow_the_masks(name: str, day: int, span: int) -> None:
    rule, _ = RULES[name]
    held = [each for each in range(day, day + span + 1) if rule.has(each)]
    assert rule.count(day, day + span) == len(held)
    assert rule.next_day(day, day + span) == min(held, default=None)
    assert rule.previous_day(day + span, day) == max(held, default=None)
    assert list(rule.between(day, day + span)) == held


@pytest.mark.parametrize("name", RULES)
def test_no_year_holds_more_days_than_a_rule_says(name: str) -> None:
    rule, _ = RULES[name]
    for each in (rule, rule & days.week_periods(2, 3), rule & days.years(2020, 2030), ~rule):
        assert max(each.mask(year).bit_count() for year in range(2000, 2060)) <= each.most <= 366


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("step", [1, -1, 2, -2])
def test_a_shifted_rule_holds_the_days_moved(name: str, step: int) -> None:
    rule, _ = RULES[name]
    moved = shifted(rule, step)
    for year in KINDS:
        start = year_start(year)
        for day in (*range(start - 3, start + 4), start + 59, start + 60):
            assert moved.has(day + step) == rule.has(day)
            assert (moved.next_day(day + step, day + step) is not None) == rule.has(day)
            assert (moved.previous_day(day + step, day + step) is not None) == rule.has(day)


@given(day_rules(11_000), day_rules(11_000), st.integers(10_950, 11_050))
@settings(max_examples=200, deadline=None)
def test_the_algebra_of_days_is_that_of_their_members(left: DayRule, right: DayRule, day: int) -> None:
    a, b = left.days, right.days
    assert (a & b).has(day) == (a.has(day) and b.has(day))
    assert (a | b).has(day) == (a.has(day) or b.has(day))
    assert (a - b).has(day) == (a.has(day) and not b.has(day))
    assert (~a).has(day) != a.has(day)
    assert a & b == b & a
    assert a | b == b | a
    assert a & a == a | a == ~~a == a
    assert a & ~a == NONE
    assert a | ~a == ALL
    assert a & ALL == a | NONE == a


def test_equal_sets_built_apart_are_equal() -> None:
    assert days.weekdays(range(5)) | days.weekdays([5, 6]) == ALL
    assert days.months(range(1, 13)) == ALL
    assert days.month_date(4, 31) == NONE
    assert days.years(1, 9999) == ALL
    assert days.week_periods(1, 3) == ALL
    assert isinstance(days.every_nth_month(6, 2024, 8, 31), DaySet)
    assert days.every_nth_day(7, 0) & days.every_nth_day(7, 1) == NONE
    assert days.every_nth_day(2, 0) | days.every_nth_day(2, 1) == ALL


def test_nothing_lies_beyond_years_1_to_9999() -> None:
    assert ALL.next_day(FIRST_DAY - 5) == FIRST_DAY
    assert ALL.previous_day(LAST_DAY + 5) == LAST_DAY
    assert ALL.next_day(LAST_DAY + 1) is None
    assert ALL.previous_day(FIRST_DAY - 1) is None
    assert not ALL.has(LAST_DAY + 1)
    assert not ALL.has(FIRST_DAY - 1)
    assert ALL.count(FIRST_DAY - 9, LAST_DAY + 9) == LAST_DAY - FIRST_DAY + 1
    assert (year_of(FIRST_DAY), year_of(LAST_DAY)) == (MIN_YEAR, MAX_YEAR)
    assert (year_start(MIN_YEAR), year_start(MAX_YEAR + 1)) == (FIRST_DAY, LAST_DAY + 1)


def test_a_far_year_is_one_jump_either_way() -> None:
    rule = days.years(9990, 9990) & days.weekdays([0])
    assert rule.next_year(1) == 9990
    assert rule.previous_year(9999) == 9990
    assert rule.next_year(9991) is None
    assert rule.previous_year(9989) is None
    found = rule.next_day(FIRST_DAY)
    assert found is not None
    assert year_of(found) == 9990


def test_years_by_their_numbers_are_those_years() -> None:
    assert days.in_years([2030, 2024]) == days.years(2024, 2024) | days.years(2030, 2030)
    assert days.in_years(range(2024, 2031)) == days.years(2024, 2030)
    assert days.in_years([]) == NONE


def test_days_of_rare_years_are_a_jump_either_way() -> None:
    rule = days.month_date(2, 29) & days.weekdays([6])
    held = [year for year in range(1, 10_000) if rule.mask(year)]
    visited, year = [], rule.next_year(-5)
    while year is not None:
        visited.append(year)
        year = rule.next_year(year + 1)
    back, year = [], rule.previous_year(20_000)
    while year is not None:
        back.append(year)
        year = rule.previous_year(year - 1)
    assert visited == back[::-1] == held
    assert NONE.next_year(1) is NONE.previous_year(9999) is None


def test_residues_of_any_modulus_give_each_day_its_bit() -> None:
    rule = residues(1000, [999, 0])
    assert [day for day in range(-3000, 3001) if rule.has(day)] == [
        -3000,
        -2001,
        -2000,
        -1001,
        -1000,
        -1,
        0,
        999,
        1000,
        1999,
        2000,
        2999,
        3000,
    ]
    assert residues(3, []) == NONE
    assert residues(3, [0, 1, 2]) == ALL
    assert year_rule(0) == NONE


cycles = st.integers(300, 40_000).flatmap(
    lambda modulus: st.tuples(st.just(modulus), st.sets(st.integers(0, modulus - 1), min_size=1, max_size=4))
)


@given(cycles, st.integers(-100_000, 100_000), st.integers(0, 3000))
@settings(max_examples=60, deadline=None)
def test_a_cycle_of_any_length_holds_the_days_of_its_turns(
    cycle: tuple[int, set[int]], first: int, distance: int
) -> None:
    modulus, turns = cycle
    rule = residues(modulus, turns)
    members = [day for day in range(first, first + distance + 1) if day % modulus in turns]
    assert [day for day in range(first, first + distance + 1) if rule.has(day)] == members
    assert rule.next_day(first, first + distance) == min(members, default=None)
    assert rule.previous_day(first + distance, first) == max(members, default=None)
    assert rule.count(first, first + distance) == len(members)
    assert (rule | residues(modulus, [7])).count(first, first + distance) == len(
        {*members, *(day for day in range(first, first + distance + 1) if day % modulus == 7)}
    )


@given(cycles, cycles, st.integers(-100_000, 100_000))
@settings(max_examples=60, deadline=None)
def test_what_two_cycles_share_is_what_both_hold(
    one: tuple[int, set[int]], other: tuple[int, set[int]], first: int
) -> None:
    shared = residues(*one) & residues(*other)
    found = shared.next_day(first)
    wanted = (day for turn in one[1] for day in range(first + (turn - first) % one[0], LAST_DAY + 1, one[0]))
    assert found == min((day for day in wanted if day % other[0] in other[1]), default=None)


@pytest.mark.parametrize("modulus", [1_000_003, 10**15 + 37, 10**700])
def test_a_cycle_longer_than_the_calendar_is_a_few_numbers(modulus: int) -> None:
    rule = residues(modulus, [12_345, modulus - 700_000])
    assert isinstance(rule, Progressions)
    assert rule.next_day(FIRST_DAY) == -700_000
    assert rule.previous_day(300_000) == 12_345
    assert rule.next_day(300_004) == (12_345 + modulus if modulus < LAST_DAY else None)
    assert residues(10**9, [500_000_000]) == NONE


def test_a_cycle_asks_only_the_years_that_it_reaches() -> None:
    rule = residues(1_000_003, [12_345])
    assert isinstance(rule, Progressions)
    visited = []
    year = rule.next_year(MIN_YEAR)
    while year is not None:
        visited.append(year)
        year = rule.next_year(year + 1)
    assert visited == [year_of(12_345 + turn * 1_000_003) for turn in range(3)]
    back = []
    year = rule.previous_year(MAX_YEAR)
    while year is not None:
        back.append(year)
        year = rule.previous_year(year - 1)
    assert back == visited[::-1]


def test_long_intervals_of_days_that_all_must_meet_are_one_rule() -> None:
    rule = days.every_nth_day(1021, 0) & days.every_nth_day(1019, 0) & days.every_nth_day(1013, 0)
    assert rule == residues(1021 * 1019 * 1013, [0])


@pytest.mark.parametrize(
    "make",
    [
        lambda: days.weekdays([7]),
        lambda: days.months([0]),
        lambda: days.month_days([32]),
        lambda: days.days_from_end([0]),
        lambda: days.nth_weekday(0, 1),
        lambda: days.nth_weekday(6, 1),
        lambda: days.nth_weekday(1, 7),
        lambda: days.nth_working_day(24),
        lambda: days.nearest_weekday(0),
        lambda: days.years(0, 5),
        lambda: days.years(5, 10_000),
        lambda: days.in_years([5, 0]),
        lambda: days.every_nth_day(0, 5),
        lambda: days.month_periods(0, 2000, 1),
        lambda: days.month_periods(1, 2000, 13),
        lambda: days.year_periods(0, 2000),
        lambda: days.every_nth_month(1, 2000, 1, 32),
    ],
)
def test_values_out_of_range_are_refused(make: Callable[[], Days]) -> None:
    with pytest.raises(ValueError, match=r"outside|less than"):
        make()


@given(
    st.sets(
        st.integers(FIRST_DAY, FIRST_DAY + 1500) | st.integers(19_000, 21_000) | st.integers(LAST_DAY - 9, LAST_DAY)
    )
)
def test_dates_are_the_days_with_these_numbers(numbers: set[int]) -> None:
    rule = days.dates([*numbers, FIRST_DAY - 1, LAST_DAY + 1])
    assert [each for each in range(19_000, 21_001) if rule.has(each)] == sorted(
        numbers.intersection(range(19_000, 21_001))
    )
    assert rule.count(FIRST_DAY, LAST_DAY) == len(numbers)


def test_a_rule_that_stands_in_many_others_is_worked_out_once() -> None:
    """Each level holds the one below twice: a walk down to each use would take 2 to the power of the levels."""
    rule: Days = days.every_nth_day(1009, 0)
    for level in range(60):
        other = days.every_nth_day(1013 + 2 * level, level)
        rule = And(frozenset({Not(And(frozenset({rule, other}))), Not(And(frozenset({Not(rule), Not(other)})))}))
    index = rule.index()
    for day in range(19_000, 23_000, 37):
        assert (index.first(day - FIRST_DAY) == day - FIRST_DAY) is rule.has(day)
