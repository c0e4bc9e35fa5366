"""The versions of the tables: every released one can be read for ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, LedgerReader, Reason, State
from everly.jobs.ledger.schema import VERSIONS, migrate
from tests.jobs.ledger.invariants import check
from tests.jobs.ledger.made import CHAIN, NOW, SECOND, opened

SAMPLES = Path(__file__).parent / "samples"
"""A ledger of each version, as the statements that make it; `python -m tests.jobs.ledger.sample` writes the newest."""


def restored(version: int, folder: Path) -> Path:
    path = folder / "ledger.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript((SAMPLES / f"{version}.sql").read_text("utf-8"))
    path.chmod(0o600)
    return path


def tables(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(name, " ".join(sql.split())) for name, sql in rows}


def test_there_is_a_sample_of_each_version() -> None:
    assert sorted(each.stem for each in SAMPLES.iterdir()) == [str(number + 1) for number in range(len(VERSIONS))]


@pytest.mark.parametrize("version", range(1, len(VERSIONS) + 1))
def test_a_sample_of_each_version_says_what_it_said(tmp_path: Path, version: int) -> None:
    path = restored(version, tmp_path)
    with opened(tmp_path) as ledger:
        assert ledger.identity() == "0123456789abcdef"
        bare, tidy = ledger.jobs()
        assert (tidy.job.work, tidy.job.revision, bare.schedule) == (CHAIN, 2, None)
        assert tidy.schedule is not None
        assert (tidy.schedule.text, tidy.schedule.next_fire) == ("every minute", SECOND + 120)
        assert [(run.state, run.fire) for run in ledger.runs(["tidy"])] == [
            (State.PAUSED, None),
            (State.FINISHED, SECOND + 60),
            (State.SKIPPED, SECOND),
        ]
        (lost,) = ledger.runs(["bare"])
        assert lost.ending == Ending(Reason.REBOOT, note="the machine was started anew")
        (under_way,) = ledger.unfinished()
        assert under_way.attempt is not None
        ledger.end_run(under_way.run.id, Ending(Reason.SIGNAL, signal=9), NOW + 100)
        assert [each.kind for each in ledger.events("bare")] == ["lost", "created"]
    check(path)


def test_the_newest_sample_has_the_tables_of_a_new_ledger(tmp_path: Path) -> None:
    """So a change of the tables is a new version."""
    for name in ("new", "old"):
        (tmp_path / name).mkdir()
    opened(tmp_path / "new").close()
    assert tables(restored(len(VERSIONS), tmp_path / "old")) == tables(tmp_path / "new" / "ledger.db")


MORE = (*VERSIONS, ("ALTER TABLE job ADD COLUMN colour TEXT", "UPDATE job SET colour = 'red'"))


def test_a_ledger_is_brought_from_version_to_version_once(tmp_path: Path) -> None:
    path = restored(len(VERSIONS), tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for _ in range(2):
            migrate(file, MORE)
        assert file.execute("PRAGMA user_version").fetchone() == (len(MORE),)
        assert file.execute("SELECT DISTINCT colour FROM job").fetchall() == [("red",)]


def test_a_version_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    path = restored(len(VERSIONS), tmp_path)
    before = tables(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        with pytest.raises(sqlite3.OperationalError, match="no such table: none"):
            migrate(file, (*MORE[:-1], (*MORE[-1], "DELETE FROM none")))
        assert not file.in_transaction
        assert file.execute("PRAGMA user_version").fetchone() == (len(VERSIONS),)
    assert tables(path) == before
    with LedgerReader(path) as reader:
        assert len(reader.jobs()) == 2
