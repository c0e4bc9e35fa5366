"""Branches whose every firing another branch has."""

from datetime import UTC, datetime

import pytest

from everly.linting.rules.subsumed_branch import RULE
from tests.linting.rules.judged import fixed, judged, marked, subject, the_one


def test_it_names_the_branch_that_has_it_all() -> None:
    found = the_one(RULE, "hourly or weekly at 09:30 or 0 14 * * * starting 2024-05-01")
    assert found.message == "'0 14 * * *' adds nothing: 'hourly' has all of its firings"
    assert [label.span.of(found.text) for label in found.related] == ["hourly"]


def test_it_names_several_where_none_has_it_all() -> None:
    found = the_one(RULE, "mon,tue at 9am or wed-fri at 9am or 0 9 * * 1-5")
    assert found.message == (
        "'0 9 * * 1-5' adds nothing: 'mon,tue at 9am' and 'wed-fri at 9am' have all of its firings"
    )


def test_windows_have_times_and_no_firings() -> None:
    found = the_one(RULE, "daily at 09:00 except (sat | sat & jan)")
    assert found.message == "'sat & jan' adds nothing: 'sat' has all of its times"
    assert [label.text for label in found.related] == ["holds then anyhow"]
    assert fixed(found) == [("daily at 09:00 except (sat)", True)]


@pytest.mark.parametrize(
    ("text", "branch", "mended"),
    [
        ("hourly or 0 14 * * * starting 00:00", "0 14 * * *", "hourly starting 00:00"),
        ("every 10 minutes | hourly", "hourly", "every 10 minutes"),
        ("0 9 * * mon or daily at 9am", "0 9 * * mon", "daily at 9am"),
        ("daily at 9am or daily at 09:00", "daily at 09:00", "daily at 9am"),
        ("hourly except (daily | weekly)", "weekly", "hourly except (daily)"),
        ("(daily at 9am or (0 9 * * mon)) & jan", "(0 9 * * mon)", "(daily at 9am) & jan"),
        ("* * * * * or */5 * * * * in Europe/Berlin", "*/5 * * * *", "* * * * * in Europe/Berlin"),
    ],
)
def test_what_adds_nothing_can_go(text: str, branch: str, mended: str) -> None:
    found = the_one(RULE, text)
    assert marked(found) == branch
    assert fixed(found) == [(mended, True)]


@pytest.mark.parametrize(
    "text",
    [
        "hourly",
        "hourly or 0 14 * * *",  # `hourly` counts from the moment of loading
        "hourly or 30 14 * * * starting 00:00",
        "every 7 hours or daily at 07:00 starting 00:00",  # seven hours after any midnight but today's, it is not
        "0 9 * * * or 0 17 * * *",
        "0 0-23 * * * or 0 * * * * in Europe/Berlin",  # the second has a firing more when clocks go back
        "daily at 09:00 or (mon at 09:00 in Asia/Tokyo)",
        "daily at 9am or daily at 9am & jan & feb",  # a branch that never fires
    ],
)
def test_it_is_quiet_where_a_branch_adds_something(text: str) -> None:
    assert all(marked(found) == "0 0-23 * * *" for found in judged(RULE, text))


def test_it_says_the_same_at_any_moment() -> None:
    on_the_hour = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
    assert judged(RULE, subject("hourly or 0 14 * * *", now=on_the_hour)) == []
