"""How to say a schedule to APScheduler's own triggers and to dateutil: makers, called with the begin of each run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.abc import Trigger
from apscheduler.triggers.calendarinterval import CalendarIntervalTrigger
from apscheduler.triggers.combining import AndTrigger, OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from dateutil.rrule import rrule, rruleset

MakeTrigger = Callable[[datetime], Trigger]
MakeRule = Callable[[datetime], Iterable[datetime]]


def every(**length: Any) -> MakeTrigger:
    """So much time apart: `every(hours=6)`."""
    return lambda begin: IntervalTrigger(start_time=begin, **length)


def calendar(**length: Any) -> MakeTrigger:
    """Months or years apart, at the time of day of the beginning."""

    def make(begin: datetime) -> Trigger:
        return CalendarIntervalTrigger(
            start_date=begin.date(),
            hour=begin.hour,
            minute=begin.minute,
            second=begin.second,
            timezone=begin.tzinfo or UTC,
            **length,
        )

    return make


def cron(**fields: Any) -> MakeTrigger:
    """A line of APScheduler's fields; what is left out is `*` if a smaller field is given, else its least value."""
    return lambda begin: CronTrigger(start_time=begin, timezone=begin.tzinfo or UTC, **fields)


def both(*makes: MakeTrigger) -> MakeTrigger:
    """What all of them share, found by stepping; APScheduler gives up after 10,000 steps."""
    return lambda begin: AndTrigger([make(begin) for make in makes], threshold=timedelta(0))


def either(*makes: MakeTrigger) -> MakeTrigger:
    """What at least one of them has."""
    return lambda begin: OrTrigger([make(begin) for make in makes])


def rule(frequency: int, **options: Any) -> MakeRule:
    """One `rrule`, from the beginning."""
    return lambda begin: rrule(frequency, dtstart=begin, **options)  # type: ignore[arg-type]  # its literals


def rules(*makes: MakeRule) -> MakeRule:
    """What at least one of the rules has."""

    def make(begin: datetime) -> Iterable[datetime]:
        union = rruleset()
        for each in makes:
            union.rrule(each(begin))  # type: ignore[arg-type]  # each is a rule
        return union

    return make
