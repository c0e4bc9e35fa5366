"""Intervals that count from the moment of loading."""

import pytest

from everly.linting.rules.floating_phase import RULE
from tests.linting.rules.judged import fixed, judged, marked, the_one


@pytest.mark.parametrize(
    ("text", "part", "decides", "mended"),
    [
        ("every 6 hours", "every 6 hours", "when it fires", "every 6 hours starting 00:00"),
        ("every 7 hours", "every 7 hours", "when it fires", "every 7 hours starting 2024-05-01"),
        ("daily", "daily", "its time of day", "daily starting 00:00"),
        ("every monday", "every monday", "its time of day", "every monday starting 00:00"),
        ("Daily & mon-fri", "Daily & mon-fri", "its time of day", "Daily & mon-fri starting 00:00"),
        ("monthly on the 15th", "monthly on the 15th", "its time of day", "monthly on the 15th starting 00:00"),
        ("weekly at 09:00", "weekly at 09:00", "its days", "weekly at 09:00 starting 2024-05-01"),
        ("every 3 days", "every 3 days", "its days and its time of day", "every 3 days starting 2024-05-01"),
        ("daily until 2030-01-01", "daily", "its time of day", "daily starting 00:00 until 2030-01-01"),
        ("(daily) in Asia/Tokyo", "(daily)", "its time of day", "(daily) starting 00:00 in Asia/Tokyo"),
    ],
)
def test_it_says_what_the_moment_decides(text: str, part: str, decides: str, mended: str) -> None:
    found = the_one(RULE, text)
    assert found.message == f"'{part}' counts from the moment of loading, which decides {decides}"
    assert marked(found) == part
    assert fixed(found) == [(mended, False)]


def test_a_schedule_has_one_finding() -> None:
    found = the_one(RULE, "daily or every 3 days")
    assert marked(found) == "daily"
    assert [label.span.of(found.text) for label in found.related] == ["every 3 days"]
    assert fixed(found) == [("daily or every 3 days starting 2024-05-01", False)]


def test_the_day_is_that_of_the_zone() -> None:
    assert fixed(the_one(RULE, "weekly in Pacific/Kiritimati")) == [
        ("weekly starting 2024-05-02 in Pacific/Kiritimati", False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "secondly",
        "hourly",
        "every 10 minutes",
        "daily at 09:00",
        "mon-fri at 09:00",
        "monthly on the 15th at 09:00",
        "0 */6 * * *",
        "every 6 hours starting 00:00",
        "daily starting now",
        "(daily starting tomorrow) or 0 9 * * *",
        "every 2 weeks on tue",  # floating-week
    ],
)
def test_it_is_quiet_where_nothing_floats_or_nobody_minds(text: str) -> None:
    assert judged(RULE, text) == []
