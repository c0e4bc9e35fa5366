"""The JSON documents about jobs; docs/schemas describes them.

A key is never renamed or removed, nor its meaning changed, without a new `version`; new keys may come.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from everly.frozen import replace
from everly.jobs.ledger.states import state_of
from everly.jobs.presence import is_up
from everly.jobs.settings import files_of
from everly.jobs.views.processes import process_of
from everly.jobs.views.times import utc_text
from everly.jobs.views.words import ending_text

if TYPE_CHECKING:
    from everly.jobs.ledger import Attempt, LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.jobs import JobView
    from everly.jobs.views.runs import RunView

__all__ = ["jobs_document", "runs_document"]

VERSION = 1


def jobs_document(places: Places, reader: LedgerReader | None, found: Sequence[JobView], now: int) -> str:
    """Jobs, and whether a runner is up; docs/schemas/show-jobs.json."""
    jobs = [] if reader is None else [_job(places, reader, each) for each in found]
    return _text(places, now, "jobs", jobs)


def runs_document(places: Places, reader: LedgerReader | None, found: Iterable[RunView], now: int) -> str:
    """Runs, the newest first; docs/schemas/show-runs.json."""
    runs = [] if reader is None else [_run(reader, each) for each in found]
    return _text(places, now, "runs", runs)


def _text(places: Places, now: int, what: str, values: list[dict[str, Any]]) -> str:
    # ASCII, so that it survives every encoding and holds even half of a surrogate pair.
    head = {"version": VERSION, "now": utc_text(now), "runner": "up" if is_up(places) else "down"}
    return json.dumps({**head, what: values}, indent=2)


def _job(places: Places, reader: LedgerReader, view: JobView) -> dict[str, Any]:
    job = view.job
    return {
        "name": job.name,
        "status": str(view.status),
        "command": view.command,
        "steps": [list(step) for step in job.work.steps],
        "folder": job.work.cwd,
        "environment": [name for name, _ in job.work.env],
        "executor": view.executor,
        "rules": {name: list(files_of(value)) if name == "env_files" else value for name, value in job.work.options},
        "schedule": _schedule(view),
        "running": [_running(places, reader, each) for each in view.active],
        "queued": [each.run.id for each in view.unended if not each.is_active],
        "last_run": None if view.last is None else _run(reader, view.last),
        "created": utc_text(job.created),
        "changed": utc_text(job.changed),
        "revision": job.revision,
    }


def _running(places: Places, reader: LedgerReader, run: RunView) -> dict[str, Any]:
    number = run.run.id
    return {"run": number, "pid": process_of(places, reader, number), "result": run.result, **_waits(run)}


def _waits(run: RunView) -> dict[str, str | None]:
    return {"waits_until": None if run.waits_until is None else utc_text(run.waits_until)}


def _schedule(view: JobView) -> dict[str, Any] | None:
    schedule = view.schedule
    if schedule is None:
        return None
    fire = schedule.next_fire
    local = None if fire is None else view.clock.at(fire * 1000)
    return {
        "schedule": schedule.text,
        "timezone": view.clock.name,
        "paused": schedule.paused,
        "next": None if fire is None else {"time": local and local.isoformat(), "instant": fire},
    }


def _run(reader: LedgerReader, view: RunView) -> dict[str, Any]:
    run = view.run
    return {
        "run": run.id,
        "job": view.job.name,
        "revision": run.revision,
        "command": [list(step) for step in view.work.steps],
        "fire": None if run.fire is None else utc_text(run.fire * 1000),
        "begun_by": view.begun_by,
        "state": str(view.state),
        "result": view.result,
        **_waits(view),
        **_ending(view),
        **_times(run, view.ended_at),
        "attempts": [_attempt(_as_it_is(each, view), view) for each in reader.attempts(run.id)],
    }


def _as_it_is(attempt: Attempt, view: RunView) -> Attempt:
    """An attempt, with the end that its own files tell where the ledger does not say so yet."""
    if attempt.ending is not None or view.unkept is None:
        return attempt
    return replace(attempt, state=state_of(view.unkept.reason), ending=view.unkept, ended=view.unkept_at)


def _attempt(attempt: Attempt, view: RunView) -> dict[str, Any]:
    return {
        "step": attempt.step,
        "try": attempt.number,
        "state": str(attempt.state),
        "result": None if attempt.ending is None else ending_text(attempt.ending, view.work),
        **_ending(attempt),
        **_times(attempt, attempt.ended),
    }


def _ending(each: Any) -> dict[str, Any]:
    ending = each.ending
    return {
        "reason": None if ending is None else str(ending.reason),
        "code": None if ending is None else ending.code,
        "signal": None if ending is None else ending.signal,
        "note": None if ending is None else ending.note,
    }


def _times(each: Any, ended: int | None) -> dict[str, Any]:
    times = {"created": each.created, "started": each.started, "ended": ended}
    return {name: None if time is None else utc_text(time) for name, time in times.items()}
