"""Repairs that lead from a slip to what could never fire: they keep the meaning, or are not offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule

NOW = datetime(2026, 1, 7, 10, 17, 23, tzinfo=UTC)


def offered(text: str) -> list[str]:
    """Every text that is offered in place of one that is refused."""
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=NOW)
    return [fix.apply(text) for found in caught.value.diagnostics for fix in found.fixes]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("daily on weekdays at 9am", "weekdays at 9am"),
        ("daily on mon at 9am", "mon at 9am"),
        ("daily on mon at 9am in UTC", "mon at 9am in UTC"),
        ("every day on monday at 9", "monday at 09:00"),
        ("daily in june at 9am", "june at 9am"),
        ("weekly in june at 9am", "weekly at 9am & june"),
        ("monthly in june at 9am", "monthly at 9am & june"),
        ("every 3 days in june at 9am", "every 3 days at 9am & june"),
        ("daily in 2027 at 9am", "2027 at 9am"),
        ("daily between jun 1 and jul 15 at 9am", "jun 1 - jul 15 at 9am"),
        ("daily from june to august at 9am", "june - august at 9am"),
        ("daily during june at 9:00", "june at 9:00"),
        ("daily if weekday at 9am", "weekday at 9am"),
        ("daily only on mondays at 9am", "monday at 9am"),
        ("daily && weekdays at 9am", "weekdays at 9am"),
        ("daily adn mon at 9am", "mon at 9am"),
        ("@daily on weekdays at 9am", "weekdays at 9am"),
        ("daily & fri 13", "daily & (fri & 13th)"),
    ],
)
def test_times_of_days_beside_an_interval_become_its_times(text: str, meant: str) -> None:
    assert offered(text) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "every 3 days on mon at 9am",
        "hourly mon-fri at 9am",
        "hourly in june at 9am",
        "every hour in june at 9am",
        "yearly in june at 9am",
        "daily + weekdays at 9am",
        "daily in 2025 at 9am",
        "yearly in july",
        "annually in july and august",
        "every 2 years in july",
        "daily end 2025-01-01",
        "evry 90 minutes & mon at 9am",
    ],
)
def test_what_has_no_clear_reading_is_not_turned_into_either(text: str) -> None:
    assert offered(text) == []


@pytest.mark.parametrize(
    ("text", "fixes"),
    [
        ("daily & mon at 9am", ["mon at 9am", "daily | mon at 9am"]),
        ("mon at 9am and daily", ["mon at 9am", "mon at 9am | daily"]),
        ("monthly & june at 9am", ["monthly at 9am & june", "monthly | june at 9am"]),
        ("monthly on last fri and last mon", ["monthly on last fri, last mon"]),
        ("1st mon and last fri at 9am", ["1st mon, last fri at 9am"]),
        ("daily, mon at 9am", ["daily | mon at 9am"]),
        ("evry day; weekly at 9am", ["every day| weekly at 9am"]),
    ],
)
def test_either_is_offered_of_what_was_said_without_a_slip_or_with_a_comma(text: str, fixes: list[str]) -> None:
    assert offered(text) == fixes
