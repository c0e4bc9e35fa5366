"""Jobs: made, edited, deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, Fire, Job, Reason, RefusedError, State, Work
from tests.jobs.ledger.made import CHAIN, NOW, SECOND, WORK, due, opened, running, scheduled


def test_a_job_is_as_it_was_made(tmp_path: Path) -> None:
    work = Work((("printf", "\udcff %s", "ä"),), "/srv", (("A", "b=c"),), (("tty", True), ("grace", 2.5)))
    with opened(tmp_path) as ledger:
        made = ledger.create_job("tidy", work, NOW)
        assert made == Job(1, "tidy", 1, work, NOW, NOW)
    with opened(tmp_path) as ledger:
        assert ledger.the_job("tidy") == made


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        with pytest.raises(RefusedError, match="there is a job 'tidy' already"):
            ledger.create_job("tidy", CHAIN, NOW)
        with pytest.raises(RefusedError, match="'No' is no name of a job"):
            ledger.create_job("No", WORK, NOW)
        assert [each.job.name for each in ledger.jobs()] == ["tidy"]


def test_edited_work_is_a_revision_and_runs_under_way_keep_theirs(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        before, waits = ledger.add_run("tidy", NOW), ledger.add_run("tidy", NOW)
        ledger.claim(before.id)
        edited = ledger.edit_job("tidy", CHAIN, NOW + 5)
        after = ledger.add_run("tidy", NOW + 6)
        assert (edited.revision, edited.work, edited.created, edited.changed) == (2, CHAIN, NOW, NOW + 5)
        assert [ledger.work(ledger.run(each.id)) for each in (before, waits, after)] == [WORK, CHAIN, CHAIN]
        assert ledger.edit_job("tidy", CHAIN, NOW + 7) == edited
        assert [(each.kind, each.at) for each in ledger.events("tidy")] == [("edited", NOW + 5), ("created", NOW)]


def test_what_is_not_there_cannot_be_changed(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("bare", WORK, NOW)
        absent: list[Callable[[], object]] = [
            lambda: ledger.edit_job("none", WORK, NOW),
            lambda: ledger.delete_job("none", NOW),
            lambda: ledger.add_run("none", NOW),
            lambda: ledger.set_schedule("none", NOW, text="daily", zone="UTC", anchor=0, next_fire=None),
            lambda: ledger.pause_schedule("none", NOW),
            lambda: ledger.arm_schedule("none", None, NOW),
            lambda: ledger.remove_schedule("none", NOW),
            lambda: ledger.prune("none", keep=0),
        ]
        for change in absent:
            with pytest.raises(RefusedError, match="there is no job 'none'"):
                change()
        with pytest.raises(RefusedError, match="the job 'bare' has no schedule"):
            ledger.pause_schedule("bare", NOW)
        with pytest.raises(RefusedError, match="there is no run 9"):
            ledger.claim(9)


def test_deleting_leaves_one_event_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        ledger.edit_job("tidy", CHAIN, NOW)
        numbers = [run.id for run in due(ledger, "tidy", range(SECOND, SECOND + 180, 60))]
        run = running(ledger)
        ledger.end_run(run.id, Ending(Reason.CODE, 3), NOW + 9)
        assert ledger.delete_job("tidy", NOW + 10) == (*numbers, run.id)
        left = [(each.kind, each.job, each.at) for each in ledger.events()]
        assert left == [("deleted", "tidy", NOW + 10)]
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    kept = {"ledger": 1, "event": 1}
    assert {table: count for table, count in counts.items() if table != "sqlite_sequence"} == {
        table: kept.get(table, 0) for table in tables if table != "sqlite_sequence"
    }


def test_a_running_job_is_not_deleted(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        with pytest.raises(RefusedError, match="the job 'tidy' is running"):
            ledger.delete_job("tidy", NOW)
        assert ledger.run(run.id).state is State.RUNNING


def test_no_number_is_given_twice(tmp_path: Path) -> None:
    """Directories are named by them."""
    with opened(tmp_path) as ledger:
        first = running(ledger)
        ledger.end_run(first.id, Ending(Reason.CODE, 0), NOW + 3)
        ledger.delete_job("tidy", NOW)
    with opened(tmp_path) as ledger:
        second = running(ledger)
        assert second.id > first.id
        assert second.job > first.job


def test_a_name_can_be_had_again_after_deleting(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        for _ in range(2):
            scheduled(ledger)
            assert len(due(ledger, "tidy", range(SECOND, SECOND + 60, 60))) == 1
            ledger.delete_job("tidy", NOW + 1)
        assert [each.kind for each in ledger.events("tidy")] == ["deleted", "deleted"]


def test_jobs_are_told_with_their_schedule_and_runs(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        scheduled(ledger)
        ledger.create_job("bare", WORK, NOW)
        failed = running(ledger)
        ledger.end_run(failed.id, Ending(Reason.CODE, 3), NOW + 3)
        older, newer = running(ledger), running(ledger)
        schedule = ledger.schedule("tidy")
        assert schedule is not None
        ledger.record_due(schedule, [Fire(SECOND, Reason.OVERLAP)], SECOND + 60, NOW)
        bare, tidy = ledger.jobs()
        assert (bare.job.name, bare.schedule, bare.active, bare.current, bare.last) == ("bare", None, 0, None, None)
        assert (tidy.schedule, tidy.active) == (ledger.schedule("tidy"), 2)
        assert (tidy.current, tidy.last) == (newer, ledger.run(failed.id))
        assert older.id < newer.id
        assert ledger.jobs(["tidy", "none"]) == (tidy,)
        assert ledger.jobs([]) == ()
