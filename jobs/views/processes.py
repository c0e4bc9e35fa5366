"""How runs are now, as their directories tell beyond the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.frozen import replace
from everly.jobs.ledger.states import State
from everly.jobs.views.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from everly.jobs.ledger import Ending, LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.jobs import JobView
    from everly.jobs.views.runs import RunView

__all__ = ["as_it_is", "as_they_are", "process_of"]


def process_of(places: Places, reader: LedgerReader, run: int) -> int | None:
    """The number of the process that a run has now; None between two of them, after the last, and if it is gone."""
    from everly.jobs.runs.directory import identity
    from everly.jobs.runs.platform import UnseenError

    started = _record(places, reader, run, "started")
    if started is None:
        return None
    number = int(started["pid"])
    try:
        lives = all(started.get(name) == value for name, value in identity(number).items())
    except UnseenError:
        return None
    return number if lives else None  # else it has ended, which may not be recorded yet


def as_they_are(places: Places, reader: LedgerReader, jobs: Sequence[JobView]) -> list[JobView]:
    """Jobs with what the ledger does not say of their runs."""
    return [_with_runs(job, [as_it_is(places, reader, each) for each in job.unended]) for job in jobs]


def _with_runs(job: JobView, runs: list[RunView]) -> JobView:
    active = [each for each in runs if each.is_active]
    status = job.status
    if active and all(each.ending is not None for each in active):
        status = Status.ENDED
    elif active and all(each.state is State.PAUSED for each in active):
        status = Status.PAUSED
    return replace(job, unended=tuple(runs), status=status)


def as_it_is(places: Places, reader: LedgerReader, run: RunView) -> RunView:
    """A run with what the ledger does not say of it: how its attempt ended, until when it waits, if it stands still.

    An end is not in the ledger for a moment after it, and for long while no runner is up, or the disk takes nothing;
    nor is it where somebody froze a unit, which systemd tells nobody.
    """
    if run.run.ending is not None:
        return run
    from everly.jobs.views.waits import wait_of

    ended = _record(places, reader, run.run.id, "exit") if run.is_active else None
    if ended is None:
        return replace(run, waits_until=wait_of(reader, run), frozen=run.is_active and _is_frozen(places, reader, run))
    from everly.jobs.exit_record import ending_of_record

    ending = ending_of_record(ended)
    return replace(run, unkept=ending, unkept_at=ended.get("time"), goes_on=_goes_on(reader, run, ending))


def _is_frozen(places: Places, reader: LedgerReader, run: RunView) -> bool:
    from everly.jobs.runs import cgroup

    started = _record(places, reader, run.run.id, "started")
    group = None if started is None else cgroup.of(started)
    return group is not None and group.is_suspended()


def _goes_on(reader: LedgerReader, run: RunView, ending: Ending) -> bool:
    """Whether another attempt follows the one that ended so."""
    from everly.jobs.following import Again, after
    from everly.jobs.rules import rules_of

    follows = after(ending, reader.attempts(run.run.id), len(run.work.steps), rules_of(run.work))
    return isinstance(follows, Again)


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
