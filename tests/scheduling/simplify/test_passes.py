"""Golden pairs: what each pass makes of a schedule in one go, and what all of them make of it together."""

from __future__ import annotations

import time

import pytest

from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import And, Calendar, Elapsed, Expr, Or, Schedule, Unit, Weekdays
from everly.scheduling.simplify import PASSES, simplify
from everly.scheduling.simplify.trees import parts
from everly.scheduling.zone_names import find_zone

_BY_NAME = {each.name: each for each in PASSES}
_BOTH = "0 * * * * {} 0 0-23 * * * starting 2024-01-01 00:00"
_DAILY, _HOURLY, _MON = Calendar(1, Unit.DAY), Elapsed(3600), Weekdays((0,))


def applied(name: str, text: str, zone: str = "UTC") -> str:
    return print_schedule(_BY_NAME[name].apply(parse(text), find_zone(zone)))


def simplified(text: str, zone: str = "UTC") -> str:
    return print_schedule(simplify(parse(text), timezone=zone))


GOLDEN = [
    ("drop_duplicates", "daily | hourly | daily", "daily | hourly"),
    ("drop_duplicates", "daily & mon & mon", "daily & mon"),
    ("drop_duplicates", "hourly | (hourly starting tomorrow)", "hourly | (hourly starting tomorrow)"),
    ("absorb", "daily | daily & mon", "daily"),
    ("absorb", "(hourly | weekly) & weekly", "weekly"),
    ("absorb", "daily & weekly", "weekly"),
    ("absorb", "monthly | every 2 years", "monthly"),
    ("absorb", "every 2 days & every 3 days", "every 2 days & every 3 days"),
    ("absorb", "hourly | every 2 hours", "hourly"),
    ("absorb", "hourly & daily", "hourly & daily"),
    ("absorb", "mon-fri at 09:00 | mon at 09:00", "mon-fri at 09:00"),
    ("absorb", "mon at 09:00 | daily at 09:00,17:00", "daily at 09:00,17:00"),
    ("absorb", "daily at 09:00 | (daily at 09:00 in Asia/Tokyo)", "daily at 09:00 | (daily at 09:00 in Asia/Tokyo)"),
    ("absorb", "hourly | (daily except mon) | daily", "hourly | daily"),
    ("absorb", "hourly & !mon & !mon,tue", "hourly & !mon,tue"),
    ("absorb", "monthly on mon | every 2 months on (1st & mon)", "monthly on mon"),
    ("push_negation", "daily & !sun", "daily & mon-sat"),
    ("push_negation", "daily & !jan", "daily & feb-dec"),
    ("push_negation", "daily & !dec 25", "daily & !dec 25"),
    ("push_negation", "daily & !(sun | dec 25)", "daily & mon-sat & !dec 25"),
    ("push_negation", "daily & !(dec 25 | 1st mon)", "daily & !(dec 25 | 1st mon)"),
    ("push_negation", "daily & !(mon-fri & !dec 25)", "daily & (sat,sun | dec 25)"),
    ("push_negation", "daily & !(mon-fri except dec 25)", "daily & (sat,sun | dec 25)"),
    ("push_negation", "daily & !mon-sun | hourly", "daily & !mon-sun | hourly"),
    ("exceptions", "daily except sat,sun", "daily & mon-fri"),
    ("exceptions", "daily except (sun | dec 25)", "daily & mon-sat except dec 25"),
    ("exceptions", "daily except sun | dec 25 | 1st mon", "daily except sun | dec 25 | 1st mon"),
    ("exceptions", "daily | hourly except sun", "daily | hourly except sun"),
    ("exceptions", "hourly except daily except sun", "hourly & mon-sat except daily"),
    ("exceptions", "hourly except dec 25 except jan 1", "hourly except dec 25 | jan 1"),
    ("exceptions", "hourly except dec 25 except daily", "hourly except dec 25 except daily"),
    ("exceptions", "hourly except !dec 25", "hourly & dec 25"),
    ("merge_windows", "daily & (mon | tue)", "daily & mon,tue"),
    ("merge_windows", "daily & mon-fri & fri-sun", "daily & fri"),
    ("merge_windows", "daily & mon & tue | hourly", "daily & mon & tue | hourly"),
    ("merge_windows", "daily & (jan | 1st | mar)", "daily & (jan,mar | 1st)"),
    ("merge_windows", "daily & 2020-2026 & 2024-2030", "daily & 2024-2026"),
    ("merge_windows", "hourly & 09:00-17:00 & 12:00-20:00", "hourly & 12:00-17:00"),
    ("merge_windows", "hourly & (22:00-24:00 | 00:00-06:00)", "hourly & 22:00-06:00"),
    ("merge_windows", "hourly & 22:00-06:00 & 05:00-23:00", "hourly & 05:00-06:00,22:00-23:00"),
    ("merge_windows", "daily & !dec 25 & !jan 1", "daily & !jan 1,dec 25"),
    ("merge_windows", "daily & 1st-15th & 10th-20th", "daily & 10th-15th"),
    ("merge_windows", "daily & 31st & last day", "daily & 31st & last day"),
    ("merge_windows", "daily & (31st | last day)", "daily & 31st,last day"),
    ("merge_windows", "daily & (1st mon | last fri)", "daily & 1st mon,last fri"),
    ("merge_windows", "daily & 1st,2nd mon & 1st mon", "daily & 1st,2nd mon & 1st mon"),
    ("merge_windows", "daily & (dec 24-26 | dec 26-jan 2)", "daily & dec 24-jan 2"),
    ("merge_windows", "daily & (2024-05-01 | 2024-05-02)", "daily & 2024-05-01 - 2024-05-02"),
    ("merge_windows", "daily & (last day of feb | last day of mar)", "daily & (last day of feb | last day of mar)"),
    ("days_of_months", "daily & last fri & nov", "daily & last fri of nov"),
    ("days_of_months", "daily & dec & 25th", "daily & dec 25"),
    ("days_of_months", "daily & 1st,15th & jun-aug", "daily & 1st,15th of jun-aug"),
    ("days_of_months", "daily & last day & feb", "daily & last day of feb"),
    ("days_of_months", "daily & 30th & feb | hourly", "daily & 30th & feb | hourly"),
    ("picked_days", "weekly on mon,wed at 09:00", "mon,wed at 09:00"),
    ("picked_days", "monthly on the 15th at 08:00", "15th at 08:00"),
    ("picked_days", "every 2 weeks on mon at 09:00", "every 2 weeks on mon at 09:00"),
    ("picked_days", "weekly on mon", "weekly on mon"),
    ("merge_times", "daily at 09:00 | daily at 17:00", "daily at 09:00,17:00"),
    ("merge_times", "mon at 09:00 | hourly | mon at 17:00", "mon at 09:00,17:00 | hourly"),
    ("merge_times", "mon at 09:00 | tue at 09:00", "(mon | tue) at 09:00"),
    ("merge_times", "hourly | mon at 09:00 | mon,tue at 09:00", "hourly | mon,tue at 09:00"),
    ("merge_times", "hourly | mon at 09:00 | 1st at 09:00", "hourly | mon at 09:00 | 1st at 09:00"),
    ("merge_times", "mon at 09:00 | tue at 17:00", "mon at 09:00 | tue at 17:00"),
    ("merge_times", "daily | daily at 09:00", "daily | daily at 09:00"),
    ("merge_cron", "0 9 * * mon | 0 17 * * mon", "0 9,17 * * mon"),
    ("merge_cron", "0 9 1 * mon | 0 9 15 * mon", "0 9 1,15 * mon"),
    ("merge_cron", "0 9 * * * | 0 9 * * *", "0 9 * * *"),
    ("merge_cron", "0 9 * * mon | 0 17 * * tue", "0 9 * * mon | 0 17 * * tue"),
    ("merge_cron", "0 9 1 * * | 0 9 * * *", "0 9 1 * * | 0 9 * * *"),
    ("merge_cron", "0 9 * * * | 0 0 9 * * *", "0 9 * * * | 0 0 9 * * *"),
    ("merge_intervals", "every 6 hours & every 4 hours", "every 12 hours"),
    ("merge_intervals", "every 90 minutes & mon & hourly", "every 3 hours & mon"),
    ("merge_intervals", "hourly & (hourly starting tomorrow)", "hourly & (hourly starting tomorrow)"),
    (
        "merge_intervals",
        "every 99999999 seconds & every 99999998 seconds",
        "every 99999999 seconds & every 99999998 seconds",
    ),
    ("drop_clauses", "hourly | (daily at 09:00 in UTC)", "hourly | daily at 09:00"),
    ("drop_clauses", "hourly | (daily at 09:00 in Asia/Tokyo)", "hourly | (daily at 09:00 in Asia/Tokyo)"),
    (
        "drop_clauses",
        "hourly | (daily starting 2024-01-01 10:00 Asia/Tokyo in UTC)",
        "hourly | (daily starting 2024-01-01 10:00 Asia/Tokyo in UTC)",
    ),
    (
        "drop_clauses",
        "hourly | (daily at 09:00 & 2024 until 2025-01-01 10:00)",
        "hourly | daily at 09:00 & 2024",
    ),
    (
        "drop_clauses",
        "hourly | (daily & 2024 until 2025-01-01 10:00)",
        "hourly | (daily & 2024 until 2025-01-01 10:00)",
    ),
    ("daily_on_days", "daily at 09:00 & mon-fri", "mon-fri at 09:00"),
    ("daily_on_days", "hourly & daily at 09:00 & 1st", "hourly & 1st at 09:00"),
    ("daily_on_days", "daily at 09:00 & mon-fri & jan", "daily at 09:00 & mon-fri & jan"),
    ("daily_on_days", "daily & mon-fri", "daily & mon-fri"),
    ("drop_redundant", "0 9 * * mon & mon-fri", "0 9 * * mon"),
    ("drop_redundant", "daily & mon-sun", "daily"),
    ("drop_redundant", "daily at 09:00 & 08:00-10:00", "daily at 09:00"),
    ("drop_redundant", "hourly | 0 0 31 2 *", "hourly"),
    ("drop_redundant", "0 9 * * mon | 0 9 * * tue-sun | daily at 09:00", "0 9 * * mon | 0 9 * * tue-sun"),
    ("drop_redundant", "mon at 09:00 except sat | dec 25", "mon at 09:00 except dec 25"),
    ("drop_redundant", "mon at 09:00 except sat", "mon at 09:00"),
    ("drop_redundant", "every 6 hours & mon-fri except sun", "every 6 hours & mon-fri"),
    ("drop_redundant", "daily & !(1st | 1st mon & 1st-7th)", "daily & !(1st | 1st mon)"),
    ("drop_redundant", "(1st mon & 1st-7th) at 09:00", "1st mon at 09:00"),
    ("drop_redundant", "every 2 months on (1st mon & 1st-7th)", "every 2 months on 1st mon"),
    ("drop_redundant", "* * * * * * & mon", "* * * * * * & mon"),
    ("drop_redundant", "hourly & * * * * * *", "hourly & * * * * * *"),
    ("drop_redundant", "hourly & daily starting 2024-01-01 00:00", "daily starting 2024-01-01 00:00"),
    (
        "drop_redundant",
        "hourly & 2020-2026 starting 2024-01-01 00:00 until 2024-12-31 23:59",
        "hourly starting 2024-01-01 00:00 until 2024-12-31 23:59",
    ),
    ("drop_redundant", "hourly & daily starting tomorrow", "daily starting tomorrow"),
    ("drop_redundant", "hourly & daily starting in 2 days", "hourly & daily starting in 2 days"),
    ("drop_redundant", "hourly | 0 14 * * * starting 00:00", "hourly starting 00:00"),
    ("drop_redundant", "hourly | 0 14 * * * starting 00:30", "hourly | 0 14 * * * starting 00:30"),
    ("drop_redundant", "hourly | 0 14 * * * starting 2024-05-01", "hourly starting 2024-05-01"),
    ("drop_redundant", "every 7 hours | 0 14 * * * starting 00:00", "every 7 hours | 0 14 * * * starting 00:00"),
    ("drop_redundant", "every 168 hours | 0 0 * * thu starting 00:00", "every 168 hours | 0 0 * * thu starting 00:00"),
    ("drop_redundant", "daily | 0 14 * * * starting mon 14:00", "daily starting mon 14:00"),
    (
        "drop_redundant",
        "daily | 0 14 * * * starting 13:00 UTC in Europe/Berlin",
        "daily | 0 14 * * * starting 13:00 UTC in Europe/Berlin",
    ),
    (
        "drop_redundant",
        "daily | 0 14 * * * starting 14:00 in Europe/Berlin",
        "daily | 0 14 * * * starting 14:00 in Europe/Berlin",
    ),
    (
        "drop_redundant",
        "daily at 09:00 | (mon at 09:00 starting 2020-01-01 00:00)",
        "daily at 09:00 | (mon at 09:00 starting 2020-01-01 00:00)",
    ),
    ("drop_redundant", "hourly in Nowhere/Land", "hourly in Nowhere/Land"),
]


