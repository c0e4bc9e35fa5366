"""Times that a clock change repeats."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.clock_fold import RULE
from tests.linting.rules.judged import judged, marked, subject, the_one


def test_it_names_the_date_and_what_happens() -> None:
    found = the_one(RULE, "daily at 01:30 in America/New_York")
    assert found.message == (
        "the clock of America/New_York shows sun 2024-11-03 01:30 twice: 'daily at 01:30' fires the first time only"
    )
    assert marked(found) == "daily at 01:30"
    assert found.help is not None
    assert "from 01:00 up to 02:00" in found.help


def test_kubernetes_fires_at_both() -> None:
    found = the_one(RULE, subject("30 1 * * *", zone="America/New_York", dialect=Dialect.KUBERNETES))
    assert found.message.endswith("'30 1 * * *' fires both times in Kubernetes")


def test_each_part_is_pointed_at() -> None:
    found = judged(RULE, "daily at 01:30 or sun at 01:45 or daily at 05:00 in America/New_York")
    assert [marked(each) for each in found] == ["daily at 01:30", "sun at 01:45"]


def test_of_a_part_in_a_zone_of_its_own_that_clock_counts() -> None:
    found = the_one(RULE, "0 12 * * * or (30 23 * * * in Africa/Cairo) in Asia/Tokyo")
    assert "the clock of Africa/Cairo shows thu 2024-10-31 23:30 twice" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "daily at 01:30",
        "daily at 02:30 in America/New_York",
        "mon-sat at 01:30 in America/New_York",
        "30 * * * * in America/New_York",
        "every 15 minutes in America/New_York",
        "daily at 01:30 or */30 * * * * in America/New_York",  # the second branch has both passes
        "hourly except daily at 01:30 in America/New_York",
        "0 0-23 * * * in America/New_York",  # fold-spelling
        "daily at 01:30 until 2024-10-01 in America/New_York",
    ],
)
def test_it_is_quiet_where_nothing_comes_twice(text: str) -> None:
    assert judged(RULE, text) == []
