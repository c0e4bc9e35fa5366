"""The schedules that are measured, each with what its peers are told instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import (
    DAILY,
    FR,
    HOURLY,
    MINUTELY,
    MO,
    MONTHLY,
    SECONDLY,
    TH,
    TU,
    WE,
    WEEKLY,
    YEARLY,
)

from benchmarks.forms import MakeRule, MakeTrigger, both, calendar, cron, either, every, rule
from benchmarks.mixed import MIXED_TREES

NOW = datetime(2024, 5, 2)  # noqa: DTZ001 - a Thursday, midnight in the zone of each run
WORKDAYS = (MO, TU, WE, TH, FR)


@dataclass(frozen=True, slots=True)
class Line:
    """A schedule: what everly and Meerschaum read, and the same for the other peers where they can say it.

    `now` is the wall time that everly is given, `begin` the one that peers begin at, both in the zone of the run.
    `cron` is the line for croniter and cronsim; the two differ about seconds and years, so each can have its own.
    `conjunction` marks what APScheduler searches step by step.
    """

    name: str
    text: str
    now: datetime = NOW
    begin: datetime | None = None
    cron: str | None = None
    croniter: str | None = None
    cronsim: str | None = None
    trigger: MakeTrigger | None = None
    rule: MakeRule | None = None
    conjunction: bool = False

    def now_in(self, zone: str) -> datetime:
        """What everly is told is the present."""
        return self.now.replace(tzinfo=ZoneInfo(zone))

    def begin_in(self, zone: str) -> datetime:
        """The first moment that may be a firing."""
        return (self.begin or self.now).replace(tzinfo=ZoneInfo(zone))


def _line(name: str, text: str, trigger: MakeTrigger, rule: MakeRule | None) -> Line:
    """A line that is cron for everyone."""
    return Line(name, text, cron=text, trigger=trigger, rule=rule)


def _seed(text: str, **forms: Any) -> Line:
    """An example of the page that everly began from."""
    return Line(text, text, **forms)


CRON_LINES = (
    _line("cron minute", "* * * * *", cron(minute="*"), rule(MINUTELY)),
    _line("cron hourly", "0 * * * *", cron(hour="*"), rule(HOURLY)),
    _line(
        "office hours",
        "*/15 9-17 * * 1-5",
        cron(minute="*/15", hour="9-17", day_of_week="mon-fri"),
        rule(DAILY, byweekday=WORKDAYS, byhour=range(9, 18), byminute=(0, 15, 30, 45)),
    ),
    _line("cron monthly", "0 0 1 * *", cron(day=1), rule(MONTHLY, bymonthday=1)),
    _line("L", "0 0 L * *", cron(day="last"), rule(MONTHLY, bymonthday=-1)),
    _line(
        "fri#3",
        "30 4 * * 5#3",
        cron(day="3rd fri", hour=4, minute=30),
        rule(MONTHLY, byweekday=FR(3), byhour=4, byminute=30),
    ),
    _line("29 February", "0 0 29 2 *", cron(month=2, day=29), rule(YEARLY, bymonth=2, bymonthday=29)),
    Line(
        "29 February over 2100",
        "0 0 29 2 *",
        now=datetime(2097, 1, 1),  # noqa: DTZ001 - wall time
        cron="0 0 29 2 *",
        trigger=cron(month=2, day=29),
        rule=rule(YEARLY, bymonth=2, bymonthday=29),
    ),
    Line(
        "far-off",
        "0 0 0 1 1 * 2090-2099",
        croniter="0 0 1 1 * 0 2090-2099",
        trigger=cron(year="2090-2099", month=1, day=1),
    ),
)

CONJUNCTIONS = (
    Line(
        "daily & mon-fri",
        "daily & mon-fri",
        cron="0 0 * * 1-5",
        trigger=both(every(days=1), cron(day_of_week="mon-fri", hour="*")),
        rule=rule(DAILY, byweekday=WORKDAYS),
        conjunction=True,
    ),
    Line(
        "7 minutes and 3 days",
        "every 7 minutes and every 3 days",
        trigger=both(every(minutes=7), every(days=3)),
        conjunction=True,
    ),
    Line(
        "secondly & 2030",
        "secondly & 2030",
        trigger=both(every(seconds=1), cron(year=2030, second="*")),
        conjunction=True,
    ),
    Line(
        "10 seconds & jan",
        "every 10 seconds & jan",
        croniter="* * * 1 * */10",
        cronsim="*/10 * * * 1 *",
        trigger=both(every(seconds=10), cron(month=1, second="*")),
        rule=rule(SECONDLY, interval=10, bymonth=1),
        conjunction=True,
    ),
)

SEED_PAGE = (
    _seed("secondly", croniter="* * * * * *", cronsim="* * * * * *", trigger=every(seconds=1), rule=rule(SECONDLY)),
    _seed("minutely", cron="* * * * *", trigger=every(minutes=1), rule=rule(MINUTELY)),
    _seed("hourly", cron="0 * * * *", trigger=every(hours=1), rule=rule(HOURLY)),
    _seed("daily", cron="0 0 * * *", trigger=every(days=1), rule=rule(DAILY)),
    _seed("weekly", cron="0 0 * * 4", trigger=every(weeks=1), rule=rule(WEEKLY)),
    _seed("monthly", cron="0 0 2 * *", trigger=calendar(months=1), rule=rule(MONTHLY)),
    _seed("yearly", cron="0 0 2 5 *", trigger=calendar(years=1), rule=rule(YEARLY)),
    _seed("every 30 minutes", cron="*/30 * * * *", trigger=every(minutes=30), rule=rule(MINUTELY, interval=30)),
    _seed("every 2 days", trigger=every(days=2), rule=rule(DAILY, interval=2)),
    _seed(
        "every 10 seconds starting 2024-01-01",
        begin=datetime(2024, 1, 1),  # noqa: DTZ001 - wall time
        croniter="* * * * * */10",
        cronsim="*/10 * * * * *",
        trigger=every(seconds=10),
        rule=rule(SECONDLY, interval=10),
    ),
    _seed(
        "hourly starting 00:30",
        begin=datetime(2024, 5, 2, 0, 30),  # noqa: DTZ001 - wall time
        cron="30 * * * *",
        trigger=every(hours=1),
        rule=rule(HOURLY),
    ),
    _seed(
        "daily starting tomorrow 00:30",
        begin=datetime(2024, 5, 3, 0, 30),  # noqa: DTZ001 - wall time
        cron="30 0 * * *",
        trigger=every(days=1),
        rule=rule(DAILY),
    ),
    _seed(
        "weekly starting Monday at 12:15 PM",
        begin=datetime(2024, 5, 6, 12, 15),  # noqa: DTZ001 - wall time
        cron="15 12 * * 1",
        trigger=every(weeks=1),
        rule=rule(WEEKLY),
    ),
    _seed("monthly starting 2nd", cron="0 0 2 * *", trigger=calendar(months=1), rule=rule(MONTHLY)),
    _seed(
        "yearly starting 2025-07-01 12:00",
        begin=datetime(2025, 7, 1, 12),  # noqa: DTZ001 - wall time
        cron="0 12 1 7 *",
        trigger=calendar(years=1),
        rule=rule(YEARLY),
    ),
    _seed(
        "30 * * may-aug mon-fri",
        cron="30 * * 5-8 1-5",
        trigger=cron(minute=30, month="may-aug", day_of_week="mon-fri"),
        rule=rule(HOURLY, bymonth=(5, 6, 7, 8), byweekday=WORKDAYS, byminute=30),
    ),
    _seed(
        "every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03",
        begin=datetime(2024, 6, 3),  # noqa: DTZ001 - wall time
        croniter="0 */6 * 6-8 1-5 0 2024",
        trigger=both(every(hours=6), cron(year=2024, month="jun-aug", day_of_week="mon-fri", hour="*")),
    ),
    _seed(
        "0 0,6,12,18 * jun-aug mon-fri",
        cron="0 0,6,12,18 * 6-8 1-5",
        trigger=cron(hour="0,6,12,18", month="jun-aug", day_of_week="mon-fri"),
        rule=rule(DAILY, bymonth=(6, 7, 8), byweekday=WORKDAYS, byhour=(0, 6, 12, 18)),
    ),
    _seed("daily and weekly", cron="0 0 * * 4", trigger=both(every(days=1), every(weeks=1)), rule=rule(WEEKLY)),
    _seed(
        "daily or 0 14 * * * starting 00:00",
        cron="0 0,14 * * *",
        trigger=either(every(days=1), cron(hour=14)),
        rule=rule(DAILY, byhour=(0, 14)),
    ),
    _seed("0 0,14 * * *", cron="0 0,14 * * *", trigger=cron(hour="0,14"), rule=rule(DAILY, byhour=(0, 14))),
    _seed(
        "daily and mon-fri starting May 2, 2024",
        cron="0 0 * * 1-5",
        trigger=both(every(days=1), cron(day_of_week="mon-fri", hour="*")),
        rule=rule(DAILY, byweekday=WORKDAYS),
    ),
)

MIXED = tuple(
    Line(f"mixed, {tree.terms} terms", tree.text, trigger=tree.trigger, rule=tree.rule) for tree in MIXED_TREES
)

LINES = (*CRON_LINES, *CONJUNCTIONS, *SEED_PAGE, *MIXED)

NEVER = (
    Line("31 February", "0 0 31 2 *", cron="0 0 31 2 *", trigger=cron(month=2, day=31)),
    Line(
        "weekend in the week",
        "sat & mon-fri at 00:00",
        trigger=both(cron(day_of_week="sat"), cron(day_of_week="mon-fri")),
    ),
    Line("hourly, half past", "hourly & 30 * * * *", trigger=both(every(hours=1), cron(minute=30))),
)
"""Schedules without a firing: everly refuses them, and its peers look for one."""
