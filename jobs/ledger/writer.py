"""What all changes of a ledger share: they are transactions, and leave a word of what happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from everly.jobs.ledger.errors import told
from everly.jobs.ledger.reader import LedgerReader
from everly.jobs.ledger.storage import open_to_write


class Writer(LedgerReader):
    """A ledger that can be changed."""

    def _opened(self, path: Path, wait: float) -> sqlite3.Connection:
        return open_to_write(path, wait=wait)

    @contextmanager
    def change(self) -> Iterator[None]:
        """What is done in the block is kept together when it ends, on the disk, or not at all if it raises.

        Blocks may stand in one another: one that raises leaves nothing of its own, even where the error is caught.

        Raises:
            LedgerError: It could not be kept.
        """
        if self._connection.in_transaction:
            yield from self._transaction("SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner", "RELEASE inner")
        else:
            yield from self._transaction("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")

    def record(
        self, kind: str, now: int, *, job: str | None = None, run: int | None = None, text: str | None = None
    ) -> None:
        """Keep an event."""
        self._do("INSERT INTO event (at, kind, job, run, text) VALUES (?, ?, ?, ?, ?)", now, kind, job, run, text)

    def _do(self, statement: str, *values: object) -> sqlite3.Cursor:
        with told(self.path):
            return self._connection.execute(statement, values)
