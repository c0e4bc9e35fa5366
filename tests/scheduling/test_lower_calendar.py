from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule
from tests.firings import firings

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)


def _first(text: str, count: int = 4, now: datetime = _NOW, zone: str = "UTC") -> list[str]:
    return [each[:16] for each in firings(compile_schedule(text, now=now, timezone=zone), count)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("every 3 days starting 2024-02-27", ["2024-02-27T00:00", "2024-03-01T00:00", "2024-03-04T00:00"]),
        (
            "every 3 days at 09:00,17:30 starting 2024-05-01",
            ["2024-05-01T09:00", "2024-05-01T17:30", "2024-05-04T09:00"],
        ),
        ("every 2 weeks at noon starting 2026-01-05", ["2026-01-05T12:00", "2026-01-19T12:00", "2026-02-02T12:00"]),
        ("fortnightly starting 2024-05-02 08:00", ["2024-05-02T08:00", "2024-05-16T08:00", "2024-05-30T08:00"]),
        ("quarterly starting 2023-11-30", ["2023-11-30T00:00", "2024-02-29T00:00", "2024-05-30T00:00"]),
        ("monthly starting 2024-01-31", ["2024-01-31T00:00", "2024-02-29T00:00", "2024-03-31T00:00"]),
        ("every 5 years starting 2024-02-29", ["2024-02-29T00:00", "2029-02-28T00:00", "2034-02-28T00:00"]),
        ("monthly at 09:00 starting 2024-01-31 10:00", ["2024-02-29T09:00", "2024-03-31T09:00", "2024-04-30T09:00"]),
    ],
)
def test_interval_keeps_the_day_and_the_time_of_its_anchor(text: str, first: list[str]) -> None:
    assert _first(text, len(first)) == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        # 2026-01-07 is a Wednesday: its week counts, though the Monday in it is over.
        ("every 2 weeks on mon,wed at 09:00 starting 2026-01-07", ["2026-01-07T09:00", "2026-01-19T09:00"]),
        ("weekly on fri", ["2024-05-03T12:31", "2024-05-10T12:31", "2024-05-17T12:31"]),
        ("monthly on the 15th at 08:00", ["2024-05-15T08:00", "2024-06-15T08:00", "2024-07-15T08:00"]),
        ("every 2 months on the 31st at noon starting 2024-01-01", ["2024-01-31T12:00", "2024-03-31T12:00"]),
        ("every 3 months on the last fri at noon", ["2024-05-31T12:00", "2024-08-30T12:00", "2024-11-29T12:00"]),
        ("yearly on jul 4 at noon", ["2024-07-04T12:00", "2025-07-04T12:00", "2026-07-04T12:00"]),
        ("every 4 years on feb 29 at noon starting 2020-01-01", ["2020-02-29T12:00", "2024-02-29T12:00"]),
        ("quarterly on the 1st at 06:00 starting 2024-05-01", ["2024-05-01T06:00", "2024-08-01T06:00"]),
    ],
)
def test_interval_picks_days_inside_its_periods(text: str, first: list[str]) -> None:
    assert _first(text, len(first)) == first


def test_time_in_a_gap_is_the_first_instant_after_it_and_later_days_are_not_moved() -> None:
    compiled = compile_schedule("daily at 02:30 starting 2024-03-09", now=_NOW, timezone="America/New_York")
    assert firings(compiled, 3) == [
        "2024-03-09T02:30:00-05:00",
        "2024-03-10T03:00:00-04:00",
        "2024-03-11T02:30:00-04:00",
    ]


def test_two_times_in_a_gap_are_one_firing() -> None:
    compiled = compile_schedule("daily at 02:10,02:50,03:00 starting 2024-03-10", now=_NOW, timezone="America/New_York")
    assert firings(compiled, 2) == ["2024-03-10T03:00:00-04:00", "2024-03-11T02:10:00-04:00"]


def test_day_that_a_zone_skips_fires_once_at_its_end() -> None:
    compiled = compile_schedule("daily at 09:00 starting 2011-12-29", now=_NOW, timezone="Pacific/Apia")
    assert firings(compiled, 3) == [
        "2011-12-29T09:00:00-10:00",
        "2011-12-31T00:00:00+14:00",
        "2011-12-31T09:00:00+14:00",
    ]


def test_anchor_in_the_second_pass_of_a_fold_fires_from_the_next_day_on() -> None:
    now = datetime(2024, 11, 3, 6, 30, tzinfo=UTC)  # 01:30 in New York, the second time
    assert firings(compile_schedule("daily", now=now, timezone="America/New_York"), 1) == ["2024-11-04T01:30:00-05:00"]


@pytest.mark.parametrize("text", ["daily", "monthly on the 1st", "every 2 weeks on mon at 09:00", "yearly"])
def test_clock_that_has_left_the_calendar_is_no_error(text: str) -> None:
    last = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)  # year 10000 in Tokyo
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=last, timezone="Asia/Tokyo")
    assert [found.name for found in caught.value.diagnostics] == ["never-fires"]
