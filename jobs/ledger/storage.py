"""The file of a ledger: looked at before SQLite may touch it, and opened."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from everly.jobs.ledger.errors import SET_ASIDE, MissingError, UnreadableError, told
from everly.jobs.ledger.schema import APPLICATION, VERSIONS, migrate

__all__ = ["connect", "open_to_read", "open_to_write"]

_MAGIC = b"SQLite format 3\0"
_HEADER = 100


def open_to_read(path: Path, *, wait: float, is_still: bool = False) -> sqlite3.Connection:
    """A connection that cannot write; `wait` is how many seconds it waits for a lock.

    Where nobody writes (`is_still`), and all that was written is in the file itself, that alone is read.

    Raises:
        LedgerError: There is no ledger, or none that can be read here.
    """
    _check_file(path)
    with told(path):
        connection = connect(path, "ro", wait=wait, is_whole=is_still and _has_all(path))
        try:
            _check_version(path, connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_write(path: Path, *, wait: float) -> sqlite3.Connection:
    """A connection that writes; the ledger is made if there is none, and brought to the newest version.

    All of it is read before anything may change, so that a damaged one stays as it is.

    Raises:
        LedgerError: It cannot be read or written here.
    """
    if not os.path.lexists(path):
        from everly.jobs.ledger.creation import create  # not above: those who only read need nothing of it

        create(path)
    with told(path):
        with closing(open_to_read(path, wait=wait)) as reading:
            _check_pages(path, reading)
        connection = connect(path, "rw", wait=wait)
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")  # macOS alone says that it wrote before it has
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def connect(path: Path, mode: str, *, wait: float, is_whole: bool = False) -> sqlite3.Connection:
    """A connection to a file that is there, which nobody has looked at yet; `is_whole` reads nothing beside it."""
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if is_whole else ''}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _has_all(path: Path) -> bool:
    """Whether nothing waits beside a file to be written into it."""
    try:
        return not os.stat(f"{path}-wal").st_size  # noqa: PTH116 - the name of a file of SQLite's
    except OSError:
        return True


def _check_file(path: Path) -> None:
    """See that the file is a ledger of ours, without SQLite, which could change another's."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError(f"'{path}' is no file", SET_ASIDE)
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except FileNotFoundError:
        raise MissingError(f"there is no ledger '{path}'", "the first job makes it") from None
    except OSError as error:
        raise UnreadableError(f"the ledger '{path}' cannot be read: {error.strerror}") from error
    _check_owner(path, found)
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        raise UnreadableError(f"'{path}' is damaged, or no ledger", SET_ASIDE)
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise UnreadableError(f"'{path}' is a database of another program", "name another file")


def _check_owner(path: Path, found: os.stat_result) -> None:
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise UnreadableError(f"the ledger '{path}' belongs to another user")
    if os.name == "posix" and found.st_mode & 0o022:
        raise UnreadableError(f"others may write the ledger '{path}'", f"look at it, then 'chmod 600 {path}'")


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(VERSIONS):
        raise UnreadableError(
            f"the ledger '{path}' is of version {version}, and this everly knows {len(VERSIONS)}", "use a newer everly"
        )
    if version < 1:
        raise UnreadableError(f"the ledger '{path}' is damaged: it has no version", SET_ASIDE)


def _check_pages(path: Path, connection: sqlite3.Connection) -> None:
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise UnreadableError(f"the ledger '{path}' is damaged: {answer}", SET_ASIDE)
