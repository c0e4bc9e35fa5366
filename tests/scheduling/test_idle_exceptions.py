"""The warning that an `except` takes nothing away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "message", "fixed"),
    [
        ("daily except sat and sun", "'except sat and sun' takes nothing out of 'daily'", ["daily except sat, sun"]),
        (
            "daily except mon and wed & fri",
            "'except mon and wed & fri' takes nothing out of 'daily'",
            ["daily except mon, wed, fri"],
        ),
        (
            "every mon-sat except wed at 9am",
            "'except wed at 9am' takes nothing out of 'every mon-sat'",
            ["every mon-sat at 9am except wed"],
        ),
        (
            "daily & jan except sat, sun at 9am",
            "'except sat, sun at 9am' takes nothing out of 'daily & jan'",
            ["daily at 9am & jan except sat, sun"],
        ),
        (
            "every day except sat and sun at 9am",
            "'except sat and sun at 9am' takes nothing out of 'every day'",
            ["every day at 9am except sat, sun"],
        ),
        (
            "daily at 9am except sat and sun at 9am",
            "'except sat and sun at 9am' takes nothing out of 'daily at 9am'",
            ["daily at 9am except sat, sun at 9am"],
        ),
        (
            "daily at 9am except jan and feb at 9am",
            "'except jan and feb at 9am' takes nothing out of 'daily at 9am'",
            ["daily at 9am except jan, feb at 9am"],
        ),
        (
            "daily at 9am except sat at 9am and sun at 9am",
            "'except sat at 9am and sun at 9am' takes nothing out of 'daily at 9am'",
            [],
        ),
        ("hourly except (hourly & mon & tue)", "'except (hourly & mon & tue)' takes nothing out of 'hourly'", []),
        ("daily at 8am except sat at 9am", "'except sat at 9am' takes nothing out of 'daily at 8am'", []),
        ("daily except 0 9 * * *", "'except 0 9 * * *' takes nothing out of 'daily'", []),
        ("mon-fri at 9am except sat", "'except sat' takes nothing out of 'mon-fri at 9am'", []),
        ("(mon-fri except sat) at 9am", "'except sat' takes nothing out of 'mon-fri'", []),
        ("hourly & !(mon except tue)", "'except tue' takes nothing out of 'mon'", []),
        ("weekly on (mon-fri except sun)", "'except sun' takes nothing out of 'mon-fri'", []),
        ("hourly | (daily except 2020)", "'except 2020' takes nothing out of 'daily'", []),
    ],
)
def test_an_except_that_takes_nothing_away_is_told(text: str, message: str, fixed: list[str]) -> None:
    (warning,) = compile_schedule(text, now=_NOW).warnings
    assert (warning.name, warning.message) == ("idle-except", message)
    assert [fix.apply(text) for fix in warning.fixes] == fixed


@pytest.mark.parametrize(
    "text",
    [
        "daily except sat, sun",
        "daily except sat | sun",
        "daily except dec 25",
        "daily at 9am except mon and 1st at 9am",
        "hourly except (daily & mon)",
        "hourly except 9999-12-31",
        "(daily starting 2024-01-01) except 2024-01-02",
        "hourly except (mon starting 2024-06-01)",
    ],
)
def test_an_except_that_takes_something_away_is_not(text: str) -> None:
    assert compile_schedule(text, now=_NOW).warnings == ()


def test_a_fix_that_helps_not_is_not_offered() -> None:
    (warning,) = compile_schedule("daily at 9am & 2024-05-04 except sat & sun", now=_NOW).warnings
    assert warning.fixes == ()


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("every day but sunday at 9am", "every day at 9am except sunday"),
        ("every day except sat and sun at 9", "every day at 09:00 except sat, sun"),
        ("evry day except sun", "every day except sun"),
    ],
)
def test_a_repair_leads_on_from_an_except_that_takes_nothing_away(text: str, fixed: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=_NOW)
    assert [fix.apply(text) for fix in caught.value.diagnostics[0].fixes] == [fixed]
