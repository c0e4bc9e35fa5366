"""What is left in hand of an attempt whose directory is taken away, as that of a job with --rm when it is done."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from everly.jobs.runs import records
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.log_index import log_file, starts

_PIECE = 65536


class Keepsake:
    """The record of how an attempt ended and the newest file of its log, held open from when they are there."""

    def __init__(self, directory: RunDirectory) -> None:
        self.directory = directory
        self._record = -1
        self._log = -1
        self._start = 0
        self.look()

    def look(self) -> None:
        """Take hold of what is there by now."""
        if self._record < 0:
            self._record = _open(self.directory.file("exit"))
        files = starts(self.directory.path)
        if files and (self._log < 0 or files[-1] != self._start):
            handle = _open(log_file(self.directory.path, files[-1]))
            if handle >= 0:
                _close(self._log)
                self._log, self._start = handle, files[-1]

    def read(self, offset: int) -> bytes:
        """Output from an offset on, where it is in the newest file."""
        if self._log < 0 or offset < self._start:
            return b""
        return os.pread(self._log, _PIECE, offset - self._start)

    def ended(self) -> dict[str, Any] | None:
        """How it ended, as its record says; None if that does not say."""
        if self._record < 0:
            return None
        with suppress(RunError):
            return records.decode(os.pread(self._record, records.SIZE + 1, 0), "exit")
        return None

    def close(self) -> None:
        """Let go of them."""
        _close(self._record)
        _close(self._log)
        self._record = self._log = -1


def _open(path: str) -> int:
    """A file to read from; -1 if it is not there."""
    try:
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return -1


def _close(handle: int) -> None:
    if handle >= 0:
        os.close(handle)
