"""When a run begins, or goes on, that waits for a time and not for another run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from everly.jobs.ledger.states import State

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.views.runs import RunView

__all__ = ["wait_of"]


def wait_of(reader: LedgerReader, run: RunView) -> int | None:
    """The moment up to which a run waits for its jitter or its back-off, in milliseconds; None if for neither.

    It is told from the same rows by the same rules as by the runner, which may be some milliseconds later.
    """
    if run.run.state is State.DUE:
        return _of_fire_time(reader, run) if run.run.fire is not None else _of_restart(reader, run)
    return _of_next_try(reader, run) if run.waiting and run.run.state is State.RUNNING else None


def _of_fire_time(reader: LedgerReader, run: RunView) -> int | None:
    from everly.jobs.rules import rules_of
    from everly.jobs.spreading import jitter_of

    schedule = reader.schedule(run.job.name)
    jitter = rules_of(run.job.work).jitter
    if not jitter or (schedule is not None and schedule.paused):
        return None
    return run.moment + jitter_of(reader.identity(), run.job.id, jitter)


def _of_restart(reader: LedgerReader, run: RunView) -> int | None:
    if not run.restarted:
        return None
    from everly.jobs.following import QUICK, wait_before_restart
    from everly.jobs.rules import rules_of

    wait = wait_before_restart(reader.begun(run.job.id, 0, QUICK), rules_of(run.job.work))
    return run.run.created + round(wait * 1000)


def _of_next_try(reader: LedgerReader, run: RunView) -> int | None:
    from everly.jobs.following import Again, after
    from everly.jobs.rules import rules_of

    attempts = reader.attempts(run.run.id)
    last = attempts[-1] if attempts else None
    if last is None or last.ending is None or last.ended is None:
        return None
    follows = after(last.ending, attempts, len(run.work.steps), rules_of(run.work))
    return last.ended + round(follows.wait * 1000) if isinstance(follows, Again) else None
