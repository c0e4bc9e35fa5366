"""Several firings where fewer say the same."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.simpler_equal import RULE
from tests.linting.rules.judged import fixed, judged, marked, subject, the_one


@pytest.mark.parametrize(
    ("text", "simpler"),
    [
        ("daily and weekly", "weekly"),
        ("weekly and daily starting 2024-05-01", "weekly starting 2024-05-01"),
        ("every second AND every minute", "minutely"),
        ("every 4 minutes & every 6 minutes", "every 12 minutes"),
        ("daily at 9am or daily at 5pm", "daily at 09:00,17:00"),
        ("0 9 * * * or 0 17 * * *", "0 9,17 * * *"),
    ],
)
def test_it_writes_what_is_simpler(text: str, simpler: str) -> None:
    found = the_one(RULE, text)
    assert found.message == f"'{text}' has the same firings as '{simpler}'"
    assert marked(found) == text
    assert fixed(found) == [(simpler, True)]


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "every 60 minutes",
        "daily at 09:00 & mon-fri",
        "daily except sat, sun",
        "hourly or 0 14 * * *",
        "every 13 minutes | every 17 minutes",
        "daily at 9am in Europe/Berlin",
    ],
)
def test_it_is_quiet_where_nothing_is_simpler(text: str) -> None:
    assert judged(RULE, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "daily & mon-sun and weekly",  # redundant-part
        "daily at 9am or mon at 9am",  # subsumed-branch
        "mon at 09:00 except daily & sat",  # idle-except
        "daily at 9am or weekly & daily & jan & feb",  # dead-branch
    ],
)
def test_it_is_quiet_where_another_rule_says_why(text: str) -> None:
    assert judged(RULE, text) == []


def test_it_is_quiet_about_what_other_programs_read() -> None:
    assert judged(RULE, subject("daily and weekly", dialect=Dialect.CRONTAB)) == []
