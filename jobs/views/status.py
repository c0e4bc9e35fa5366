"""The one word that says how a job is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from everly.jobs.ledger.states import ACTIVE, Reason, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from everly.jobs.ledger import Run, Schedule

__all__ = ["Status", "is_over", "status_of"]


class Status(StrEnum):
    """How a job is. The first that is true counts, in this order."""

    RUNNING = "running"
    PAUSED = "paused"
    """Its run stands still, or its schedule."""
    ENDED = "ended"
    """All that ran of it has ended, by its own files; the ledger does not say so yet."""
    QUEUED = "queued"
    """A run is due and has not begun."""
    SCHEDULED = "scheduled"
    STOPPED = "stopped"
    """It was stopped, and nothing runs until it is started."""
    DONE = "done"
    """Its last run succeeded, and no more are to come."""
    FAILED = "failed"
    LOST = "lost"
    """Nobody knows how its last run ended."""
    NEW = "new"
    """It has never run."""


def status_of(
    schedule: Schedule | None, unended: Sequence[Run], last: Run | None, over: Callable[[Schedule], bool]
) -> Status:
    """How a job is.

    Args:
        schedule: That of the job.
        unended: Its runs that have not ended.
        last: The newest of its runs that finished or was lost.
        over: Whether a schedule has no more fire times; asked only where it has none recorded.
    """
    active = [run for run in unended if run.state in ACTIVE]
    if any(run.state is not State.PAUSED for run in active):
        return Status.RUNNING
    armed = schedule is not None and schedule.next_fire is not None
    if active or (armed and schedule is not None and schedule.paused):
        return Status.PAUSED
    if unended:
        return Status.QUEUED
    if armed:
        return Status.SCHEDULED
    if schedule is not None and not over(schedule):
        return Status.STOPPED
    return _by_last(last, has_schedule=schedule is not None)


def _by_last(last: Run | None, *, has_schedule: bool) -> Status:
    if last is None or last.ending is None:
        return Status.DONE if has_schedule else Status.NEW
    if last.state is State.LOST:
        return Status.LOST
    if last.ending.reason is Reason.STOPPED:
        return Status.STOPPED
    return Status.DONE if last.ending.succeeded else Status.FAILED


def is_over(schedule: Schedule, now: int) -> bool:
    """Whether a schedule has no fire time after now (milliseconds since 1970)."""
    from everly.grammar.diagnostics import ScheduleError
    from everly.scheduling.compiler import compile_schedule
    from everly.scheduling.instants import utc_datetime

    try:
        compiled = compile_schedule(schedule.text, now=utc_datetime(schedule.anchor), timezone=schedule.zone)
        return compiled.instants.ceil(now // 1000 + 1) is None
    except (ScheduleError, ValueError):  # of a version that read it otherwise, or too much to search
        return False
