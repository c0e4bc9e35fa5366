"""Lines that fire in each minute of the hours that they name."""

import pytest

from everly.linting.rules.every_minute import RULE
from tests.linting.judge import found, mended, only


def test_a_star_before_an_hour_is_found_with_how_often_it_fires() -> None:
    diagnostic = only(RULE, "* 9 * * *")
    assert diagnostic.message == "'* 9 * * *' fires 60 times in each hour that '9' names"
    assert (diagnostic.span.start, diagnostic.span.end) == (0, 1)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("* 9 * * *", "0 9 * * *"),
        ("* */2 * * *", "0 */2 * * *"),
        ("* 9,17 * * mon", "0 9,17 * * mon"),
        ("* 8-18/2 * * *", "0 8-18/2 * * *"),
        ("* 30 4 * * *", "0 30 4 * * *"),
        ("* * 4 * * *", "0 0 4 * * *"),
        ("daily | ? 9 * * *", "daily | 0 9 * * *"),
    ],
)
def test_the_fix_fires_once_and_is_not_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, False)]


def test_a_fix_that_leaves_nothing_beside_the_rest_is_not_offered() -> None:
    assert only(RULE, "* 9 * * * & 09:10-09:50").fixes == ()


def test_two_stars_before_an_hour_fire_in_each_of_its_seconds() -> None:
    assert "3600 times" in only(RULE, "* * 4 * * *").message


@pytest.mark.parametrize(
    "text",
    [
        "* * * * *",
        "* * * * mon-fri",
        "*/5 9-17 * * *",
        "*/5 9 * * *",
        "* 9-17 * * *",
        "* 22-23,0-5 * * *",
        "* * * * * *",
        "0 9 * * *",
        "* 9-17 * * * & mon",
        "@hourly",
    ],
)
def test_every_minute_as_it_is_meant_is_clean(text: str) -> None:
    assert found(RULE, text) == []
