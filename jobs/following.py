"""What follows an attempt that has ended: the next step, the same one again, or the end of the run."""

from __future__ import annotations

from collections.abc import Sequence

from everly.frozen import frozen
from everly.jobs.backoff import wait
from everly.jobs.ledger import Attempt, Ending, Reason, Run, State
from everly.jobs.ledger.states import NEVER_BEGAN
from everly.jobs.settings import OnLost, Restart, Settings

QUICK = 16
"""So many of its newest runs are looked at to see whether a job ends again and again."""

_MOST_NEVER = 5
_LASTS = 60_000  # milliseconds after which a run that ended did not fail at its beginning


@frozen
class Again:
    """Another attempt follows, after a wait in seconds: the next step, or the same one."""

    wait: float


@frozen
class Over:
    """The run has ended."""


def after(ending: Ending, attempts: Sequence[Attempt], steps: int, settings: Settings) -> Again | Over:
    """What follows the last of some attempts, which ended so; `steps` is how many the run has."""
    last = attempts[-1]
    if ending.succeeded:
        return Over() if last.step == steps else Again(0.0)
    same = [each for each in attempts if each.step == last.step]
    never = sum(_never_began(each.ending) for each in same[:-1]) + _never_began(ending)
    if _never_began(ending):
        return Again(0.0) if never < _MOST_NEVER else Over()
    if ending.reason is Reason.STOPPED:
        return Over()
    tries = len(same) - never
    if ending.state is State.LOST:
        return Again(wait(settings.backoff, tries)) if settings.on_lost is OnLost.RERUN else Over()
    return Again(wait(settings.backoff, tries)) if tries <= settings.retries else Over()


def restarts(ending: Ending, settings: Settings) -> bool:
    """Whether a job begins anew after a run that ended so."""
    if ending.reason is Reason.STOPPED or ending.state is State.SKIPPED:
        return False
    return settings.restart is Restart.ALWAYS or (settings.restart is Restart.ON_FAILURE and not ending.succeeded)


def wait_before_restart(newest: Sequence[Run], settings: Settings) -> float:
    """The seconds that a job waits before it begins anew after the newest of these runs; 0 where it need not."""
    if not newest or newest[0].ending is None or not restarts(newest[0].ending, settings):
        return 0.0
    quick = quick_ends(newest)
    return wait(settings.backoff, quick) if quick else 0.0


def quick_ends(runs: Sequence[Run]) -> int:
    """How many of the newest runs, newest first, ended soon after they began, since somebody last stopped one."""
    for number, run in enumerate(runs):
        stopped = run.ending is not None and run.ending.reason is Reason.STOPPED
        if stopped or _lasted(run) >= _LASTS:
            return number
    return len(runs)


def _lasted(run: Run) -> int:
    """How many milliseconds a run took, from its first command on."""
    return 0 if run.started is None or run.ended is None else run.ended - run.started


def _never_began(ending: Ending | None) -> bool:
    return ending is not None and ending.reason is Reason.UNSTARTED and (ending.note or "").startswith(NEVER_BEGAN)
