"""The processes of runs, as their directories tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.jobs import JobView
    from everly.jobs.views.runs import RunView

__all__ = ["process_of", "with_ends"]


def process_of(places: Places, reader: LedgerReader, run: int) -> int | None:
    """The number of the process that a run has now; None between two of them, after the last, and if it is gone."""
    from everly.jobs.runs.directory import identity

    started = _record(places, reader, run, "started")
    if started is None:
        return None
    number = int(started["pid"])
    lives = all(started.get(name) == value for name, value in identity(number).items())
    return number if lives else None  # else it has ended, which may not be recorded yet


def with_ends(places: Places, reader: LedgerReader, jobs: Sequence[JobView]) -> list[JobView]:
    """Jobs with what the ledger does not say yet: how attempts that it has under way have ended.

    That is for a moment after each end, and for long while no runner is up, or the disk takes nothing.
    """
    return [
        replace(job, unended=tuple(_with_end(places, reader, each) for each in job.unended)) if job.unended else job
        for job in jobs
    ]


def _with_end(places: Places, reader: LedgerReader, run: RunView) -> RunView:
    from everly.jobs.exit_record import ending_of_record

    ended = _record(places, reader, run.run.id, "exit") if run.is_active else None
    return run if ended is None else replace(run, unkept=ending_of_record(ended), unkept_at=ended.get("time"))


def _record(places: Places, reader: LedgerReader, run: int, name: str) -> dict[str, Any] | None:
    """A record of the attempt of a run that is under way; None if there is neither, or it cannot be read."""
    from everly.jobs.runs.directory import RunDirectory
    from everly.jobs.runs.errors import RunError

    attempts = reader.attempts(run)
    if not attempts or attempts[-1].ending is not None:
        return None
    path = places.attempt(reader.identity(), run, attempts[-1].step, attempts[-1].number)
    try:
        return RunDirectory(str(path)).read(name)
    except (OSError, RunError):  # damaged, which is not for those to tell who only look
        return None
