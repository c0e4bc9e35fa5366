from datetime import UTC, datetime
from fractions import Fraction

import pytest

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions.frequency import count_between, frequency
from everly.scheduling.decisions.gaps import gaps
from everly.scheduling.engine.civil import DAY
from everly.scheduling.instants import instant_at
from tests.scheduling.decisions.universes import neighbours

NOW = datetime(2024, 1, 1, tzinfo=UTC)
CYCLE = 146_097 * DAY


def compiled(text: str, timezone: str = "UTC") -> Compiled:
    return compile_schedule(text, now=NOW, timezone=timezone)


@pytest.mark.parametrize(
    ("text", "in_cycle", "yearly"),
    [
        ("daily", 146_097, Fraction(146_097, 400)),
        ("every monday", 20_871, Fraction(20_871, 400)),
        ("monthly", 4_800, 12),
        ("daily & feb 29", 97, Fraction(97, 400)),
        ("daily & feb 29 in Europe/Dublin", 97, Fraction(97, 400)),
        ("0 0 13 * * & fri", 688, Fraction(688, 400)),
        ("0 9 * * mon-fri", 104_355, Fraction(104_355, 400)),
        ("every 4 years", 100, Fraction(1, 4)),
        ("secondly", CYCLE, CYCLE // 400),
        # These repeat after other than 400 years.
        ("every 2 days", 73_049, Fraction(146_097, 800)),
        ("every 7 hours", 500_904, Fraction(146_097 * 24, 2800)),
        ("every 61 seconds & 09:00-10:00", 8_624_514, Fraction(146_097 * 3601, 61 * 400)),
        ("every 97 minutes | mon at 09:00", 2_189_519, Fraction(146_097 * (10_080 + 97 - 1), 97 * 7 * 400)),
        ("every 7 years", 58, Fraction(1, 7)),
        ("every 300 years", 2, Fraction(1, 300)),
    ],
)
def test_yearly_is_what_a_period_holds(text: str, in_cycle: int, yearly: Fraction) -> None:
    found = frequency(compiled(text))
    assert (found.in_cycle, found.yearly, found.total, found.last) == (in_cycle, yearly, None, None)


@pytest.mark.parametrize("text", ["0 0 L * *", "last fri at 00:00 | 1st at 12:00", "every 5 weeks", "0 12 31 * *"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Dublin"])
def test_yearly_is_counted_as_400_years_are_listed(text: str, zone: str) -> None:
    schedule = compiled(text, zone)
    first = found = schedule.instants.ceil(instant_at(NOW))
    assert first is not None
    listed = 0
    while found is not None and found < first + CYCLE:
        found, listed = schedule.instants.ceil(found + 1), listed + 1
    assert frequency(schedule).in_cycle == listed


def test_what_never_comes_back_to_its_day_is_averaged_over_all_its_firings() -> None:
    found = frequency(compiled("every 399 years"))
    assert found.average == (19, instant_at(datetime(2024 + 19 * 399, 1, 1, tzinfo=UTC)) - instant_at(NOW))
    assert found.in_cycle == 2


def test_an_end_gives_a_total_and_a_long_run_both() -> None:
    found = frequency(compiled("every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03"))
    assert (found.total, found.yearly) == (260, None)
    assert found.last == instant_at(datetime(2024, 8, 30, 18, tzinfo=UTC))
    found = frequency(compiled("daily until 3023-12-31"))
    assert (found.total, found.in_cycle) == (365_242, 146_097)
    late = frequency(compiled("daily & 9700-9999"))
    assert (late.total, late.in_cycle, late.last) == (109_572, None, instant_at(datetime(9999, 12, 31, tzinfo=UTC)))


def test_what_rests_on_clock_changes_names_the_zone() -> None:
    assert frequency(compiled("daily at 09:00", "Europe/Berlin")).zones == ("Europe/Berlin",)
    assert frequency(compiled("every 6 hours", "Europe/Berlin")).zones == ()


def test_counting_takes_both_ends() -> None:
    daily, start = compiled("daily"), instant_at(NOW)
    assert count_between(daily, start, start + 10 * DAY) == 11
    assert count_between(daily, start + 1, start + 10 * DAY - 1) == 9
    assert count_between(daily, start - 10**6, start - 1) == 0
    assert count_between(daily, start + DAY, start) == 0


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [
        ("daily", DAY, DAY),
        ("every 100 minutes", 6000, 6000),
        ("daily & mon-fri", DAY, 3 * DAY),
        ("monthly starting 2024-01-31", 28 * DAY, 31 * DAY),
        ("yearly", 365 * DAY, 366 * DAY),
        ("0 0 13 * * & fri", 28 * DAY, 427 * DAY),
        ("daily & feb 29", 1461 * DAY, 2922 * DAY - DAY),
        ("every 90 minutes except every 7 hours", 5400, 10_800),
        ("secondly & mon", 1, 6 * DAY + 1),
        ("every 7 hours & mon at 09:00 starting 2024-01-01 02:00", 7 * DAY, 7 * DAY),
        ("every 61 seconds & 09:00-10:00", 61, 82_899),
        ("every 97 minutes & mon-fri", 97 * 60, 31 * 97 * 60),
        ("every 61 seconds & mon-fri", 61, 2 * DAY + 74),
        ("every 7 seconds & mon-fri & 2024", 7, 2 * DAY + 2),
        ("every 97 minutes | every 5 hours", 60, 97 * 60),
    ],
)
def test_gaps_over_all_of_time(text: str, shortest: int, longest: int) -> None:
    found = gaps(compiled(text))
    assert found is not None
    assert (found.shortest.length, found.longest.length, found.until, found.zones) == (shortest, longest, None, ())


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("every 3 days at 09:00", "Europe/Berlin"),
        ("every 3601 seconds & mon", "Europe/Berlin"),
        ("every 86399 seconds & 1st mon", "UTC"),
        ("every 97 minutes | every 89 minutes | mon at 09:00", "UTC"),
    ],
)
def test_gaps_up_to_where_they_were_looked_for(text: str, zone: str) -> None:
    schedule = compiled(text, zone)
    found = gaps(schedule)
    assert found is not None
    assert found.until is not None
    told = neighbours(list(schedule.instants.between(0, found.until)))
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)
    assert {found.shortest, found.longest} <= set(told)
    assert found.zones == (() if zone == "UTC" else (zone,))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("daily at 09:00", "Europe/Berlin"),
        ("0 2,3 * * sun", "America/New_York"),
        ("daily at 02:30 & mon-fri | sat at 23:00", "Africa/Casablanca"),
        ("0 0 29 2 *", "Europe/Dublin"),
        ("0 0 * feb sun#5", "Europe/Berlin"),
        ("0 9 1 * * & fri", "Australia/Lord_Howe"),
    ],
)
def test_gaps_in_zones_hold_over_all_of_time_where_the_kind_of_year_tells_the_days(text: str, zone: str) -> None:
    schedule = compiled(text, zone)
    found = gaps(schedule)
    assert found is not None
    told = neighbours(list(schedule.instants.between(0, instant_at(datetime(2950, 1, 1, tzinfo=UTC)))))
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)
    assert {found.shortest, found.longest} <= set(told)
    assert (found.until, found.zones) == (None, (zone,))


def test_one_firing_has_no_gap() -> None:
    assert gaps(compiled("daily & 2024-05-01")) is None
