"""Moments and durations in words."""

import pytest
from hypothesis import given, reject

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Schedule
from everly.jobs.views.times import (
    clock_of,
    duration_text,
    moment_of_history,
    moment_text,
    relative_text,
    short_moment,
    utc_text,
)
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.instants import utc_datetime
from everly.scheduling.testing import schedule_texts
from tests.jobs.homes import NOW, SECOND


def schedule(text: str, zone: str = "UTC") -> Schedule:
    return Schedule(1, text, zone, SECOND, None, paused=False)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "now"),
        (0.9, "now"),
        (1, "in 1 second"),
        (59, "in 59 seconds"),
        (60, "in 1 minute"),
        (3599, "in 59 minutes"),
        (7200, "in 2 hours"),
        (86_400 * 3, "in 3 days"),
        (86_400 * 365 * 2000, "in 2,000 years"),
        (-1, "1 second ago"),
        (-86_399, "23 hours ago"),
    ],
)
def test_how_far_off_a_moment_is(seconds: float, words: str) -> None:
    assert relative_text(NOW + round(seconds * 1000), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "now"), (59, "in 59 s"), (3599, "in 59 min"), (-7200, "2 h ago"), (86_400 * 3, "in 3 d")]
)
def test_how_far_off_a_moment_is_in_short(seconds: int, words: str) -> None:
    assert relative_text(NOW + seconds * 1000, NOW, short=True) == words


@pytest.mark.parametrize(
    ("days", "zone", "shown"),
    [
        (0, "UTC", "08:00:00"),
        (0, "Europe/Berlin", "09:00:00 CET"),
        (-1, "UTC", "14 Jan 08:00:00"),
        (-365, "UTC", "15 Jan 2026 08:00:00"),
        (-365, "Asia/Tokyo", "15 Jan 2026 17:00:00 JST"),
        (10**8, "UTC", "outside years 1 to 9999"),
    ],
)
def test_a_moment_of_a_history_leaves_out_what_goes_without_saying(days: int, zone: str, shown: str) -> None:
    assert moment_of_history(NOW + days * 86_400_000, NOW, clock_of(schedule("daily", zone))) == shown


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0 s"),
        (7, "0.007 s"),
        (1234, "1.23 s"),
        (5000, "5 s"),
        (12_345, "12 s"),
        (60_000, "1 min"),
        (65_000, "1 min 5 s"),
        (5_400_000, "1 h 30 min"),
        (90_000_000, "1 d 1 h"),
        (86_400_000 + 60_000, "1 d"),
        (-5, "0 s"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(length: int, words: str) -> None:
    assert duration_text(length) == words


@pytest.mark.parametrize(
    ("text", "zone", "shown"),
    [
        ("daily", "UTC", "2027-01-15 08:00:00 UTC"),
        ("daily", "Europe/Berlin", "2027-01-15 09:00:00 CET"),
        ("daily at 9 am in Asia/Tokyo", "Europe/Berlin", "2027-01-15 17:00:00 JST"),
        ("daily starting 2027-01-01 10:00 America/New_York", "UTC", "2027-01-15 03:00:00 EST"),
        ("daily", "+05:30", "2027-01-15 13:30:00 UTC+05:30"),
        ("daily", "Mars/Olympus", "2027-01-15 08:00:00 UTC"),
        ("in no language of ours", "Europe/Berlin", "2027-01-15 09:00:00 CET"),
    ],
)
def test_moments_are_shown_by_the_clock_of_the_schedule(text: str, zone: str, shown: str) -> None:
    assert moment_text(NOW, clock_of(schedule(text, zone))) == shown


@given(schedule_texts())
def test_the_clock_of_a_schedule_is_that_of_the_compiler(text: str) -> None:
    """Also though the text is parsed only where it may name a zone."""
    try:
        compiled = compile_schedule(text, now=utc_datetime(SECOND), timezone="Asia/Tokyo")
    except ScheduleError:
        reject()
    assert clock_of(schedule(text, "Asia/Tokyo")).name == compiled.zone.name


def test_moments_beyond_the_calendar_are_told_too() -> None:
    assert moment_text(10**18, clock_of(None)) == "outside years 1 to 9999"
    assert utc_text(10**18) == ""
    assert utc_text(NOW + 7) == "2027-01-15T08:00:00.007+00:00"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "08:00"),
        (61, "08:01:01"),
        (15 * 3600, "23:00"),
        (16 * 3600, "16 Jan 00:00"),
        (40 * 86_400 + 5, "24 Feb 08:00:05"),
        (400 * 86_400, "19 Feb 2028"),
        (-15 * 86_400, "31 Dec 2026"),
    ],
)
def test_a_short_moment_leaves_out_what_goes_without_saying(seconds: int, shown: str) -> None:
    assert short_moment(NOW + seconds * 1000, NOW, clock_of(None)) == shown
