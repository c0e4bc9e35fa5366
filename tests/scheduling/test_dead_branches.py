"""Warnings about branches of a union that never fire."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule

MAY_1 = "adds no firing: the end, wed 2024-05-01 23:59:59, lies before the beginning, fri 2024-05-10 00:00"
OVER = "adds no firing: the end, mon 2024-01-01 23:59:59, lies before now, wed 2024-05-01 12:00"
NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def warned(text: str) -> list[tuple[str, str, str]]:
    """Name, message and place of the warnings about a text."""
    warnings = compile_schedule(text, now=NOW).warnings
    return [(warning.name, warning.message, warning.span.of(text)) for warning in warnings]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (
            "hourly | (daily until 2024-05-01) starting 2024-05-10",
            f"'(daily until 2024-05-01)' {MAY_1}",
            "2024-05-01",
        ),
        (
            "hourly | (daily until 2024-01-01)",
            f"'(daily until 2024-01-01)' {OVER}",
            "2024-01-01",
        ),
        (
            "(daily at 09:00 | daily at 17:00) & 08:00-12:00",
            "'daily at 17:00' adds no firing: 'daily at 17:00' and '08:00-12:00' exclude each other",
            "08:00-12:00",
        ),
        (
            "(mon at 9:00 | sun at 9:00) except sun",
            "'sun at 9:00' adds no firing: 'sun' takes every firing out of 'sun at 9:00'",
            "sun",
        ),
        ("daily | 0 0 30 2 *", "'0 0 30 2 *' adds no firing: February never has a day 30", "30"),
        (
            "daily at 9:00 & (mon | (tue until 2024-05-01)) starting 2024-05-10",
            f"'(tue until 2024-05-01)' {MAY_1}",
            "2024-05-01",
        ),
        (
            "(hourly | daily & sat & sun) & mon-fri except (weekly | 0 0 30 2 *)",
            "'daily & sat & sun' adds no firing: 'sat' and 'sun' exclude each other",
            "sun",
        ),
    ],
)
def test_a_branch_that_never_fires_is_told_with_the_reason(text: str, message: str, place: str) -> None:
    assert warned(text) == [("dead-branch", message, place)]


@pytest.mark.parametrize(
    "text",
    [
        "hourly | daily",
        "hourly | (daily until 2024-05-10) starting 2024-05-10",
        "hourly | (daily starting 2024-01-01 until 2024-02-01)",
        "(daily at 9:00 until 2024-05-02) | (daily at 10:00 starting 2024-05-03)",
        "daily & (mon | 2020)",
    ],
)
def test_a_branch_that_fires_is_not_told(text: str) -> None:
    assert warned(text) == []


def test_branches_that_all_end_before_the_beginning_are_an_error() -> None:
    text = "(hourly until 2024-05-02) | (daily until 2024-05-01) starting 2024-05-10"
    with pytest.raises(ScheduleError, match=r"the last firing would have been thu 2024-05-02 23:00") as caught:
        compile_schedule(text, now=NOW)
    (found,) = caught.value.diagnostics
    assert (found.name, found.span.of(text)) == ("never-fires", "2024-05-10")
