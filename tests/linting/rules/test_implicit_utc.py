"""Times of day in UTC because no zone is named."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.implicit_utc import RULE
from tests.linting.rules.judged import fixed, judged, marked, subject, the_one


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("daily at 09:00", "daily at 09:00"),
        ("mon-fri at 9am", "mon-fri at 9am"),
        ("0 9 * * mon", "0 9 * * mon"),
        ("every 10 minutes & 09:00-17:00", "09:00-17:00"),
        ("daily starting 10:00", "10:00"),
        ("hourly until 2030-01-01 18:00", "2030-01-01 18:00"),
        ("(daily at 09:00 in Asia/Tokyo) or 0 5 * * *", "0 5 * * *"),
    ],
)
def test_it_points_at_the_first_time(text: str, part: str) -> None:
    found = the_one(RULE, text)
    assert found.message == f"'{part}' is a time in UTC, for no zone is named"
    assert marked(found) == part
    assert fixed(found) == [(f"{text} in UTC", True)]


@pytest.mark.parametrize(
    "text",
    [
        "hourly",
        "daily & mon-fri",
        "30 * * * *",
        "daily at 09:00 in UTC",
        "daily at 09:00 in Europe/Berlin",
        "daily starting 2024-06-01 10:00 Europe/Berlin",
        "daily starting 2024-06-01T10:00:00Z",
        "daily starting 2024-06-01",
    ],
)
def test_it_is_quiet_where_a_zone_is_named_or_no_time(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_where_the_file_names_a_zone() -> None:
    assert judged(RULE, subject("daily at 09:00", zone="Europe/Berlin")) == []
    assert judged(RULE, subject("daily at 09:00", has_zone=True)) == []


@pytest.mark.parametrize("dialect", [Dialect.CRONTAB, Dialect.GITHUB, Dialect.KUBERNETES])
def test_it_is_quiet_about_what_other_programs_read(dialect: Dialect) -> None:
    assert judged(RULE, subject("0 9 * * *", dialect=dialect)) == []


def test_it_is_off_by_default() -> None:
    assert not RULE.is_default
