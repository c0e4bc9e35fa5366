"""Runs and their attempts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from everly.jobs.ledger import Attempt, Ending, Ledger, Reason, RefusedError, State
from tests.jobs.ledger.invariants import check
from tests.jobs.ledger.made import CHAIN, NOW, WORK, opened, running

DONE = Ending(Reason.CODE, 0)
FAILED = Ending(Reason.CODE, 3)


def test_a_run_from_beginning_to_end(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        run = ledger.add_run("tidy", NOW)
        assert ledger.claim(run.id)
        assert ledger.launch(run.id, NOW + 1) == Attempt(run.id, 1, 1, State.LAUNCHING, None, NOW + 1, None, None)
        ledger.begin(run.id, NOW + 2)
        ledger.pause(run.id, NOW + 3)
        assert ledger.run(run.id).state is State.PAUSED
        ledger.resume(run.id, NOW + 4)
        ledger.end_run(run.id, DONE, NOW + 5)
        ended = ledger.run(run.id)
        assert (ended.state, ended.ending, ended.started, ended.ended) == (State.FINISHED, DONE, NOW + 2, NOW + 5)
        (attempt,) = ledger.attempts(run.id)
        assert attempt == Attempt(run.id, 1, 1, State.FINISHED, DONE, NOW + 1, NOW + 2, NOW + 5)
        assert [(each.kind, each.run) for each in ledger.events("tidy")][:2] == [
            ("resumed", run.id),
            ("paused", run.id),
        ]
    check(tmp_path / "ledger.db")


def test_the_steps_of_a_chain_follow_one_another_and_a_failed_one_comes_again(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger, work=CHAIN)
        for ending in (FAILED, DONE, FAILED):
            ledger.end_attempt(run.id, ending, NOW + 3)
            ledger.launch(run.id, NOW + 4)
            ledger.begin(run.id, NOW + 5)
        ledger.end_run(run.id, DONE, NOW + 6)
        story = [(each.step, each.number, each.ending) for each in ledger.attempts(run.id)]
        assert story == [(1, 1, FAILED), (1, 2, DONE), (2, 1, FAILED), (2, 2, DONE)]
        assert ledger.run(run.id).started == NOW + 2
    check(tmp_path / "ledger.db")


def test_what_never_began_is_launched_again(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        run = ledger.add_run("tidy", NOW)
        ledger.claim(run.id)
        ledger.launch(run.id, NOW)
        ledger.end_attempt(run.id, Ending(Reason.UNSTARTED, note="no such file: 'echo'"), NOW)
        assert ledger.launch(run.id, NOW).number == 2
        ledger.end_run(run.id, Ending(Reason.UNSTARTED), NOW)
        assert ledger.run(run.id).started is None


def test_success_is_only_what_the_last_step_exited_with(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger, work=CHAIN)
        with pytest.raises(RefusedError, match="1 of its 2 steps"):
            ledger.end_run(run.id, DONE, NOW + 3)
        ledger.end_attempt(run.id, FAILED, NOW + 3)
        for untrue in (DONE, Ending(Reason.CODE, 4), Ending(Reason.SIGNAL, signal=9)):
            with pytest.raises(RefusedError, match="did not end so"):
                ledger.end_run(run.id, untrue, NOW + 4)
        ledger.end_run(run.id, FAILED, NOW + 4)
        assert ledger.run(run.id).ending == FAILED


def test_no_step_comes_after_the_last(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        with pytest.raises(RefusedError, match="has an attempt under way"):
            ledger.launch(run.id, NOW)
        ledger.end_attempt(run.id, DONE, NOW + 3)
        with pytest.raises(RefusedError, match="has no step left"):
            ledger.launch(run.id, NOW)


def test_a_lost_run_says_so_and_leaves_an_event(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        lost = Ending(Reason.REBOOT, note="the machine was started anew")
        ledger.end_run(run.id, lost, NOW + 3)
        assert (ledger.run(run.id).state, ledger.run(run.id).ending) == (State.LOST, lost)
        assert [each.ending for each in ledger.attempts(run.id)] == [lost]
        (event,) = ledger.events("tidy", limit=1)
        assert (event.kind, event.run, event.text) == ("lost", run.id, lost.note)


def test_no_more_run_than_allowed(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        first = running(ledger)
        waiting = [ledger.add_run("tidy", NOW) for _ in range(3)]
        assert not ledger.claim(waiting[0].id, 1)
        assert ledger.run(waiting[0].id).state is State.DUE
        assert ledger.claim(waiting[0].id, 2)
        assert not ledger.claim(waiting[1].id, 2)
        ledger.pause(first.id, NOW)
        assert ledger.active(first.job) == 2
        ledger.resume(first.id, NOW)
        ledger.end_run(first.id, DONE, NOW + 3)
        assert ledger.claim(waiting[1].id, 2)
        ledger.release(waiting[1].id)
        assert ledger.active(first.job) == 1
        assert ledger.claim(waiting[2].id)


Change = Callable[[Ledger, int], object]


def ends(ending: Ending) -> Change:
    return lambda ledger, run: ledger.end_run(run, ending, NOW)


def now(change: Callable[[Ledger, int, int], object]) -> Change:
    return lambda ledger, run: change(ledger, run, NOW)


CLAIM: Change = Ledger.claim
RELEASE: Change = Ledger.release
LAUNCH, BEGIN, PAUSE, RESUME = map(now, (Ledger.launch, Ledger.begin, Ledger.pause, Ledger.resume))

STATES: dict[str, tuple[Change, ...]] = {
    "due": (),
    "held": (PAUSE,),
    "claimed": (CLAIM,),
    "launching": (CLAIM, LAUNCH),
    "running": (CLAIM, LAUNCH, BEGIN),
    "paused": (CLAIM, LAUNCH, BEGIN, PAUSE),
    "finished": (CLAIM, LAUNCH, BEGIN, ends(DONE)),
    "skipped": (ends(Ending(Reason.OVERLAP)),),
    "lost": (CLAIM, LAUNCH, BEGIN, ends(Ending(Reason.UNKNOWN))),
}
CHANGES: list[tuple[Change, set[str]]] = [
    (CLAIM, {"due"}),
    (RELEASE, {"claimed"}),
    (LAUNCH, {"claimed"}),
    (BEGIN, {"launching"}),
    (PAUSE, {"running", "due"}),
    (RESUME, {"paused", "held"}),
    (lambda ledger, run: ledger.end_attempt(run, DONE, NOW), {"running", "paused"}),
    (ends(DONE), {"running", "paused"}),
    (ends(Ending(Reason.MISSED)), {"due", "held"}),
    (ends(Ending(Reason.STOPPED)), {"due", "held", "claimed", "launching", "running", "paused"}),
    (ends(Ending(Reason.UNKNOWN)), {"launching", "running", "paused"}),
]


def reach(ledger: Ledger, state: str) -> int:
    run = ledger.add_run("tidy", NOW).id
    for step in STATES[state]:
        step(ledger, run)
    return run


@pytest.mark.parametrize("state", STATES)
def test_what_is_illegal_in_a_state_is_refused_and_changes_nothing(tmp_path: Path, state: str) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        for change, legal in CHANGES:
            run = reach(ledger, state)
            before = ledger.run(run), ledger.attempts(run), ledger.events()
            if state in legal:
                change(ledger, run)
                assert (ledger.run(run), ledger.attempts(run), ledger.events()) != before
            else:
                with pytest.raises(RefusedError):
                    change(ledger, run)
                assert (ledger.run(run), ledger.attempts(run), ledger.events()) == before
    check(tmp_path / "ledger.db")


def test_what_has_not_ended_is_found_for_adoption(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        runs = {state: reach(ledger, state) for state in STATES}
        between = running(ledger).id
        ledger.end_attempt(between, FAILED, NOW + 3)
        found = ledger.unfinished()
    unended = ["due", "held", "claimed", "launching", "running", "paused"]
    assert [each.run.id for each in found] == [*(runs[state] for state in unended), between]
    assert [None if each.attempt is None else each.attempt.state for each in found] == [
        *(None, None, None, State.LAUNCHING, State.RUNNING, State.RUNNING, None)
    ]
    assert {each.name for each in found} == {"tidy"}


def fail(ledger: Ledger) -> None:
    """A change that does something and raises."""
    with ledger.change():
        ledger.claim(ledger.add_run("tidy", NOW).id)
        raise ZeroDivisionError


def test_changes_made_as_one_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        with pytest.raises(ZeroDivisionError):
            fail(ledger)
        assert ledger.runs() == ()
        with ledger.change():
            kept = ledger.add_run("tidy", NOW)
            with pytest.raises(ZeroDivisionError):
                fail(ledger)
        assert ledger.runs() == (kept,)
        with ledger.snapshot():
            later = ledger.add_run("tidy", NOW)
        assert ledger.runs() == (later, kept)


def test_text_that_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        with pytest.raises(RefusedError, match="does not take this"):
            ledger.end_run(run.id, Ending(Reason.STOPPED, note="\udcff"), NOW + 3)
        with pytest.raises(RefusedError, match="does not take this"):
            ledger.end_run(run.id, DONE, 1 << 70)
        assert ledger.run(run.id).state is State.RUNNING
        assert ledger.attempts(run.id)[0].ending is None
