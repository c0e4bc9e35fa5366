"""What can go wrong with a ledger, told apart by what the caller can do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from everly.jobs.errors import Fault, JobsError

__all__ = [
    "SET_ASIDE",
    "BusyError",
    "LedgerError",
    "MissingError",
    "RefusedError",
    "UnnamableError",
    "UnreadableError",
    "UnwritableError",
]


class LedgerError(JobsError):
    """A ledger that cannot be used, or will not do what was asked."""

    fault = Fault.FILE


class MissingError(LedgerError):
    """There is no ledger yet."""


class UnreadableError(LedgerError):
    """The file, which is left as it is, cannot be read here: damaged, another program's, or of a newer version."""


class UnwritableError(LedgerError):
    """The disk is full, or does not take what is written; nothing of the change was kept."""


class BusyError(LedgerError):
    """Another writer held the ledger for too long; nothing of the change was kept."""


class RefusedError(LedgerError):
    """A change that the rules of the ledger forbid; nothing of it was kept."""

    fault = Fault.ASKED


class UnnamableError(RefusedError, ValueError):
    """A text that is no name of a job, whatever jobs there are."""

    fault = Fault.WORDS


_UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA", "SQLITE_ERROR", "SQLITE_CANTOPEN", "SQLITE_PERM")
_UNREAD = {"SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA"}
SET_ASIDE = "restore a copy of it, or move it away: 'everly doctor' says how, and what is left of it after that"
"""The way out where a file is no ledger that can be used. It is not moved by itself: jobs would seem to be gone."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what SQLite says as an error of a ledger, by its path.

    Raises:
        LedgerError: SQLite refused what the block did.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a mistake of the caller, such as the use of a ledger that is closed
    except sqlite3.Error as error:
        raise _told(path, error) from error
    except (OverflowError, UnicodeEncodeError) as error:
        raise RefusedError(f"the ledger '{path}' does not take this: {error}") from error


def _told(path: Path, error: sqlite3.Error) -> LedgerError:
    name = getattr(error, "sqlite_errorname", "SQLITE_ERROR")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"the ledger '{path}' is in use by another writer", "stop the other runner, or try again")
    if name.startswith("SQLITE_CONSTRAINT"):
        return RefusedError(f"the ledger '{path}' does not take this: {error}")
    if name in _UNREAD or name.startswith(_UNREADABLE):
        return UnreadableError(f"the ledger '{path}' cannot be read: {error}", SET_ASIDE)
    return UnwritableError(f"the ledger '{path}' cannot be written: {error}", "make room on its disk, then try again")
