"""APScheduler 4 triggers for schedules.

The classes are named here for `isinstance`; `everly.parse_schedule` makes the triggers. This package imports
APScheduler, and nothing that only reads or shows schedules imports it.
"""

from everly.scheduling.compiler import Compiled
from everly.scheduling.triggers.base import ScheduleTrigger
from everly.scheduling.triggers.composites import (
    AndTrigger,
    AtTrigger,
    CompositeTrigger,
    ExceptTrigger,
    NotTrigger,
    OnTrigger,
    OrTrigger,
    trigger_for,
)
from everly.scheduling.triggers.leaves import CalendarIntervalTrigger, CronTrigger, IntervalTrigger, WindowTrigger
from everly.scheduling.triggers.plan import plan_of

__all__ = [
    "AndTrigger",
    "AtTrigger",
    "CalendarIntervalTrigger",
    "CompositeTrigger",
    "CronTrigger",
    "ExceptTrigger",
    "IntervalTrigger",
    "NotTrigger",
    "OnTrigger",
    "OrTrigger",
    "ScheduleTrigger",
    "WindowTrigger",
    "trigger_of",
]


def trigger_of(compiled: Compiled) -> ScheduleTrigger:
    """The trigger of a compiled schedule, standing before its first firing."""
    return trigger_for(plan_of(compiled))
