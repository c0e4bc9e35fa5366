"""The file of a ledger: what cannot be read is refused with a way out, and stays as it is."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.ledger import Ledger, LedgerReader, MissingError, UnreadableError, UnwritableError
from everly.jobs.ledger.schema import APPLICATION, VERSIONS
from tests.jobs.ledger.made import NOW, opened, running, scheduled

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and owners are those of POSIX")


def made(folder: Path) -> Path:
    with opened(folder) as ledger, ledger.change():
        for number in range(60):
            scheduled(ledger, f"job-{number}")
        running(ledger)
    return folder / "ledger.db"


def spoilt(path: Path) -> None:
    """Every page but the first is noise."""
    raw = bytearray(path.read_bytes())
    raw[4096:] = random.Random(1).randbytes(len(raw) - 4096)
    path.write_bytes(raw)


def one_page(path: Path) -> None:
    """The pages in the middle are noise, which only one who reads all of them sees."""
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 4096 // 2 * 4096
    raw[middle : middle + 4096] = random.Random(2).randbytes(4096)
    path.write_bytes(raw)


def short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8192])


def pragma(name: str, value: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file:
            file.execute(f"PRAGMA {name} = {value}")

    return change


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "noise": (spoilt, "is damaged|cannot be read"),
    "a bad page": (one_page, "is damaged|cannot be read"),
    "short": (short, "is damaged|cannot be read"),
    "empty": (lambda path: path.write_bytes(b""), "is damaged, or no ledger"),
    "cut in the header": (lambda path: path.write_bytes(path.read_bytes()[:60]), "is damaged, or no ledger"),
    "text": (lambda path: path.write_text("jobs: none\n" * 20), "is damaged, or no ledger"),
    "another's": (pragma("application_id", 7), "is a database of another program"),
    "newer": (pragma("user_version", len(VERSIONS) + 1), f"is of version {len(VERSIONS) + 1}, and this everly knows"),
    "without a version": (pragma("user_version", 0), "it has no version"),
}


@pytest.mark.parametrize("fault", BAD)
def test_what_cannot_be_read_is_refused_and_stays(tmp_path: Path, fault: str) -> None:
    path = made(tmp_path)
    spoil, message = BAD[fault]
    spoil(path)
    raw = path.read_bytes()
    with pytest.raises(UnreadableError, match=message) as caught:
        Ledger(path)
    assert caught.value.help
    assert path.read_bytes() == raw


@pytest.mark.parametrize("fault", ["noise", "empty", "cut in the header", "text", "another's", "newer"])
def test_a_reader_refuses_the_same(tmp_path: Path, fault: str) -> None:
    path = made(tmp_path)
    spoil, message = BAD[fault]
    spoil(path)
    raw = path.read_bytes()
    with pytest.raises(UnreadableError, match=message):
        LedgerReader(path).jobs()
    assert path.read_bytes() == raw


def test_a_row_that_no_version_writes_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    path = made(tmp_path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE revision SET work = '{}' WHERE job = 1")
    with opened(tmp_path) as ledger, pytest.raises(UnreadableError, match="a row that cannot be read"):
        ledger.jobs()


def test_a_table_that_is_gone_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    path = made(tmp_path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DROP TABLE event")
    with opened(tmp_path) as ledger, pytest.raises(UnreadableError, match="no such table: event"):
        ledger.events()


@pytest.mark.parametrize("left", ["ledger.db-wal", "ledger.db-journal"])
def test_what_is_left_of_a_ledger_is_not_played_into_a_new_one(tmp_path: Path, left: str) -> None:
    (tmp_path / left).write_bytes(b"left")
    with pytest.raises(UnreadableError, match=f"is gone, but '{left}' of it is there"):
        opened(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == [left]


def test_a_reader_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no ledger"):
        LedgerReader(tmp_path / "ledger.db")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="cannot be made: No such file or directory"):
        Ledger(tmp_path / "none" / "ledger.db")


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with pytest.raises(UnreadableError, match="is no file"):
        opened(tmp_path)


@POSIX
def test_a_link_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "ledger.db").symlink_to(made(tmp_path / "elsewhere"))
    with pytest.raises(UnreadableError, match="is no file"):
        opened(tmp_path)
    (tmp_path / "ledger.db").unlink()
    (tmp_path / "ledger.db").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnreadableError, match="is no file"):
        opened(tmp_path)
    assert not (tmp_path / "nowhere").exists()


@POSIX
def test_the_file_and_those_beside_it_are_private(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        with opened(tmp_path) as ledger:
            ledger.record("noted", NOW)
            modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    finally:
        os.umask(mask)
    assert modes == dict.fromkeys(("ledger.db", "ledger.db-wal", "ledger.db-shm"), 0o600)


@POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_ledger_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    made(tmp_path).chmod(mode)
    with pytest.raises(UnreadableError, match="others may write the ledger"):
        opened(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_ledger_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(made(tmp_path), 1234, 1234)
    with pytest.raises(UnreadableError, match="belongs to another user"):
        opened(tmp_path)


def test_odd_paths_are_paths(tmp_path: Path) -> None:
    folder = tmp_path / "50% of it? #1 ä"
    folder.mkdir()
    with opened(folder) as ledger:
        scheduled(ledger)
    with LedgerReader(folder / "ledger.db") as reader:
        assert [each.job.name for each in reader.jobs()] == ["tidy"]


def test_each_ledger_has_its_own_identity(tmp_path: Path) -> None:
    identities = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for _ in range(2):
            with opened(tmp_path / name) as ledger:
                identities.add(ledger.identity())
    assert len(identities) == 2
    assert {len(each) for each in identities} == {16}


def test_a_write_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        settings = {
            name: ledger._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": APPLICATION}
