from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from apscheduler.abc import Trigger
from apscheduler.triggers.calendarinterval import CalendarIntervalTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from everly import parse_schedule
from everly.grammar.tree import Schedule
from everly.scheduling.testing.cron import cron_lines
from everly.scheduling.testing.trees import calendars
from everly.scheduling.triggers import ScheduleTrigger
from tests.scheduling.triggers.schedules import EXAMPLES, NOW, trigger, triggers

BASES: tuple[type[Trigger], ...] = (IntervalTrigger, CalendarIntervalTrigger, CronTrigger)


def base_of(each: ScheduleTrigger) -> Any:
    """The APScheduler class that the trigger is an instance of."""
    (base,) = [base for base in BASES if isinstance(each, base)]
    return base


def attributes(each: ScheduleTrigger, *names: str) -> dict[str, Any]:
    return {name: getattr(each, name) for name in names}


@pytest.mark.parametrize(("text", "name"), EXAMPLES.items())
def test_the_class_of_each_kind_of_schedule(text: str, name: str) -> None:
    assert type(trigger(text)).__name__ == name


def test_an_interval_shows_its_length_in_the_largest_unit_and_its_ends() -> None:
    each = trigger("every 90 minutes starting 2024-05-01 until 2024-06-01 12:00")
    assert isinstance(each, IntervalTrigger)
    assert attributes(each, "weeks", "days", "hours", "minutes", "seconds", "microseconds") == {
        "weeks": 0,
        "days": 0,
        "hours": 0,
        "minutes": 90,
        "seconds": 0,
        "microseconds": 0,
    }
    assert each.start_time == datetime(2024, 5, 1, tzinfo=UTC)
    assert each.end_time == datetime(2024, 6, 1, 12, tzinfo=UTC)
    assert (trigger("every 36 hours").hours, trigger("every 90 seconds").seconds) == (36, 90)  # type: ignore[attr-defined]
    assert trigger("hourly").end_time is None  # type: ignore[attr-defined]


def test_an_interval_of_the_calendar_shows_its_parts() -> None:
    each = trigger("every 2 weeks at 09:30:05 until 2024-07-01", "Europe/Berlin")
    assert isinstance(each, CalendarIntervalTrigger)
    assert attributes(each, "years", "months", "weeks", "days", "hour", "minute", "second") == {
        "years": 0,
        "months": 0,
        "weeks": 2,
        "days": 0,
        "hour": 9,
        "minute": 30,
        "second": 5,
    }
    # Thursday 2 May was over at 09:30, and Berlin's clock is two hours ahead.
    assert (each.start_date, each.end_date) == (date(2024, 5, 16), date(2024, 7, 1))
    assert each.timezone == ZoneInfo("Europe/Berlin")


def test_a_cron_line_shows_its_fields() -> None:
    each = trigger("*/10 9-17 * jan,feb fri#2", "Europe/Berlin")
    assert isinstance(each, CronTrigger)
    assert attributes(each, "second", "minute", "hour", "day", "month", "day_of_week", "year") == {
        "second": "0",
        "minute": "*/10",
        "hour": "9-17",
        "day": "2nd fri",
        "month": "1-2",
        "day_of_week": "*",
        "year": "*",
    }
    assert each.timezone == ZoneInfo("Europe/Berlin")
    assert str(each.start_time) == "2025-01-10 09:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hourly", "IntervalTrigger(hours=1, start_time='2024-05-02 10:30:15+00:00')"),
        ("daily", "CalendarIntervalTrigger(days=1, time='10:30:15+00:00', start_date='2024-05-02', timezone='UTC')"),
        (
            "0 9 * * mon-fri",
            (
                "CronTrigger(year='*', month='*', day='*', week='*', day_of_week='mon-fri', hour='9', minute='0', "
                "second='0', start_time='2024-05-03T09:00:00+00:00', timezone='UTC')"
            ),
        ),
    ],
)
def test_the_repr_of_the_apscheduler_class_works(text: str, shown: str) -> None:
    each = trigger(text)
    assert base_of(each).__repr__(each) == shown


def test_what_apscheduler_shows_survives_a_round_trip() -> None:
    for text in ("hourly", "daily", "0 9 * * mon-fri"):
        each = trigger(text)
        again = type(each).__new__(type(each))
        again.__setstate__(each.__getstate__())
        assert base_of(each).__repr__(again) == base_of(each).__repr__(each)


@pytest.mark.parametrize(
    "text",
    [
        "monthly starting 2024-01-29",
        "every 3 months starting 2024-01-31",
        "yearly starting 2024-02-29",
        "daily at 09:00, 17:00",
        "monthly on the 15th",
    ],
)
def test_intervals_that_apscheduler_understands_otherwise_are_not_its_intervals(text: str) -> None:
    assert not isinstance(trigger(text), CalendarIntervalTrigger)


def test_intervals_that_no_timedelta_can_hold_are_plain_triggers() -> None:
    each = trigger("every 999999999999999 hours")
    assert type(each) is ScheduleTrigger
    assert list(each) == [NOW.replace(microsecond=0)]


def leaves() -> st.SearchStrategy[Schedule]:
    return (cron_lines() | cron_lines() | calendars()).map(Schedule)


@settings(max_examples=100, deadline=None)
@given(triggers(leaves))
def test_the_apscheduler_class_means_the_same(each: ScheduleTrigger) -> None:
    """Its own search is asked, in a zone without clock changes, for as long as it does not take seconds."""
    in_utc = parse_schedule(each.text, now=NOW)
    assume(isinstance(in_utc, BASES))
    firings = list(islice(in_utc.between(NOW - timedelta(days=1), NOW + timedelta(days=800)), 6))
    assert [base_of(in_utc).next(in_utc) for _ in firings] == firings


@pytest.mark.parametrize("text", ["every 7 minutes", "every 36 hours until 2024-05-09", "every 2 months", "yearly"])
def test_intervals_are_what_apscheduler_makes_of_them(text: str) -> None:
    each = trigger(text)
    assert [base_of(each).next(each) for _ in range(8)] == [each.next() for _ in range(8)]
