"""Other words for those that the language prefers."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.alias import RULE
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("annually", "yearly"),
        ("Annually", "yearly"),
        ("daily beginning 2024-06-01", "daily starting 2024-06-01"),
        ("daily ending 2025-06-01", "daily until 2025-06-01"),
        ("mon thru fri at 09:00", "mon - fri at 09:00"),
        ("1st through 5th at 09:00", "1st - 5th at 09:00"),
        ("dec 24 to jan 2 at noon", "dec 24 - jan 2 at noon"),
        ("0 9 1 to 5 * *", "0 9 1 - 5 * *"),
        ("thurs at 9am", "thu at 9am"),
        ("daily & sept", "daily & sep"),
        ("every 5 mins", "every 5 minutes"),
        ("every 5 min", "every 5 minutes"),
        ("every min", "every minute"),
        ("every other hr", "every other hour"),
        ("every 11 sec", "every 11 seconds"),
        ("hourly starting in 1 hr", "hourly starting in 1 hour"),
        ("@midnight", "@daily"),
        ("@annually", "@yearly"),
        ("(daily beginning 2024-06-01) & mon", "(daily starting 2024-06-01) & mon"),
    ],
)
def test_the_word_is_found_and_the_fix_is_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


def test_each_word_is_a_finding_at_its_place() -> None:
    text = "mon thru fri at 9am beginning 2024-06-01 ending 2025-01-01"
    assert [each.span.of(text) for each in found(RULE, text)] == ["thru", "beginning", "ending"]
    assert only(RULE, "annually").message == "'annually' is another word for 'yearly'"


@pytest.mark.parametrize(
    "text",
    [
        "yearly",
        "mon-fri at 09:00 in America/New_York",
        "daily starting Sept 5 2024",
        "daily starting 2024-06-01 10:00 America/Port_of_Spain until 2025-01-01",
        "every 60 min",
        "@yearly",
    ],
)
def test_preferred_words_names_and_dates_are_clean(text: str) -> None:
    assert found(RULE, text) == []


def test_elsewhere_words_are_an_error_of_another_rule() -> None:
    assert found(RULE, "annually", Dialect.GITHUB) == []
