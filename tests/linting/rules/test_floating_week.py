"""Which weeks, months or years, counted from the moment of loading."""

import pytest

from everly.linting.rules.floating_week import RULE
from tests.linting.rules.judged import fixed, judged, marked, the_one


@pytest.mark.parametrize(
    ("text", "unit", "mended"),
    [
        ("every 2 weeks on tue", "week", "every 2 weeks on tue starting 2024-04-29"),
        ("every 2 weeks at 09:00", "week", "every 2 weeks at 09:00 starting 2024-05-01"),
        ("fortnightly", "week", "fortnightly starting 2024-05-01"),
        ("every 3 months on the last fri at noon", "month", None),
        ("every other year on jul 4 at noon", "year", "every other year on jul 4 at noon starting 2024-01-01"),
    ],
)
def test_it_says_which_unit_floats(text: str, unit: str, mended: str | None) -> None:
    found = the_one(RULE, text)
    assert found.message == f"the {unit} of loading decides which {unit}s '{text}' fires in"
    assert marked(found) == text
    assert fixed(found) == [(mended or f"{text} starting 2024-05-01", False)]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("every 2 weeks starting monday", "every 2 weeks starting 2024-05-06 00:00"),
        ("every 2 weeks on tue starting 10:00", "every 2 weeks on tue starting 2024-05-01 10:00"),
        (
            "every 2 weeks on tue starting 10:00 Europe/Berlin",
            "every 2 weeks on tue starting 2024-05-01 10:00 Europe/Berlin",
        ),
        ("every 3 months starting 2nd in Asia/Tokyo", "every 3 months starting 2024-05-02 00:00 in Asia/Tokyo"),
    ],
)
def test_a_beginning_that_floats_is_none(text: str, mended: str) -> None:
    assert fixed(the_one(RULE, text)) == [(mended, False)]


@pytest.mark.parametrize(
    "text",
    [
        "weekly on tue",
        "monthly on the 15th at 09:00",
        "every 2 days at 09:00",
        "every 2 weeks on tue starting 2024-01-01",
        "every 2 weeks starting May 2, 2024",
        "every 2 weeks starting now",
        "every 2 weeks starting in 3 days",
        "0 9 * * tue",
    ],
)
def test_it_is_quiet_where_the_date_is_said_or_no_period_is_left_out(text: str) -> None:
    assert judged(RULE, text) == []
