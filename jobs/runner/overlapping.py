"""Which of the due runs of a job begin, which wait, and which are skipped since it is still running."""

from __future__ import annotations

from collections.abc import Sequence

from everly.frozen import frozen
from everly.jobs.ledger import Run
from everly.jobs.runner.catching_up import is_late
from everly.jobs.settings import CatchUp, Overlap, Settings


@frozen
class Decision:
    """What becomes of due runs; `replaces` says that what is running is to be stopped for one of them."""

    begins: tuple[Run, ...] = ()
    skipped: tuple[Run, ...] = ()
    replaces: bool = False


def decide(due: Sequence[Run], active: int, settings: Settings) -> Decision:
    """What becomes of the runs whose time has come, in order, while `active` others of the job run.

    One that is neither begun nor skipped waits. A run without a fire time is never skipped, and of those that are
    caught up with one by one (`catch_up` is `all`) none is skipped for another.
    """
    overlap = settings.overlap
    if overlap is Overlap.ALLOW:
        return Decision(begins=tuple(due))
    begins: tuple[Run, ...] = ()
    waiting = list(due)
    if not active and waiting and overlap is Overlap.REPLACE:
        begins, waiting = (waiting[-1],), waiting[:-1]
    elif not active and waiting:
        begins, waiting = (waiting[0],), waiting[1:]
    may_skip = [run for run in waiting if not _must_run(run, settings)]
    match overlap:
        case Overlap.FORBID:
            return Decision(begins, tuple(may_skip))
        case Overlap.QUEUE:
            return Decision(begins, tuple(may_skip[1:]))
        case Overlap.REPLACE:
            kept = 0 if begins else 1
            return Decision(begins, tuple(may_skip[: len(may_skip) - kept]), replaces=not begins and bool(may_skip))
        case _:
            return Decision(begins)


def _must_run(run: Run, settings: Settings) -> bool:
    return run.fire is None or (settings.catch_up is CatchUp.ALL and is_late(run.fire, run.created))
