"""Firings too near to each other."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.too_frequent import RULE
from tests.linting.rules.judged import judged, marked, subject, the_one


def test_the_two_firings_are_the_witness() -> None:
    found = the_one(RULE, subject("0,4 0 * * *", dialect=Dialect.GITHUB))
    assert found.message == (
        "'0,4 0 * * *' fires at thu 2024-05-02 00:00 and at thu 2024-05-02 00:04, 4 minutes apart, "
        "where GitHub allows 5 minutes at least"
    )
    assert marked(found) == "0,4"


@pytest.mark.parametrize("text", ["*/4 * * * *", "* 9 * * mon", "0,58 * * * *", "0,1 0 29 2 *"])
def test_github_allows_five_minutes(text: str) -> None:
    assert len(judged(RULE, subject(text, dialect=Dialect.GITHUB))) == 1


@pytest.mark.parametrize("text", ["*/5 * * * *", "0,5,10 * * * *", "0 0 * * *", "0,55 * * * *", "0 0 1 1 *"])
def test_it_is_quiet_where_all_are_five_minutes_apart(text: str) -> None:
    assert judged(RULE, subject(text, dialect=Dialect.GITHUB)) == []


def test_elsewhere_everything_goes_unless_it_is_configured() -> None:
    assert judged(RULE, "secondly") == []
    assert len(judged(RULE, subject("every 9 minutes", interval=600))) == 1
    assert judged(RULE, subject("every 10 minutes", interval=600)) == []


def test_the_stricter_of_both_holds() -> None:
    found = the_one(RULE, subject("*/6 * * * *", dialect=Dialect.GITHUB, interval=600))
    assert found.message.endswith("where the configuration allows 10 minutes at least")
    assert len(judged(RULE, subject("*/4 * * * *", dialect=Dialect.GITHUB, interval=60))) == 1


def test_hours_too_near_are_not_the_fault_of_the_minutes() -> None:
    assert marked(the_one(RULE, subject("0 */6 * * *", interval=86400))) == "0 */6 * * *"


def test_only_what_is_to_come_counts() -> None:
    text = "(hourly & 2020) or daily at 09:30 starting 2020-01-01"
    assert judged(RULE, subject(text, interval=7200)) == []
    assert judged(RULE, subject("hourly starting 2020-01-01 until 2021-01-01", interval=7200)) == []


def test_one_firing_has_no_neighbour() -> None:
    assert judged(RULE, subject("2030-01-01 at noon", interval=7200)) == []


def test_where_few_are_near_they_are_found() -> None:
    found = the_one(RULE, subject("0 9 * * * or feb 29 at 09:01", interval=120))
    assert "tue 2028-02-29 09:00 and at tue 2028-02-29 09:01" in found.message
