"""Steps that do not divide their field."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.uneven_step import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("*/7 * * * *", "'*/7' begins again each hour: from minute 56 to minute 0 it is 4 minutes, not 7"),
        ("3/7 * * * *", "'3/7' begins again each hour: from minute 59 to minute 3 it is 4 minutes, not 7"),
        ("0-59/25 * * * *", "'0-59/25' begins again each hour: from minute 50 to minute 0 it is 10 minutes, not 25"),
        ("*/45 9-17 * * *", "'*/45' begins again each hour: from minute 45 to minute 0 it is 15 minutes, not 45"),
        ("*/7 * * * * *", "'*/7' begins again each minute: from second 56 to second 0 it is 4 seconds, not 7"),
        ("0 */5 * * *", "'*/5' begins again each day: from 20:00 to 00:00 it is 4 hours, not 5"),
        ("0 */17 * * mon-fri", "'*/17' begins again each day: from 17:00 to 00:00 it is 7 hours, not 17"),
        ("0 0 1 */5 *", "'*/5' begins again each year: from nov to jan it is 2 months, not 5"),
        ("0 0 * * */2", "'*/2' begins again each week: from sat to sun it is 1 day, not 2"),
        ("*/7 22,23 * * *", "'*/7' begins again each hour: from minute 56 to minute 0 it is 4 minutes, not 7"),
    ],
)
def test_the_gap_is_named(text: str, message: str) -> None:
    assert only(RULE, text).message == message


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("*/7 * * * *", "every 7 minutes"),
        ("0 */5 * * *", "every 5 hours"),
        ("0 */7 * * * *", "every 7 minutes"),
        ("*/7 * * * * & jun", "every 7 minutes & jun"),
    ],
)
def test_the_interval_is_offered_where_it_says_the_rest_too(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, False)]


def test_a_line_that_says_more_has_no_fix() -> None:
    assert only(RULE, "*/7 * * * mon").fixes == ()
    assert only(RULE, "30 */5 * * *").fixes == ()


def test_other_programs_are_told_the_steps_that_divide() -> None:
    diagnostic = only(RULE, "0 */5 * * *", Dialect.GITHUB)
    assert diagnostic.fixes == ()
    assert diagnostic.help == "steps that divide 24 are 2, 3, 4, 6, 8, 12"


@pytest.mark.parametrize(
    "text",
    [
        "*/15 * * * *",
        "5/15 * * * *",
        "*/60 * * * *",
        "10-40/7 * * * *",
        "30/7 * * * *",
        "*/7 9 * * *",
        "*/7 9,17 * * *",
        "0 */5 * * mon",
        "0 */5 1 * *",
        "0 */6 * * *",
        "0 0 1 */3 *",
        "0 0 * * mon-fri/2",
        "0 0 */2 * *",
        "*/7,3 * * * *",
        "every 7 minutes",
    ],
)
def test_steps_without_a_gap_of_their_own_are_clean(text: str) -> None:
    assert found(RULE, text) == []
