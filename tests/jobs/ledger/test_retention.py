"""Taking old runs away."""

from __future__ import annotations

from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, Fire, Ledger, Reason, RefusedError
from tests.jobs.ledger.invariants import check
from tests.jobs.ledger.made import CHAIN, NOW, SECOND, due, opened, running, scheduled

DONE = Ending(Reason.CODE, 0)


def ended(ledger: Ledger, count: int) -> list[int]:
    """Runs that ended a second apart."""
    numbers = [running(ledger).id for _ in range(count)]
    for place, number in enumerate(numbers):
        ledger.end_run(number, DONE, NOW + 1000 * place)
    return numbers


def test_the_newest_are_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        numbers = ended(ledger, 6)
        under_way = running(ledger).id
        assert ledger.prune("tidy", keep=2) == tuple(numbers[:4])
        assert [run.id for run in ledger.runs()] == [under_way, *numbers[:3:-1]]
        assert ledger.attempts(numbers[0]) == ()
        assert ledger.prune("tidy", keep=2) == ()
        assert ledger.prune("tidy", keep=0) == tuple(numbers[4:])
    check(tmp_path / "ledger.db")


def test_those_before_a_time_go(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        numbers = ended(ledger, 6)
        assert ledger.prune("tidy") == ()
        assert ledger.prune("tidy", before=NOW + 2000) == tuple(numbers[:2])
        assert ledger.prune("tidy", before=NOW + 3000, keep=2) == tuple(numbers[2:4])


def test_skipped_fire_times_are_counted_apart(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        numbers = ended(ledger, 3)
        ledger.set_schedule("tidy", NOW, text="every minute", zone="UTC", anchor=SECOND, next_fire=SECOND)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        fires = [Fire(at, Reason.MISSED) for at in range(SECOND, SECOND + 600, 60)]
        ledger.record_due(schedule, fires, SECOND + 600, NOW + 600_000)
        assert len(ledger.prune("tidy", keep=2)) == 1 + 8
        left = ledger.runs()
        assert [run.id for run in left if run.fire is None] == numbers[:0:-1]
        assert [run.fire for run in left if run.fire is not None] == [SECOND + 540, SECOND + 480]


def test_what_has_not_ended_stays(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        waiting = ledger.add_run("tidy", NOW)
        assert ledger.prune("tidy", keep=0, before=NOW * 2) == ()
        assert ledger.runs() == (waiting, run)


def test_many_go_in_parts(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        numbers = ended(ledger, 5)
        parts = [ledger.prune("tidy", keep=0, most=2) for _ in range(4)]
        assert parts == [tuple(numbers[:2]), tuple(numbers[2:4]), tuple(numbers[4:]), ()]


def test_other_jobs_keep_theirs(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ended(ledger, 2)
        other = running(ledger, "other")
        ledger.end_run(other.id, DONE, NOW)
        ledger.prune("tidy", keep=0)
        assert [run.id for run in ledger.runs()] == [other.id]


def test_fire_times_that_were_taken_away_do_not_come_again(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        fires = [Fire(at, Reason.MISSED) for at in range(SECOND, SECOND + 180, 60)]
        ledger.record_due(schedule, fires, SECOND + 180, NOW + 120_000)
        assert len(ledger.prune("tidy", keep=0)) == 3
        assert ledger.record_due(schedule, fires, SECOND + 180, NOW + 120_000) == ()
        assert ledger.runs() == ()
        assert len(due(ledger, "tidy", range(SECOND, SECOND + 240, 60))) == 1


def test_what_says_that_a_run_was_begun_anew_stays_as_long_as_the_run_and_no_longer(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        first = running(ledger)
        for _ in range(3):
            ledger.end_run(ledger.runs(limit=1)[0].id, DONE, NOW)
            run = ledger.add_run("tidy", NOW, restarts=True)
            ledger.claim(run.id)
            ledger.launch(run.id, NOW)
            ledger.begin(run.id, NOW)
        runs = ledger.runs()
        assert ledger.restarted(runs) == {run.id for run in runs if run != first} - {first.id}
        ledger.prune_events(NOW + 1)
        assert len(ledger.restarted(runs)) == 3
        ledger.prune("tidy", keep=1)
        assert [event.run for event in ledger.events("tidy") if event.kind == "restarted"] == [4, 3]
        assert ledger.restarted(ledger.runs()) == {3, 4}


def test_revisions_go_with_their_last_run(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        (number,) = ended(ledger, 1)
        kept = ledger.work(ledger.run(number))
        ledger.edit_job("tidy", CHAIN, NOW)
        assert ledger.prune("tidy", keep=1) == ()
        assert ledger.work(ledger.run(number)) == kept
        ledger.prune("tidy", keep=0)
        assert ledger._all("SELECT number FROM revision") == [(2,)]
        assert ledger.the_job("tidy").work == CHAIN


def test_old_events_go(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        for at in range(4):
            ledger.record("noted", at, text=str(at))
        assert ledger.prune_events(3) == 3
        assert [(event.at, event.text) for event in ledger.events()] == [(3, "3")]
        with pytest.raises(RefusedError, match="there is no job 'tidy'"):
            ledger.prune("tidy")
