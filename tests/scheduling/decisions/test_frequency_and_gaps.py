from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice

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
    ("text", "in_cycle"),
    [
        ("daily", 146_097),
        ("every monday", 20_871),
        ("monthly", 4_800),
        ("daily & feb 29", 97),
        ("0 0 13 * * & fri", 688),
        ("0 9 * * mon-fri", 104_355),
        ("every 4 years", 100),
        ("secondly", CYCLE),
        ("every 2 days", 73_049),
    ],
)
def test_yearly_is_what_400_years_hold(text: str, in_cycle: int) -> None:
    found = frequency(compiled(text))
    assert (found.in_cycle, found.yearly, found.total, found.last) == (in_cycle, Fraction(in_cycle, 400), None, None)


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


def test_an_end_gives_a_total_and_a_long_run_both() -> None:
    found = frequency(compiled("every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03"))
    assert (found.total, found.yearly) == (260, None)
    assert found.last == instant_at(datetime(2024, 8, 30, 18, tzinfo=UTC))
    found = frequency(compiled("daily until 3023-12-31"))
    assert (found.total, found.in_cycle) == (365_242, 146_097)
    late = frequency(compiled("daily & 9700-9999"))
    assert (late.total, late.in_cycle, late.last) == (None, None, None)


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
    ],
)
def test_gaps_over_all_of_time(text: str, shortest: int, longest: int) -> None:
    found = gaps(compiled(text))
    assert found is not None
    assert (found.shortest.length, found.longest.length, found.until, found.zones) == (shortest, longest, None, ())


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("daily at 09:00", "Europe/Berlin"),
        ("0 2,3 * * sun", "America/New_York"),
        ("every 61 seconds & 09:00-10:00", "UTC"),
        ("every 97 minutes | every 89 minutes | mon at 09:00", "UTC"),
        ("0 0 29 2 *", "Europe/Dublin"),
    ],
)
def test_gaps_up_to_where_they_were_looked_for(text: str, zone: str) -> None:
    schedule = compiled(text, zone)
    found = gaps(schedule)
    assert found is not None
    assert found.until is not None
    told = neighbours(list(islice(schedule.instants.between(0, found.until), 20_000)))
    assert (found.shortest.length, found.longest.length) == (min(told).length, max(told).length)
    assert {found.shortest, found.longest} <= set(told)
    assert found.zones == (() if zone == "UTC" else (zone,))


def test_one_firing_has_no_gap() -> None:
    assert gaps(compiled("daily & 2024-05-01")) is None
