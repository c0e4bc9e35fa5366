"""Less than once a year."""

import pytest

from everly.linting.rules.rare import RULE
from tests.linting.rules.judged import judged, marked, the_one


def test_it_names_the_next_three_firings() -> None:
    found = the_one(RULE, "0 9 29 feb *")
    assert found.message == (
        "'0 9 29 feb *' fires less than once a year, "
        "next on tue 2028-02-29 09:00, sun 2032-02-29 09:00, fri 2036-02-29 09:00"
    )
    assert marked(found) == found.text


@pytest.mark.parametrize(
    "text",
    [
        "0 0,12 29 2 *",  # two in a day, in one year of four
        "yearly & mon starting 2024-05-01",
        "every 3 years starting 2024-05-01 in Europe/Berlin",
        "every 366 days starting 2024-05-01",
    ],
)
def test_it_counts_over_centuries(text: str) -> None:
    assert len(judged(RULE, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "yearly",
        "yearly starting 2031-07-01",
        "yearly on jul 4 at noon in America/New_York",
        "0 0 13 * * & fri",
        "every 365 days starting 2024-05-01",
        "2030-01-01 at noon",  # once is what it says
        "yearly on jul 4 until 2027-01-01",
        "feb 29 at 9am until 2040-01-01",
        "last fri of nov at 9am",
        "secondly",
    ],
)
def test_it_is_quiet_about_what_comes_each_year_and_what_ends(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_about_what_is_over() -> None:
    assert judged(RULE, "every 3 years starting 2001-01-01 until 2011-01-01") == []