@pytest.mark.parametrize(("name", "text", "expected"), GOLDEN)
def test_what_a_pass_makes_of_a_schedule(name: str, text: str, expected: str) -> None:
    assert applied(name, text) == expected


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (And((And((_DAILY, _HOURLY)), _MON)), And((_DAILY, _HOURLY, _MON))),
        (Or((Or((_DAILY,)), Or((_HOURLY, _DAILY)))), Or((_DAILY, _HOURLY, _DAILY))),
        (And((_DAILY, Schedule(And((_HOURLY, _MON))))), And((_DAILY, _HOURLY, _MON))),
        (And((_DAILY,)), _DAILY),
        (Schedule(Schedule(_DAILY)), _DAILY),
    ],
)
def test_groups_that_the_parser_would_not_make_are_flattened(expr: Expr, expected: Expr) -> None:
    assert _BY_NAME["flatten"].apply(Schedule(expr), find_zone("UTC")) == Schedule(expected)


def test_parentheses_around_the_whole_are_the_whole() -> None:
    inner = parse("daily starting 2024-01-01 in Asia/Tokyo")
    assert _BY_NAME["flatten"].apply(Schedule(inner), find_zone("UTC")) == inner


def test_every_pass_has_a_golden_pair_that_it_changes() -> None:
    changed = {name for name, text, expected in GOLDEN if print_schedule(parse(text)) != expected}
    assert changed | {"flatten"} == set(_BY_NAME)


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        # Apia skipped 30 December 2011, a Friday: what it should have fired at 09:00 it fired as Saturday began.
        ("Pacific/Apia", "daily at 09:00 & fri", "daily at 09:00 & fri"),
        ("Europe/Berlin", "daily at 09:00 & fri", "fri at 09:00"),
        # New York skips 02:30 on a day in spring, and fires at 03:00.
        ("America/New_York", "daily at 02:30 & 02:00-02:45", "daily at 02:30 & 02:00-02:45"),
        ("UTC", "daily at 02:30 & 02:00-02:45", "daily at 02:30"),
        # A starred line fires in both passes of the hour that Berlin repeats in autumn.
        ("Europe/Berlin", _BOTH.format("&"), "0 0-23 * * * starting 2024-01-01 00:00"),
        ("Europe/Berlin", _BOTH.format("|"), "0 * * * * starting 2024-01-01 00:00"),
        ("UTC", _BOTH.format("&"), "0 * * * * starting 2024-01-01 00:00"),
        # When Berlin left its local time, in 1893, it skipped midnight, and only the other line fired after it.
        ("Europe/Berlin", "0 * * * * & 0 0-23 * * *", "0 * * * * & 0 0-23 * * *"),
        ("UTC", "0 * * * * & 0 0-23 * * *", "0 * * * *"),
    ],
)
def test_proofs_are_about_the_zone_at_hand(zone: str, text: str, expected: str) -> None:
    assert simplified(text, zone) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily and weekly", "weekly"),
        ("mon at 9:00 | tue at 9:00 | mon at 17:00 | tue at 17:00", "mon,tue at 09:00,17:00"),
        ("daily at 09:00 & mon-fri & !wed", "mon,tue,thu,fri at 09:00"),
        ("hourly & mon-fri except wed | dec 25", "hourly & mon,tue,thu,fri except dec 25"),
        ("daily except dec 25 except jan 1 except sun", "daily & mon-sat except jan 1,dec 25"),
        ("every 15 minutes & (mon | tue | wed) & 09:00-17:00", "every 15 minutes & mon-wed & 09:00-17:00"),
        ("0 9 * * 1-5 | 0 13 * * 1-5 | 0 17 * * 1-5", "0 9,13,17 * * mon-fri"),
        ("monthly on the last fri at 17:00 | last fri at 12:00", "last fri at 12:00,17:00"),
        (
            "(daily at 09:00 in Europe/Berlin) | (daily at 17:00) in Europe/Berlin",
            "daily at 09:00,17:00 in Europe/Berlin",
        ),
        ("daily & mon-fri starting tomorrow", "daily & mon-fri starting tomorrow"),
        ("0 0 * * 5 & 13th", "0 0 * * fri & 13th"),
    ],
)
def test_what_all_passes_make_of_a_schedule(text: str, expected: str) -> None:
    assert simplified(text) == expected


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [
        ("hourly & (mon | tue)", Weekdays((0, 1)), "mon | tue"),
        ("hourly & (daily & weekly starting tomorrow)", Calendar(1, Unit.WEEK), "weekly"),
        ("hourly & !sun", Weekdays((0, 1, 2, 3, 4, 5)), "sun"),
        ("hourly except sun", Weekdays((0, 1, 2, 3, 4, 5)), "sun"),
        ("every 6 hours & every 4 hours & mon", Elapsed(43200), "every 6 hours & every 4 hours"),
    ],
)
def test_what_is_left_stands_where_it_was_written(text: str, part: Expr, place: str) -> None:
    simpler = simplify(parse(text))
    assert simpler.span.of(text) == text
    assert [each.span.of(text) for each in below(simpler) if each == part] == [place]


def below(expr: Expr) -> list[Expr]:
    return [expr, *(each for part in parts(expr) for each in below(part))]


def test_a_long_union_takes_no_more_than_a_moment() -> None:
    lines = " | ".join(f"0 {hour} {day} * *" for hour in range(24) for day in range(1, 32))
    schedule = parse(lines, limited=False)
    begun = time.perf_counter()
    assert print_schedule(simplify(schedule)) == "0 0-23 1-31 * *"
    assert time.perf_counter() - begun < 10
