"""Runs as they are shown: the story of each fire time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.jobs.ledger.states import ACTIVE, Ending, Reason, State, state_of
from everly.jobs.views.times import relative_text
from everly.jobs.views.words import ending_text, state_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from everly.jobs.ledger import Job, LedgerReader, Run, Work

__all__ = ["RunView", "view", "view_runs"]

_PAGE = 200


@frozen
class RunView:
    """A run, the job that it is of, and the work that it did.

    It is `waiting` while none of its attempts is under way, and `restarted` if it was made because one before it ended.
    `unkept` is how its attempt under way ended, and `unkept_at` when, where the ledger does not say so yet; it
    `goes_on` where another attempt follows that. `waits_until` is when its jitter or its back-off is over. It is
    `frozen` where its control group stands still, whoever wanted that.
    """

    run: Run
    job: Job
    work: Work
    waiting: bool = False
    restarted: bool = False
    unkept: Ending | None = None
    unkept_at: int | None = None
    goes_on: bool = False
    waits_until: int | None = None
    frozen: bool = False

    @property
    def begun_by(self) -> str:
        """Why it was made: `schedule`, `hand` or `restart`."""
        return "schedule" if self.run.fire is not None else "restart" if self.restarted else "hand"

    @property
    def is_active(self) -> bool:
        """Whether it counts as running."""
        return self.run.state in ACTIVE

    @property
    def state(self) -> State:
        """Where it is; what is frozen is paused, whoever wanted that, and what its own files call ended has."""
        if self.run.ending is None and self.ending is not None:
            return state_of(self.ending.reason)
        return State.PAUSED if self.is_active and self.frozen else self.run.state

    @property
    def ending(self) -> Ending | None:
        """How it ended, by its own files where the ledger does not say so yet; None if it has not."""
        return self.unkept if self.run.ending is None and not self.goes_on else self.run.ending

    @property
    def is_held(self) -> bool:
        """Whether it was paused before it began."""
        return self.run.state is State.PAUSED and self.run.started is None

    @property
    def result(self) -> str:
        """How it ended and why, or where it is."""
        if self.unkept is not None:
            ended = ending_text(self.unkept, self.work)
            return f"between two tries: {ended}" if self.goes_on else f"ended: {ended}"
        return state_text(self.run, self.state, self.work, waiting=self.waiting)

    def result_text(self, now: int) -> str:
        """The result, and when it begins or goes on where it waits for that."""
        if self.waits_until is None or self.waits_until <= now:
            return self.result
        return f"{self.result}, {'goes on' if self.run.started else 'begins'} {relative_text(self.waits_until, now)}"

    @property
    def ended_at(self) -> int | None:
        """When it ended, in milliseconds; None if it has not."""
        return self.unkept_at if self.run.ended is None and not self.goes_on else self.run.ended

    @property
    def has_failed(self) -> bool:
        """Whether it ran and did not succeed, though nobody stopped it, or it was lost or could not start."""
        ending = self.ending
        skipped = self.run.state is State.SKIPPED
        return ending is not None and not skipped and not ending.succeeded and ending.reason is not Reason.STOPPED

    @property
    def moment(self) -> int:
        """When it fell due, in milliseconds: its fire time, or when it was asked for."""
        return self.run.created if self.run.fire is None else self.run.fire * 1000

    def took(self, now: int) -> int | None:
        """How long it has run, in milliseconds; None if it never began."""
        if self.run.started is None:
            return None
        return max(0, (now if self.ended_at is None else self.ended_at) - self.run.started)


def view(reader: LedgerReader, run: Run, job: Job, *, waiting: bool = False, restarted: bool = False) -> RunView:
    """A run of a job, with the work of the revision that it is of."""
    return RunView(run, job, job.work if run.revision == job.revision else reader.work(run), waiting, restarted)


def view_runs(
    reader: LedgerReader, names: Sequence[str] | None = None, *, since: int | None = None
) -> Iterator[RunView]:
    """The runs of some jobs, or of all, the newest first, read as they are asked for.

    Args:
        reader: The ledger.
        names: Of these jobs.
        since: Those recorded at that time (milliseconds since 1970) or later.

    Raises:
        LedgerError: The ledger cannot be read.
    """
    with reader.snapshot():
        yield from _read(reader, names, since)


def _read(reader: LedgerReader, names: Sequence[str] | None, since: int | None) -> Iterator[RunView]:
    jobs = {each.job.id: each.job for each in reader.jobs(names)}
    waiting = {each.run.id for each in reader.unfinished() if each.attempt is None}
    works: dict[tuple[int, int], Work] = {(job.id, job.revision): job.work for job in jobs.values()}
    before = None
    while page := reader.runs(names, limit=_PAGE, before=before):
        wanted = [run for run in page if since is None or run.created >= since]
        restarted = reader.restarted(wanted)
        for run in wanted:
            key = (run.job, run.revision)
            works[key] = works.get(key) or reader.work(run)
            yield RunView(run, jobs[run.job], works[key], run.id in waiting, run.id in restarted)
        if not wanted:  # a clock that was set back may have left some in another order, but not a page of them
            return
        before = page[-1].id
