"""The ledger, and the directories of its runs and of others'."""

import fcntl
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.doctor.ledger_check import check_ledger
from everly.jobs.doctor.outcome import Severity
from everly.jobs.doctor.scene import looked_at
from everly.jobs.doctor.strays import check_strays
from everly.jobs.ledger.schema import VERSIONS
from everly.jobs.places import Places
from everly.jobs.runs import records, room
from everly.jobs.runs.directory import identity
from tests.jobs.doctor.scenes import finding, outcome, scene_of
from tests.jobs.homes import Home, home

__all__ = ["home"]


def change(home: Home, statement: str) -> None:
    """Do to the ledger what no rule of its own allows."""
    home.ledger.close()
    with closing(sqlite3.connect(home.places.ledger)) as connection:
        connection.executescript(statement)


def test_a_ledger_that_is_whole_is_fine(home: Home) -> None:
    home.job("web")
    home.run("web")
    found = outcome(check_ledger, home)
    assert (found.findings, found.summary) == ((), "whole; jobs: 1, running: 0")


def test_that_there_is_no_ledger_yet_is_fine(home: Home) -> None:
    home.places.ledger.unlink()
    found = outcome(check_ledger, home)
    assert (found.findings, found.summary) == ((), "there is none yet; the first job makes it")


@pytest.mark.parametrize("content", [b"", b"garbage" * 100, b"SQLite format 3\0", bytes(range(1, 256)) * 20])
def test_a_ledger_that_is_none_is_found_and_can_be_set_aside(home: Home, content: bytes) -> None:
    home.ledger.close()
    for number, aside in enumerate(("damaged", "damaged-2", "damaged-3")):  # none in the place of one before
        home.places.ledger.write_bytes(content + b"%d" % number)
        found = finding(check_ledger, home)
        assert (found.severity, found.where) == (Severity.ERROR, str(home.places.ledger))
        for step in found.cure.partition("begin anew: ")[2].split("; ")[1:]:
            subprocess.run(["/bin/sh", "-c", step], check=True)
        assert not outcome(check_ledger, home).findings
        assert (home.places.root / aside / "ledger.db").read_bytes() == content + b"%d" % number


def test_a_page_that_is_damaged_is_found(home: Home) -> None:
    home.job("web")
    for _ in range(100):
        home.run("web")
    home.ledger.close()
    raw = bytearray(home.places.ledger.read_bytes())
    for page in range(4, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 64] = b"\xee" * 64
    home.places.ledger.write_bytes(raw)
    found = outcome(check_ledger, home).findings
    assert found
    assert all(each.severity is Severity.ERROR for each in found)


def test_a_row_that_belongs_to_none_is_found(home: Home) -> None:
    home.job("web")
    home.run("web")
    change(home, "PRAGMA foreign_keys = OFF; UPDATE run SET job = 77")
    found = outcome(check_ledger, home).findings
    assert found
    assert "it is damaged: a row of 'run' belongs to none of" in found[0].what


def test_a_ledger_of_a_newer_everly_is_found_and_not_set_aside(home: Home) -> None:
    change(home, f"PRAGMA user_version = {len(VERSIONS) + 1}")
    found = finding(check_ledger, home)
    assert found.cure == "use a newer everly"


def test_a_ledger_that_others_may_write_is_found(home: Home) -> None:
    home.places.ledger.chmod(0o622)
    assert "others may write the ledger" in finding(check_ledger, home).what


def test_directories_of_this_ledgers_runs_are_fine(home: Home) -> None:
    home.job("web")
    for _ in range(2):
        home.directory(home.run("web"))
    found = outcome(check_strays, home)
    assert (found.findings, found.summary) == ((), "2")


def test_what_was_made_ahead_for_the_next_run_is_fine(home: Home) -> None:
    home.job("web")
    room.make(room.path_in(str(home.places.runs)))
    found = outcome(check_strays, home)
    assert (found.findings, found.summary) == ((), "0")


def test_directories_of_a_ledger_that_was_moved_away_are_found_and_taken_away_by_the_cure(home: Home) -> None:
    home.job("web")
    kept = home.directory(home.run("web"))
    strays = [home.places.runs / f"0123456789abcdef-{number}.1.1" for number in (1, 2)]
    for each in strays:
        each.mkdir(mode=0o700)
    found = finding(check_strays, home)
    assert (found.severity, found.where) == (Severity.WARNING, str(strays[0]))
    assert "2 directories are of runs of another ledger ('0123456789abcdef')" in found.what
    subprocess.run(["/bin/sh", "-c", found.cure.partition("take them away: ")[2]], check=True)
    assert kept.exists()
    assert not outcome(check_strays, home).findings


def test_a_run_of_another_ledger_that_goes_on_is_named_by_its_process_and_not_to_be_taken_away(home: Home) -> None:
    stray = home.places.runs / "0123456789abcdef-1.1.1"
    stray.mkdir(mode=0o700)
    (stray / "lock").write_bytes(records.encode(identity(os.getpid())))
    with (stray / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = finding(check_strays, home)
    assert found.severity is Severity.ERROR
    assert found.what.endswith(", and 1 of them still run")
    assert found.cure.endswith(f"kill {os.getpid()}")
    assert "rm" not in found.cure.split()


def test_what_is_no_directory_of_a_run_is_named(home: Home) -> None:
    (home.places.runs / "my notes").mkdir()
    found = finding(check_strays, home)
    assert "of no run: 'my notes'" in found.what
    assert found.cure.endswith(f"rm -r '{home.places.runs}/my notes'")


def test_without_a_ledger_that_can_be_read_nothing_is_called_a_stray(home: Home) -> None:
    home.job("web")
    home.directory(home.run("web"))
    home.ledger.close()
    home.places.ledger.write_bytes(b"garbage")
    found = outcome(check_strays, home)
    assert not found.findings
    assert "cannot be told" in found.summary


def test_looking_leaves_nothing_beside_a_ledger(home: Home) -> None:
    """SQLite makes two files beside a database that it reads, unless it is told that nobody writes."""
    home.job("web")
    home.ledger.close()
    before = sorted(Path(home.places.root).iterdir())
    with scene_of(home) as scene:
        assert check_ledger(scene).summary == "whole; jobs: 1, running: 0"
        assert sorted(Path(home.places.root).iterdir()) == before
    assert sorted(Path(home.places.root).iterdir()) == before


def test_what_a_killed_writer_left_beside_the_ledger_is_read_too(home: Home, tmp_path: Path) -> None:
    home.job("web")
    copy = tmp_path / "copy"
    copy.mkdir(mode=0o700)
    for name in ("ledger.db", "ledger.db-wal"):  # as they lie there while a writer is killed
        (copy / name).write_bytes((home.places.root / name).read_bytes())
        (copy / name).chmod(0o600)
    with looked_at(Places(copy), home.now) as scene:
        assert check_ledger(scene).summary == "whole; jobs: 1, running: 0"
