"""What follows an attempt, over whole runs: against a count of the tries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.following import Again, Over, after, quick_ends, restarts
from everly.jobs.ledger import Attempt, Ending, Reason, Run, State
from everly.jobs.ledger.states import NEVER_BEGAN
from everly.jobs.settings import OnLost, Restart, Settings

OK, FAILED, KILLED = Ending(Reason.CODE, 0), Ending(Reason.CODE, 3), Ending(Reason.SIGNAL, signal=9)
TIMEOUT, STOPPED, LOST = Ending(Reason.TIMEOUT, signal=15), Ending(Reason.STOPPED), Ending(Reason.UNKNOWN)
NEVER, ABSENT = Ending(Reason.UNSTARTED, note=f"{NEVER_BEGAN}: why"), Ending(Reason.UNSTARTED, note="not found")
ALL = [OK, FAILED, KILLED, TIMEOUT, STOPPED, LOST, Ending(Reason.REBOOT), NEVER, ABSENT]


def made(endings: list[Ending]) -> list[Attempt]:
    """Attempts that ended so, as the ledger counts them."""
    attempts: list[Attempt] = []
    step, number = 1, 1
    for ending in endings:
        attempts.append(Attempt(1, step, number, ending.state, ending, 0, 0, 0))
        step, number = (step + 1, 1) if ending.succeeded else (step, number + 1)
    return attempts


@given(
    endings=st.lists(st.sampled_from(ALL), min_size=1, max_size=12),
    steps=st.integers(1, 3),
    retries=st.integers(0, 3),
    on_lost=st.sampled_from(OnLost),
)
def test_a_run_goes_on_as_its_rules_say(endings: list[Ending], steps: int, retries: int, on_lost: OnLost) -> None:
    rules = Settings(retries=retries, on_lost=on_lost, backoff=1.0)
    step, tries, never = 1, 0, 0
    for number, ending in enumerate(endings, 1):
        never += ending is NEVER
        tries += ending is not NEVER
        goes_on = {
            OK: step < steps,
            STOPPED: False,
            NEVER: never < 5,
            LOST: on_lost is OnLost.RERUN,
            Ending(Reason.REBOOT): on_lost is OnLost.RERUN,
        }.get(ending, tries <= retries)
        follows = after(ending, made(endings[:number]), steps, rules)
        assert isinstance(follows, Again if goes_on else Over)
        if not isinstance(follows, Again):
            return
        assert follows.wait == (0.0 if ending in {OK, NEVER} else min(2.0 ** (tries - 1), 3600.0))
        if ending is OK:
            step, tries, never = step + 1, 0, 0


@pytest.mark.parametrize("ending", [*ALL, Ending(Reason.OVERLAP), Ending(Reason.MISSED)])
@pytest.mark.parametrize("restart", Restart)
def test_restarts(ending: Ending, restart: Restart) -> None:
    never = restart is Restart.NO or ending.reason is Reason.STOPPED or ending.state is State.SKIPPED
    wanted = not never and (restart is Restart.ALWAYS or not ending.succeeded)
    assert restarts(ending, Settings(restart=restart)) == wanted


def ran(seconds: float, ending: Ending = FAILED) -> Run:
    return Run(1, 1, 1, None, ending.state, ending, 0, 0, int(seconds * 1000))


def test_only_the_newest_runs_that_ended_soon_count() -> None:
    assert quick_ends([]) == 0
    assert quick_ends([ran(1), ran(59), ran(60), ran(1)]) == 2
    assert quick_ends([ran(1)] * 16) == 16


def test_who_stopped_a_job_begins_with_a_short_wait_again() -> None:
    assert quick_ends([ran(1), ran(1, STOPPED), ran(1)]) == 1


def test_a_run_that_never_began_ended_soon() -> None:
    assert quick_ends([Run(1, 1, 1, None, State.FINISHED, NEVER, 0, None, 70_000)]) == 1
