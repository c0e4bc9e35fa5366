"""Units in the singular for several, or in the plural for one."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.grammatical_number import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("every 3 hour", "every 3 hours"),
        ("every 1.5 hour", "every 1.5 hours"),
        ("Every 2 Week on mon", "Every 2 Weeks on mon"),
        ("every other days", "every other day"),
        ("every days at 09:00", "every day at 09:00"),
        ("hourly starting in 5 minute", "hourly starting in 5 minutes"),
        ("hourly starting in 1 days", "hourly starting in 1 day"),
    ],
)
def test_the_right_number_is_offered_and_is_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


def test_the_unit_is_marked() -> None:
    diagnostic = only(RULE, "every 3 hour")
    assert diagnostic.span.of(diagnostic.text) == "hour"
    assert diagnostic.message == "'every 3 hour' has a singular for several"
    assert only(RULE, "every other days").message == "'every other days' has a plural for every second one"


@pytest.mark.parametrize(
    "text",
    [
        "every 3 hours",
        "every other day",
        "every day",
        "hourly starting in 1 day",
        "every 1 hours",  # found as an interval that has a name
        "every 5 min",  # found as an alias
        "every weekday",
        "daily in Europe/Berlin",
    ],
)
def test_the_right_number_is_clean(text: str) -> None:
    assert found(RULE, text) == []


def test_elsewhere_words_are_an_error_of_another_rule() -> None:
    assert found(RULE, "every 3 hour", Dialect.CRONTAB) == []
