"""A new ledger: made whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from everly.jobs.ledger.errors import SET_ASIDE, UnreadableError, UnwritableError, told
from everly.jobs.ledger.schema import APPLICATION, migrate
from everly.jobs.ledger.storage import connect

__all__ = ["create"]


def create(path: Path) -> None:
    """Make a new ledger where there is none; one that another makes at the same time is left alone.

    It is made in a folder of its own and then linked to its place, so that no kill leaves half a ledger.

    Raises:
        LedgerError: It cannot be written, or what belonged to one that is gone is still there.
    """
    for left in (Path(f"{path}-wal"), Path(f"{path}-journal")):
        if os.path.lexists(left):  # SQLite would play it into the new one
            raise UnreadableError(f"the ledger '{path}' is gone, but '{left.name}' of it is there", SET_ASIDE)
    try:
        scratch = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            _make(scratch / path.name)
            with suppress(FileExistsError):
                os.link(scratch / path.name, path)
            _sync(path.parent)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise UnwritableError(f"the ledger '{path}' cannot be made: {error.strerror}") from error


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with told(path), closing(connect(path, "rw", wait=0)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # nobody sees it before all of it is on the disk
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
    _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
