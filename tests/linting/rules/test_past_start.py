"""Beginnings that are past."""

from datetime import UTC, datetime

import pytest

from everly.linting.rules.past_start import RULE
from tests.linting.rules.judged import judged, marked, subject, the_one


def test_it_points_at_the_beginning_and_says_what_follows() -> None:
    found = the_one(RULE, "daily starting 2024-01-01 10:00")
    assert found.message == ("the beginning, mon 2024-01-01 10:00, is past: a runner that is new to it fires at once")
    assert marked(found) == "2024-01-01 10:00"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("hourly starting 00:30", "00:30"),
        ("monthly starting 1st", "1st"),
        ("(hourly starting 2024-05-01 12:00) or weekly", "2024-05-01 12:00"),
        ("daily at 09:00 starting 2024-05-01", "2024-05-01"),
    ],
)
def test_any_beginning_can_be_past(text: str, start: str) -> None:
    assert marked(the_one(RULE, text)) == start


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "daily starting tomorrow",
        "daily starting now",
        "daily at 18:00 starting 00:00",  # the first firing is still to come
        "0 9 * * mon starting 2024-04-30",
        "daily starting 2020-01-01 until 2021-01-01",  # all-past
    ],
)
def test_it_is_quiet_where_nothing_was_missed(text: str) -> None:
    assert judged(RULE, text) == []


def test_a_firing_at_this_very_moment_is_not_missed() -> None:
    now = datetime(2024, 5, 1, 10, 0, tzinfo=UTC)
    assert judged(RULE, subject("daily starting 2024-05-01 10:00", now=now)) == []


def test_it_is_off_by_default() -> None:
    assert not RULE.is_default
