"""Intervals that have a name of their own."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly import compare, compile_schedule
from everly.linting.dialects import Dialect
from everly.linting.rules.spelled_interval import RULE
from everly.scheduling.decisions.comparison import Relation
from tests.linting.judge import found, mended, only


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("every 1 day", "daily"),
        ("Every  1  Days at 09:00", "daily at 09:00"),
        ("every 60 seconds", "minutely"),
        ("every 60 minutes", "hourly"),
        ("every 0.5 minutes & jun | every 1.0 hours", "every 0.5 minutes & jun | hourly"),
        ("every 7 days", "weekly"),
        ("every 1 weeks on mon", "weekly on mon"),
        ("every 4 quarters", "yearly"),
        ("every 12 months", "yearly"),
        ("(every 1 month) & 2024-2026", "(monthly) & 2024-2026"),
    ],
)
def test_the_name_is_offered_and_is_safe(text: str, instead: str) -> None:
    assert mended(RULE, text) == [(instead, True)]


@given(
    text=st.sampled_from(("every 7 days", "every 7 days at 09:00", "every 12 months", "every 4 quarters at 09:00")),
    days=st.integers(0, 1500),
    zone=st.sampled_from(("UTC", "America/New_York", "Pacific/Apia")),
)
def test_the_name_fires_the_same_from_whenever_it_is_loaded(text: str, days: int, zone: str) -> None:
    (instead, _), *_ = mended(RULE, text)
    now = datetime(2011, 12, 1, 9, 30, tzinfo=UTC) + timedelta(days=days)
    one, other = (compile_schedule(each, now=now, timezone=zone) for each in (text, instead))
    assert compare(one, other).relation is Relation.EQUAL


def test_only_the_interval_is_marked() -> None:
    diagnostic = only(RULE, "every 1 day at 09:00")
    assert diagnostic.span.of(diagnostic.text) == "every 1 day"
    assert diagnostic.message == "'every 1 day' is 'daily'"


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "every day",
        "every 24 hours",
        "every 2 weeks",
        "every 14 days",
        "every other day",
        "every 12 months on the 1st",
        "every 90 minutes",
        "every mon at 09:00",
        "0 9 * * *",
    ],
)
def test_intervals_without_a_shorter_name_are_clean(text: str) -> None:
    assert found(RULE, text) == []


def test_elsewhere_words_are_an_error_of_another_rule() -> None:
    assert found(RULE, "every 1 day", Dialect.CRONTAB) == []
