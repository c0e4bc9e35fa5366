"""Schedules of a file that fire at the same moments."""

import pytest

from everly.linting.rules.same_schedule import RULE
from tests.linting.judge import across


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("0 0 * * 1", "mon at 00:00"),
        ("daily at 09:00", "0 9 * * *"),
        ("every 60 minutes", "hourly"),
        ("0 0 13 * fri", "fri at 00:00 | 13th at 00:00"),
        ("daily & mon-sun starting 2024-06-01", "every day starting 2024-06-01 00:00"),
    ],
)
def test_two_that_are_equal_are_found_however_they_are_written(first: str, second: str) -> None:
    (crossing,) = across(RULE, first, "yearly on jul 4", second)
    assert crossing.number == 2
    assert crossing.others == ((0, "fires at the same moments"),)
    assert crossing.diagnostic.message == f"'{second}' fires at the same moments as '{first}' in this file"
    assert crossing.diagnostic.span.of(second) == second


def test_the_same_text_stands_there_twice() -> None:
    (crossing,) = across(RULE, "0 9 * * *", "0 9 * * *")
    assert crossing.diagnostic.message == "'0 9 * * *' stands in this file twice"


def test_of_three_the_later_ones_are_found_with_the_first() -> None:
    crossings = across(RULE, "hourly", "every hour", "daily", "every 60 minutes")
    assert [(each.number, each.others[0][0]) for each in crossings] == [(1, 0), (3, 0)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("0 0 13 * fri", "0 0 * * fri & 13th"),
        ("daily at 09:00", "daily at 09:00 until 9999-12-30"),
        ("0 9 * * *", "0 9 * * * except 2100-02-28"),
        ("hourly", "0 * * * * starting 2024-05-02"),
    ],
)
def test_two_that_differ_once_in_a_century_are_clean(first: str, second: str) -> None:
    assert across(RULE, first, second) == []


def test_an_empty_file_is_clean() -> None:
    assert across(RULE) == []
