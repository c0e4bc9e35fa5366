"""What the ledger holds. Times are whole milliseconds since 1970 in UTC, fire times whole seconds."""

from __future__ import annotations

from everly.frozen import frozen
from everly.jobs.ledger.states import Ending, Reason, State
from everly.jobs.ledger.work import Work

__all__ = [
    "ASKED",
    "DELETED",
    "REPLACING",
    "RESTARTED",
    "STOPPING",
    "Attempt",
    "Event",
    "Fire",
    "Job",
    "Open",
    "Run",
    "Schedule",
    "Summary",
]


@frozen
class Job:
    """A job as it is now; `changed` is when this revision of its work was made, which are counted from 1."""

    id: int
    name: str
    revision: int
    work: Work
    created: int
    changed: int


@frozen
class Schedule:
    """The one schedule that a job may have.

    `next_fire` is the first fire time that has no run yet; None where it never fires again, or was stopped. Fire times
    of a paused schedule are recorded too, as skipped.
    """

    job: int
    text: str
    zone: str
    anchor: int
    next_fire: int | None
    paused: bool


@frozen
class Fire:
    """A fire time that has come, and the reason not to run at it, if there is one, with more of that in words."""

    at: int
    skipped: Reason | None = None
    note: str | None = None


@frozen
class Run:
    """One run of a job: at a fire time, or where `fire` is None, started by hand or because one before it ended.

    `started` is when its first command was executed. `ending` is there as soon as it has ended.
    """

    id: int
    job: int
    revision: int
    fire: int | None
    state: State
    ending: Ending | None
    created: int
    started: int | None
    ended: int | None


@frozen
class Attempt:
    """One execution of one step of a run; steps and the tries of each are counted from 1."""

    run: int
    step: int
    number: int
    state: State
    ending: Ending | None
    created: int
    started: int | None
    ended: int | None


RESTARTED = "restarted"
"""The kind of the event which says that a run was made because one before it ended."""


STOPPING, REPLACING = "stopping", "replacing"
"""The kinds of those which say that a run under way is to end: because somebody wants it, or for a later run."""

DELETED = "deleted"
"""The kind of the one event that is left of a job."""

ASKED = "asked"
"""The kind of one which says that a request was done; its text is that request's token."""


@frozen
class Event:
    """Something that happened, kept for those who ask later: the name of a job, and of its runs maybe which."""

    id: int
    at: int
    kind: str
    job: str | None
    run: int | None
    text: str | None


@frozen
class Summary:
    """A job, how many runs count as running, the newest of these, and the newest that finished or was lost."""

    job: Job
    schedule: Schedule | None
    active: int
    current: Run | None
    last: Run | None


@frozen
class Open:
    """A run that has not ended, the name of its job, and the attempt of it that has not ended, if there is one."""

    name: str
    run: Run
    attempt: Attempt | None
