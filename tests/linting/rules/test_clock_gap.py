"""Times that a clock change skips."""

from datetime import UTC, datetime

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.clock_gap import RULE
from tests.linting.rules.judged import judged, marked, subject, the_one


def test_it_names_the_date_and_what_happens() -> None:
    found = the_one(RULE, "daily at 02:30 in America/New_York")
    assert found.message == (
        "the clock of America/New_York skips sun 2025-03-09 02:30: "
        "'daily at 02:30' fires at sun 2025-03-09 03:00 instead"
    )
    assert marked(found) == "daily at 02:30"
    assert found.help is not None
    assert "from 02:00 up to 03:00" in found.help


def test_two_that_fall_together_fire_once() -> None:
    found = the_one(RULE, "daily at 02:30, 03:00 in America/New_York")
    assert found.message.endswith("fires only once, at sun 2025-03-09 03:00, for that and another time")


def test_kubernetes_leaves_it_out() -> None:
    found = the_one(RULE, subject("30 2 * * *", zone="America/New_York", dialect=Dialect.KUBERNETES))
    assert found.message.endswith("'30 2 * * *' is left out that day in Kubernetes")


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("0 0 * * 0 in America/Santiago", "sun 2024-09-08 00:00"),
        ("15 2 * * * in Australia/Lord_Howe", "sun 2024-10-06 02:15"),
        ("daily at 00:00 in Africa/Cairo", "fri 2025-04-25 00:00"),
        ("mar 26 at 02:30 in Europe/Berlin", "sun 2028-03-26 02:30"),
    ],
)
def test_it_looks_five_years_ahead(text: str, skipped: str) -> None:
    assert f"skips {skipped}: " in the_one(RULE, text).message


@pytest.mark.parametrize(
    "text",
    [
        "daily at 02:30",
        "mar 31 at 02:30 in Europe/Berlin",  # not within five years
        "daily at 02:30 in Asia/Tokyo",
        "daily at 03:00 in America/New_York",
        "mon-sat at 02:30 in America/New_York",
        "daily at 02:30 & mon-sat or daily at 03:00 in America/New_York",
        "*/30 * * * * in America/New_York",  # follows the clock
        "every 30 minutes in America/New_York",
        "0 0-23 * * * in America/New_York",  # fold-spelling
    ],
)
def test_it_is_quiet_where_nothing_is_skipped(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_about_what_is_past_or_ends_before() -> None:
    assert judged(RULE, "daily at 02:30 until 2025-03-01 in America/New_York") == []
    after = datetime(2025, 3, 9, 7, 0, tzinfo=UTC)
    found = the_one(RULE, subject("daily at 02:30 in America/New_York", now=after))
    assert "sun 2026-03-08" in found.message
