"""Rules by year, by turn of a cycle and by kind of year: what is left of them when they are joined."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import days
from everly.scheduling.engine.civil import FIRST_DAY, LAST_DAY, year_start
from everly.scheduling.engine.dayrules import Progressions, Woven, residues
from everly.scheduling.engine.dayset import ALL, NONE, And, Days, Or
from everly.scheduling.engine.shifts import Shifted, shifted

WEEKDAYS = days.weekdays(range(5))
SUMMER = days.months([6, 7, 8])

_SIMPLE = {
    "mon-fri": WEEKDAYS,
    "mon": days.weekdays([0]),
    "summer": SUMMER,
    "29 february": days.month_date(2, 29),
    "new year": days.month_date(1, 1),
    "31 december": days.month_date(12, 31),
    "2024 to 2030": days.years(2024, 2030),
    "leap years": days.year_periods(4, 2024),
    "every 5 months": days.month_periods(5, 2024, 1),
    "a stretch": days.date_range(year_start(2023) + 300, year_start(2025) + 20),
    "every 2 weeks": days.week_periods(2, 11_000),
    "every 3 days": days.every_nth_day(3, 11_000),
    "every 14 days": days.every_nth_day(14, 11_003),
    "every 49 days": days.every_nth_day(49, 11_003),
}
rules = st.sampled_from(sorted(_SIMPLE)).map(_SIMPLE.__getitem__)
near_days = st.integers(year_start(2022), year_start(2032))


@pytest.mark.parametrize("name", _SIMPLE)
@pytest.mark.parametrize("other", _SIMPLE)
def test_what_is_taken_away_part_by_part_leaves_nothing(name: str, other: str) -> None:
    rule, part = _SIMPLE[name], _SIMPLE[other]
    assert rule - (rule & part) - (rule - part) == NONE
    assert (rule & part) - part == NONE
    assert (rule & part) | (rule - part) | ~rule == ALL


@given(rules, rules, rules, near_days)
@settings(max_examples=150, deadline=None)
def test_three_rules_in_any_form_hold_what_their_members_say(a: Days, b: Days, c: Days, day: int) -> None:
    one, other, third = (each.has(day) for each in (a, b, c))
    assert ((a & b) | c).has(day) == ((one and other) or third)
    assert ((a | b) & c).has(day) == ((one or other) and third)
    assert ((a - b) | (c - a)).has(day) == ((one and not other) or (third and not one))
    assert not isinstance((a & b) | c, And | Or)


@given(rules, rules, st.integers(-3, 3), near_days)
@settings(max_examples=150, deadline=None)
def test_moved_rules_hold_the_days_moved_and_stay_in_the_same_form(a: Days, b: Days, step: int, day: int) -> None:
    rule = (a - b) | (b & ~a)
    moved = shifted(rule, step)
    assert moved.has(day + step) == rule.has(day)
    assert not isinstance(moved, Shifted)
    assert shifted(moved, -step).has(day) == rule.has(day)


@given(rules, rules, st.integers(1, 4), near_days)
@settings(max_examples=25, deadline=None)
def test_the_calendar_of_a_rule_is_its_years_in_a_row(a: Days, b: Days, years: int, day: int) -> None:
    rule = a & ~b
    calendar = rule.calendar() >> day - FIRST_DAY
    assert [bool(calendar >> ahead & 1) for ahead in range(years * 365)] == [
        rule.has(day + ahead) for ahead in range(years * 365)
    ]


def test_a_cycle_of_weeks_knows_the_weekdays_of_its_turns() -> None:
    fortnight = days.every_nth_day(14, 4)  # 1970-01-05 was a Monday
    assert fortnight & WEEKDAYS & ~days.weekdays([0]) == NONE
    assert fortnight & days.weekdays([0]) == fortnight & WEEKDAYS
    assert fortnight & days.weekdays([1]) == NONE
    assert days.week_periods(2, 4) & days.week_periods(2, 11) == NONE


def test_parts_of_one_cycle_that_make_up_the_whole_are_the_whole() -> None:
    thirds = [residues(3, [turn]) & SUMMER for turn in range(3)]
    assert thirds[0] | thirds[1] | thirds[2] == SUMMER
    assert (days.years(2000, 2010) & SUMMER) | (SUMMER - days.years(2000, 2010)) == SUMMER


def test_the_years_of_a_rule_are_those_that_may_hold_a_day() -> None:
    rule = days.every_nth_day(3, 0) & days.month_date(2, 29) & days.years(2000, 2100)
    assert isinstance(rule, Woven)
    held = [year for year in range(1990, 2110) if rule.mask(year)]
    visited, year = [], rule.next_year(1)
    while year is not None:
        visited.append(year)
        year = rule.next_year(year + 1)
    assert set(held) <= set(visited) <= {*range(2000, 2100, 4)}


def test_rules_of_very_many_parts_are_asked_one_by_one() -> None:
    one = residues(127, range(0, 127, 2)) & SUMMER
    other = residues(131, range(0, 131, 3)) & WEEKDAYS
    both = one & other
    assert isinstance(both, And)
    assert [day for day in range(20_000) if both.has(day)] == [
        day for day in range(20_000) if one.has(day) and other.has(day)
    ]


def test_a_long_cycle_meets_a_long_cycle_in_a_longer_one() -> None:
    rule = residues(16_001, [5]) & residues(16_033, [5])
    assert isinstance(rule, Progressions)
    assert rule.next_day(FIRST_DAY) == rule.previous_day(LAST_DAY) == 5
    assert residues(16_001, [5]) & residues(16_033, [6]) == NONE


def test_rules_of_a_few_dozen_years_are_asked_year_by_year_and_never_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule is a union that stands inside an intersection: its years count there, too."""
    fortnights = days.week_periods(2, 4)
    decades = Or(frozenset({days.years(1980, 2060) & fortnights, Shifted(days.years(1990, 2070) & fortnights, 1)}))
    rule = And(frozenset({decades, Or(frozenset({days.month_date(2, 30), Shifted(days.month_date(2, 30), 1)}))}))
    same = And(frozenset({decades, days.weekdays([0])}))

    def laid_out(_rule: Days) -> int:
        raise AssertionError("all days are laid out")

    wanted = [day for day in range(year_start(1970), year_start(2080)) if same.has(day)]
    for kind in (Days, And, Or):
        monkeypatch.setattr(kind, "calendar", laid_out)
    assert rule.next_day(FIRST_DAY) is None
    assert same.next_day(FIRST_DAY) == wanted[0]
    assert same.next_day(wanted[-1] + 1) is None
    assert (same.years.bit_length() - 1, same.next_year(1), same.previous_year(9999)) == (2071, 1980, 2071)
