"""Cron lines that plain words can say."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.wordable_cron import RULE
from tests.linting.judge import found, mended


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("0 9 * * mon-fri", "mon-fri at 09:00"),
        ("30 9,17 * * *", "daily at 09:30,17:30"),
        ("0 0 1 jan *", "jan 1 at 00:00"),
        ("0 0 31 feb,mar *", "mar 31 at 00:00"),
        ("0 0 L * *", "last day at 00:00"),
        ("0 0 L-2 jun *", "3rd-last day of jun at 00:00"),
        ("0 9 * * fri#2,5L", "2nd,last fri at 09:00"),
        ("0 9 LW * *", "last weekday at 09:00"),
        ("0 9 * jun mon", "(mon & jun) at 09:00"),
        ("0 9 * jun-aug *", "jun-aug at 09:00"),
        ("0 30 4 * * 1-5 *", "mon-fri at 04:30"),
        ("30 4 * * 1-5 & jun-aug except jul 4", "mon-fri at 04:30 & jun-aug except jul 4"),
    ],
)
def test_the_words_are_offered_and_are_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


@pytest.mark.parametrize(
    "text",
    [
        "*/5 * * * *",
        "0 * * * *",
        "0 9-17 * * *",
        "0 9 13 * fri",
        "0 9 15W * *",
        "0 9 */2 * *",
        "0 9 L,13 * *",
        "0 9 * */2 *",
        "0 0 9 1 1 * 2025",
        "hourly | 0 0 31 feb *",
        "hourly | 0 0 L-30 feb *",
        "@daily",
        "mon-fri at 09:00",
        "daily at 09:00 | 0 0 31 2 *",
    ],
)
def test_what_words_do_not_say_as_shortly_is_clean(text: str) -> None:
    assert found(RULE, text) == []


def test_files_of_other_programs_are_clean() -> None:
    assert [found(RULE, "0 9 * * mon-fri", each) for each in Dialect if each is not Dialect.EVERLY] == [[], [], []]
