"""Triggers that the tests of this folder share: one of each class, and generated ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import reject
from hypothesis import strategies as st

from everly import ScheduleError, parse_schedule, print_schedule
from everly.grammar.tree import Schedule
from everly.scheduling.testing.trees import schedules
from everly.scheduling.triggers import ScheduleTrigger

NOW = datetime(2024, 5, 2, 10, 30, 15, 250_000, tzinfo=UTC)

# One or more of each class.
EXAMPLES = {
    "hourly": "IntervalTrigger",
    "every 90 minutes in Europe/Berlin": "IntervalTrigger",
    "daily": "CalendarIntervalTrigger",
    "every 2 weeks at noon starting 2026-01-05": "CalendarIntervalTrigger",
    "daily at 02:30 in America/New_York": "CalendarIntervalTrigger",
    "0 9 * * mon-fri": "CronTrigger",
    "*/15 2-3 * * * in Europe/Berlin": "CronTrigger",
    "0 0 13 * fri": "ScheduleTrigger",
    "0 12 15W * *": "ScheduleTrigger",
    "monthly starting 2024-01-31": "ScheduleTrigger",
    "daily at 09:00, 17:30": "AtTrigger",
    "mon-fri at 9am until 2025-01-01": "AtTrigger",
    "every 2 weeks on mon,wed at 09:00 starting 2026-01-05": "OnTrigger",
    "daily & mon-fri starting May 2, 2024": "AndTrigger",
    "hourly & !(sat,sun | dec 25)": "AndTrigger",
    "(daily starting 2024-01-01) | hourly": "OrTrigger",
    "(every 13 minutes & every 17 minutes) | (0 9 * * mon-fri except 25 dec) starting 2024-05-01": "OrTrigger",
    "daily except mon & jun | dec 25": "ExceptTrigger",
    "(hourly until 2020-01-01) | daily in +02:00": "OrTrigger",
}


def trigger(text: str, timezone: str = "UTC") -> ScheduleTrigger:
    return parse_schedule(text, now=NOW, timezone=timezone)


def with_operands(whole: ScheduleTrigger) -> list[ScheduleTrigger]:
    """The trigger, its operands, their operands and so on."""
    found = [whole]
    for each in found:
        found += getattr(each, "triggers", [])
    return found


@st.composite
def triggers(draw: st.DrawFn, trees: Callable[[], st.SearchStrategy[Schedule]] = schedules) -> ScheduleTrigger:
    """Triggers of any schedule that fires."""
    text = print_schedule(draw(trees()))
    timezone = draw(st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "+05:30")))
    try:
        return trigger(text, timezone)
    except ScheduleError:
        reject()
