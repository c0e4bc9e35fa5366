"""From the rows of the tables to what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from everly.jobs.ledger.errors import UnreadableError
from everly.jobs.ledger.rows import Attempt, Event, Job, Run, Schedule
from everly.jobs.ledger.states import Ending, Reason, State
from everly.jobs.ledger.work import from_json

_P = ParamSpec("_P")
_T = TypeVar("_T")

JOB = "job.id, job.name, job.revision, revision.work, job.created, revision.created"
JOBS = "job JOIN revision ON revision.job = job.id AND revision.number = job.revision"
SCHEDULE = "job, text, zone, anchor, next_fire, paused"
RUN = "run.id, run.job, run.revision, run.fire, run.state, run.reason, run.code, run.signal, run.note, {times}".format(
    times="run.created, run.started, run.ended"
)
ATTEMPT = RUN.replace("run.id, run.job, run.revision, run.fire", "run.run, run.step, run.number").replace(
    "run.", "attempt."
)
EVENT = "id, at, kind, job, run, text"


def _reading(decode: Callable[_P, _T]) -> Callable[_P, _T]:
    """Raise an error of the ledger where a row holds what no version of ours writes."""

    @wraps(decode)
    def decoded(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return decode(*args, **kwargs)
        except (TypeError, ValueError) as error:
            raise UnreadableError(f"the ledger holds a row that cannot be read: {error}") from error

    return decoded


@_reading
def job_of(row: tuple[Any, ...]) -> Job:
    """A job of the columns `JOB`."""
    number, name, revision, work, created, changed = row
    return Job(number, name, revision, from_json(work), created, changed)


@_reading
def schedule_of(row: tuple[Any, ...]) -> Schedule:
    """A schedule of the columns `SCHEDULE`."""
    job, text, zone, anchor, next_fire, paused = row
    return Schedule(job, text, zone, anchor, next_fire, bool(paused))


@_reading
def run_of(row: tuple[Any, ...]) -> Run:
    """A run of the columns `RUN`."""
    number, job, revision, fire, state, *end, created, started, ended = row
    return Run(number, job, revision, fire, State(state), _ending(*end), created, started, ended)


@_reading
def attempt_of(row: tuple[Any, ...]) -> Attempt:
    """An attempt of the columns `ATTEMPT`."""
    run, step, number, state, *end, created, started, ended = row
    return Attempt(run, step, number, State(state), _ending(*end), created, started, ended)


def event_of(row: tuple[Any, ...]) -> Event:
    """An event of the columns `EVENT`."""
    return Event(*row)


def _ending(reason: str | None, code: int | None, signal: int | None, note: str | None) -> Ending | None:
    return None if reason is None else Ending(Reason(reason), code, signal, note)
