"""Reading: beside a writer, after one, and in parts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.ledger import BusyError, Ledger, LedgerError, LedgerReader, UnreadableError
from tests.jobs.ledger.made import NOW, WORK, opened, running


def test_a_reader_sees_what_is_kept_and_no_more(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger, LedgerReader(ledger.path) as reader:
        with ledger.change():
            running(ledger)
            assert reader.jobs() == ()
        assert [each.job.name for each in reader.jobs()] == ["tidy"]
        with reader.snapshot():
            before = reader.runs()
            running(ledger)
            with reader.snapshot():
                assert reader.runs() == before
        assert len(reader.runs()) == 2


def test_a_reader_needs_no_writer(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
    with LedgerReader(tmp_path / "ledger.db") as reader:
        assert reader.runs() == (run,)


def test_a_reader_knows_whether_anything_has_changed(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger, LedgerReader(ledger.path) as reader:
        before = reader.version()
        assert reader.version() == before
        ledger.create_job("tidy", WORK, NOW)
        after = reader.version()
        assert after != before
        assert reader.version() == after


def test_names_come_in_order_and_attempts_with_the_names_of_their_jobs(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        assert ledger.names() == ()
        first, second = running(ledger, "b"), running(ledger, "a")
        assert ledger.names() == ("a", "b")
        assert [(name, each.run) for name, each in ledger.attempts_of()] == [("b", first.id), ("a", second.id)]
        assert ledger.attempts_of(["a"]) == ledger.attempts_of(first=second.id) == (("a", *ledger.attempts(second.id)),)
        assert ledger.attempts_of(["a"], first=second.id + 1) == ledger.attempts_of(["c"]) == ()


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with LedgerReader(tmp_path / "ledger.db") as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM job")


def test_runs_are_told_from_the_newest_in_parts(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        numbers = [running(ledger, f"job-{number % 3}").id for number in range(9)]
        newest = ledger.runs(limit=4)
        assert [run.id for run in newest] == numbers[:-5:-1]
        assert [run.id for run in ledger.runs(limit=9, before=newest[-1].id)] == numbers[4::-1]
        assert [run.id for run in ledger.runs(["job-0", "job-2"], limit=3)] == [numbers[8], numbers[6], numbers[5]]
        assert ledger.runs(["none"]) == ledger.runs([]) == ()


def test_thousands_of_names_can_be_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        run = running(ledger)
        assert ledger.runs(["tidy", *map(str, range(40_000))]) == (run,)


def test_a_writer_waits_for_another_and_then_says_so(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger, closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="is in use by another writer"):
            ledger.create_job("tidy", WORK, NOW)
        with opened(tmp_path) as second, pytest.raises(BusyError, match="is in use by another writer"):
            second.create_job("tidy", WORK, NOW)
        assert ledger.jobs() == ()
        other.execute("ROLLBACK")
        ledger.create_job("tidy", WORK, NOW)


def test_a_closed_ledger_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    ledger.close()
    with pytest.raises(sqlite3.ProgrammingError):
        ledger.jobs()


def test_all_errors_are_of_the_ledger(tmp_path: Path) -> None:
    assert issubclass(UnreadableError, LedgerError)
    (tmp_path / "ledger.db").write_text("no")
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "ledger.db")
