"""A disk that takes no more: the change is refused whole, what was answered for is kept, and with room it goes on."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from everly.jobs.ledger import Ending, Ledger, LedgerReader, Reason, UnwritableError
from tests.jobs import disks
from tests.jobs.ledger.invariants import check
from tests.jobs.ledger.made import NOW, WORK, opened, running

BALLAST = 200_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a MiB, some of it taken by a file that can be deleted."""
    with disks.small_disk(tmp_path, "512k"):
        (tmp_path / "ballast").write_bytes(bytes(BALLAST))
        yield tmp_path


@contextmanager
def no_larger_files(size: int) -> Iterator[None]:
    """No file of this process grows beyond a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(ledger: Ledger) -> int:
    """Whole runs until there is no room for another; how many there was room for."""
    count = 0
    while True:
        with ledger.change():
            run = running(ledger)
            ledger.end_run(run.id, Ending(Reason.STOPPED, note="x" * 3000), NOW + 3)
        count += 1


def filled(ledger: Ledger) -> None:
    with pytest.raises(UnwritableError, match="cannot be written") as caught:
        fill(ledger)
    assert "make room" in (caught.value.help or "")


def test_a_full_disk_refuses_whole_changes_and_goes_on_with_room(small_disk: Path) -> None:
    with opened(small_disk) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        filled(ledger)
        kept = ledger.runs()
        assert kept
        assert all(run.ending is not None for run in kept)
        with LedgerReader(small_disk / "ledger.db") as reader:
            assert reader.runs() == kept
        (small_disk / "ballast").unlink()
        later = running(ledger)
        ledger.end_run(later.id, Ending(Reason.CODE, 0), NOW + 3)
    with opened(small_disk) as ledger:
        assert ledger.runs()[1:] == kept
    check(small_disk / "ledger.db")


def test_no_ledger_is_made_on_a_full_disk(small_disk: Path) -> None:
    (small_disk / "more").write_bytes(bytes(512 * 1024 - BALLAST - 30_000))
    with pytest.raises(UnwritableError, match=r"cannot be (made|written)"):
        opened(small_disk)
    assert sorted(each.name for each in small_disk.iterdir()) == ["ballast", "more"]


def test_a_limit_of_file_size_is_a_full_disk(tmp_path: Path) -> None:
    with opened(tmp_path) as ledger:
        ledger.create_job("tidy", WORK, NOW)
        with no_larger_files(150_000):
            filled(ledger)
        kept = ledger.runs()
        assert kept
        assert all(run.ending is not None for run in kept)
        running(ledger)
        assert ledger.runs()[1:] == kept
    check(tmp_path / "ledger.db")
