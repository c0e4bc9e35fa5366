"""Lines that begin with seconds."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.seconds_field import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("0 30 4 * * *", "30 4 * * *"),
        ("0 0 9 1 1 * *", "0 9 1 1 *"),
        ("0 0 9 1 1 * 2025-2027", "0 9 1 1 * & 2025-2027"),
        ("hourly | 0 0 9 1 1 * 2025 except sun", "hourly | 0 9 1 1 * & 2025 except sun"),
    ],
)
def test_a_second_of_zero_is_left_out_safely(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


def test_a_year_that_no_window_says_stays() -> None:
    assert only(RULE, "0 0 9 1 1 * */4").fixes == ()
    assert only(RULE, "0 0 9 1 1 * 2025-2040/5").fixes == ()


def test_other_seconds_have_no_fix() -> None:
    diagnostic = only(RULE, "*/15 * * * * *")
    assert diagnostic.fixes == ()
    assert diagnostic.span.of(diagnostic.text) == "*/15"


def test_the_number_of_fields_is_told() -> None:
    assert "first of six fields" in only(RULE, "0 30 4 * * *").message
    assert "first of seven fields" in only(RULE, "0 0 9 1 1 * *").message


def test_five_fields_are_clean() -> None:
    assert found(RULE, "30 4 * * *") == []


def test_elsewhere_it_is_an_error_of_another_rule() -> None:
    assert [found(RULE, "0 30 4 * * *", each) for each in Dialect if each is not Dialect.EVERLY] == [[], [], []]
