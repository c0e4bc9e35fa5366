"""Schedules that are over."""

from datetime import UTC, datetime

import pytest

from everly.linting.rules.all_past import RULE
from tests.linting.rules.judged import judged, marked, subject, the_one


def test_it_names_the_last_firing_and_points_at_the_end() -> None:
    text = "daily starting 2020-01-01 10:00 until 2021-01-01 09:00"
    found = the_one(RULE, text)
    assert found.message == f"'{text}' is over: its last firing was thu 2020-12-31 10:00"
    assert marked(found) == "2021-01-01 09:00"


def test_without_an_end_it_points_at_the_whole() -> None:
    assert marked(the_one(RULE, "daily & 2019 starting 2018-01-01")) == "daily & 2019 starting 2018-01-01"


def test_it_shows_the_clock_of_the_zone() -> None:
    found = the_one(RULE, "daily at 09:00 starting 2020-01-01 until 2020-02-01 in Asia/Tokyo")
    assert found.message.endswith("its last firing was sat 2020-02-01 09:00")


def test_a_firing_at_this_very_moment_is_not_past() -> None:
    text = "daily at 09:00 starting 2020-01-01 until 2024-05-01"
    last = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
    assert judged(RULE, subject(text, now=last)) == []
    assert len(judged(RULE, subject(text, now=last.replace(second=1)))) == 1


@pytest.mark.parametrize(
    "text", ["daily", "daily starting 2020-01-01", "hourly until 2030-01-01", "2030-01-01 at noon"]
)
def test_it_is_quiet_where_firings_are_to_come(text: str) -> None:
    assert judged(RULE, text) == []
