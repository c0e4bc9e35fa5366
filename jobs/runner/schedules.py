"""The meaning of schedules, kept for those that are asked for again and again."""

from __future__ import annotations

from functools import lru_cache

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Schedule
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.instants import utc_datetime

_JUST_NOW = 10  # seconds that may lie between a client's look at the clock and ours
_MOST = 2000  # at some kilobytes each; a schedule beyond takes less than a millisecond to be compiled anew


@lru_cache(_MOST)
def instants(text: str, zone: str, anchor: int) -> InstantSet:
    """All fire times of a schedule that counts from `anchor`.

    Raises:
        ScheduleError: It means nothing, or never fires.
        ValueError: There is no such zone.
    """
    return compile_schedule(text, now=utc_datetime(anchor), timezone=zone).instants


def first_fire(text: str, zone: str, anchor: int, now: int) -> int | None:
    """The first fire time of a schedule that is seen at `now` for the first time; None if it has none left.

    One that states a beginning which is past fires once at once, for its last fire time up to now. Raises as above.
    """
    compiled = compile_schedule(text, now=utc_datetime(anchor), timezone=zone)
    coming = compiled.instants.ceil(_begin(anchor, now))
    passed = compiled.instants.floor(now) if compiled.anchor < anchor and coming is not None else None
    return coming if passed is None else passed


def _begin(anchor: int, now: int) -> int:
    """From when on a new schedule fires: from where it counts, if that was just now, so that it fires then too."""
    return anchor if now - _JUST_NOW <= anchor <= now else now


def instants_of(schedule: Schedule) -> InstantSet:
    """All fire times of a schedule of the ledger; as for `instants`."""
    return instants(schedule.text, schedule.zone, schedule.anchor)


def why_refused(error: Exception) -> str:
    """What is wrong with a schedule, on one line."""
    return error.diagnostics[0].message if isinstance(error, ScheduleError) else str(error)
