"""Hypothesis strategies for programs that are built on schedules: trees, texts, zones, and times near clock changes.

Hypothesis is an extra: `pip install 'everly[testing]'`.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 - only to say at once what is missing
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise ImportError("everly.scheduling.testing needs hypothesis: pip install 'everly[testing]'") from error

from everly.scheduling.testing.clocks import (
    CLOCK_CHANGES,
    ClockChange,
    clock_changes,
    datetimes_near_changes,
    instants_near_changes,
)
from everly.scheduling.testing.cron import cron_lines
from everly.scheduling.testing.spelling import schedule_texts, spellings
from everly.scheduling.testing.trees import firings, schedules, windows
from everly.scheduling.testing.zones import ZONES, zones

__all__ = [
    "CLOCK_CHANGES",
    "ZONES",
    "ClockChange",
    "clock_changes",
    "cron_lines",
    "datetimes_near_changes",
    "firings",
    "instants_near_changes",
    "schedule_texts",
    "schedules",
    "spellings",
    "windows",
    "zones",
]
