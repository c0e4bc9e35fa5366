"""Ranges of one value."""

import pytest

from everly.linting.rules.equal_range import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("5-5 * * * *", "5 * * * *"),
        ("0 9 * * fri-fri", "0 9 * * fri"),
        ("0 9 * * 5-fri", "0 9 * * 5"),
        ("0 9 * * 7-sun", "0 9 * * 7"),
        ("0 9 3-3/2 * *", "0 9 3 * *"),
        ("0 9 1,3-3,7 * *", "0 9 1,3,7 * *"),
        ("0 9 3 to 3 * *", "0 9 3 * *"),
        ("0 0 9 1 1 * 2025-2025", "0 0 9 1 1 * 2025"),
    ],
)
def test_the_value_is_offered_and_is_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


def test_each_range_is_a_finding_at_its_place() -> None:
    text = "5-5 9,8-8 * * *"
    assert [each.span.of(text) for each in found(RULE, text)] == ["5-5", "8-8"]


def test_the_message_says_who_reads_it_otherwise() -> None:
    assert only(RULE, "5-5 * * * *").message == (
        "'5-5' is one value, which some programs read as every one (croniter does)"
    )


@pytest.mark.parametrize("text", ["5-6 * * * *", "0 9 * * sun-sat", "0 9 * * 0-7", "2024-05-05 at noon", "0 9 * * 5L"])
def test_ranges_of_several_are_clean(text: str) -> None:
    assert found(RULE, text) == []
