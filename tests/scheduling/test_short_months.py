from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.scheduling.compiler import compile_schedule

_NOW = datetime(2024, 1, 31, 9, tzinfo=UTC)


def _warned(text: str) -> list[tuple[str, str]]:
    warnings = compile_schedule(text, now=_NOW).warnings
    return [(warning.name, warning.span.of(text)) for warning in warnings]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("monthly", "monthly"),
        ("monthly at 10:00", "monthly at 10:00"),
        ("monthly starting 2024-01-29", "monthly"),
        ("every 2 months starting 2023-12-31", "every 2 months"),
        ("every 7 months starting 2024-01-30", "every 7 months"),
        ("yearly starting 2024-02-29", "yearly"),
        ("every 4 years starting 2024-02-29", "every 4 years"),
        ("hourly except monthly", "monthly"),
        ("daily | (quarterly starting 2024-05-31)", "quarterly"),
    ],
)
def test_day_that_some_months_lack_is_warned_of(text: str, place: str) -> None:
    assert _warned(text) == [("short-month", place)]


@pytest.mark.parametrize(
    "text",
    [
        "monthly starting 2024-01-28",
        "yearly",  # 31 January comes every year
        "yearly starting 2024-06-30",
        "every 400 years starting 2000-02-29",
        "monthly on the 31st",
        "daily & 31st",
        "weekly starting 2024-01-31",
    ],
)
def test_day_that_is_always_there_is_not(text: str) -> None:
    assert _warned(text) == []


def test_warning_offers_both_other_meanings() -> None:
    monthly, yearly = (
        compile_schedule(text, now=_NOW).warnings[0]
        for text in ("monthly starting 2024-01-30", "yearly starting 2024-02-29")
    )
    assert monthly.help == "'monthly on the last day' is always the last day; 'daily & 30th' skips those months"
    assert yearly.help == "'yearly on the last day of feb' is always the last day; 'daily & feb 29' skips those years"
    for other in ("monthly on the last day", "daily & 30th", "yearly on the last day of feb", "daily & feb 29"):
        assert compile_schedule(other, now=_NOW).warnings == ()
