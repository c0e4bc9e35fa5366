"""The writing end of a log. It never waits and never fails: what the disk does not take is dropped and counted."""

from __future__ import annotations

import os
from contextlib import suppress

from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.log_index import WIDTH, Mark, index_file, log_file, pack, starts

RESOLUTION = 10  # milliseconds: output of one stream that is no further apart shares a mark
_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class LogWriter:
    """The log of one run, in the newest `keep` files of `limit` bytes; `dropped` counts what it could not keep."""

    def __init__(self, directory: str, limit: int, keep: int) -> None:
        self.directory, self.limit, self.keep = directory, limit, keep
        self.offset = self.size = self.dropped = 0
        self._log = self._index = -1
        self._last: Mark | None = None
        self._unmarked = 0  # dropped, and not yet in the index
        with suppress(OSError):  # it is tried again when there is something to write
            self._begin()  # so that who follows it holds it from the beginning, and keeps it when it is taken away

    def write(self, data: bytes, stream: int, time: int) -> None:
        """Keep what a command wrote."""
        left = memoryview(data)
        try:
            while left:
                self._make_room()
                self._mark(stream, time)
                done = self._append(left[: self.limit - self.size])
                left = left[done:]
        except OSError:  # a full disk, a quota, a limit on the size of files
            self.dropped += len(left)
            self._unmarked += len(left)

    def close(self, time: int) -> None:
        """Note what was dropped last, if the disk takes it."""
        if self._unmarked:
            try:
                self._mark(self._last.stream if self._last else 0, time)
            except OSError:
                return
        self._close()

    def _append(self, data: memoryview) -> int:
        hit("log.write")
        done = os.write(self._log, data)
        self.offset += done
        self.size += done
        return done

    def _make_room(self) -> None:
        """Begin the next file if this one is full, and let the oldest go.

        The next one comes first, so that a reader always finds one, unless the disk has no room even for its name.
        """
        if self._log >= 0 and self.size < self.limit:
            return
        old = starts(self.directory)[: -(self.keep - 1) or None] if self._log >= 0 else []
        try:
            self._begin()
        except OSError:
            if not old:
                raise
            self._forget(old)
            self._begin()
        self._forget(old)

    def _forget(self, old: list[int]) -> None:
        for start in old:
            for file in (log_file(self.directory, start), index_file(self.directory, start)):
                with suppress(FileNotFoundError):
                    os.unlink(file)  # noqa: PTH108

    def _begin(self) -> None:
        index = os.open(index_file(self.directory, self.offset), _FLAGS, 0o600)
        try:
            log = os.open(log_file(self.directory, self.offset), _FLAGS, 0o600)
        except OSError:
            os.close(index)
            os.unlink(index_file(self.directory, self.offset))  # noqa: PTH108
            raise
        self._close()
        self._log, self._index, self.size, self._last = log, index, 0, None
        hit("log.rotated")

    def _close(self) -> None:
        for handle in (self._log, self._index):
            if handle >= 0:
                os.close(handle)
        self._log = self._index = -1

    def _mark(self, stream: int, time: int) -> None:
        """Say what comes next, before it comes: what cannot be marked is not written."""
        last = self._last
        if last and last.stream == stream and 0 <= time - last.time < RESOLUTION and not self._unmarked:
            return
        mark = Mark(self.offset, time, stream, self._unmarked)
        done = os.write(self._index, pack(mark))
        if done < WIDTH:
            os.ftruncate(self._index, os.fstat(self._index).st_size - done)
            raise OSError(28, "no space left for a mark")
        self._last, self._unmarked = mark, 0
