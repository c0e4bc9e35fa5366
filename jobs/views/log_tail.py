"""One log, read from an offset on as it grows: what each stream wrote and when, and what is missing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from everly.frozen import frozen
from everly.jobs.runs.log_index import STDOUT, Mark, starts
from everly.jobs.runs.log_reader import end, marks_after, read

__all__ = ["Chunk", "Gap", "LogTail"]


@frozen
class Chunk:
    """Bytes that one stream wrote at a time (milliseconds since 1970; 0 where that is no longer known)."""

    time: int
    stream: int
    data: bytes


@frozen
class Gap:
    """Bytes that are missing: `kept` says whether they were written down once, and rotated away since."""

    size: int
    kept: bool


class LogTail:
    """A reader of the log in a directory, with an offset of its own. It never waits, and the writer never for it."""

    def __init__(self, directory: str, offset: int = 0) -> None:
        self.directory, self.offset = directory, offset
        self._first = offset
        self._file = -1  # the offset at which the file begins whose marks are read
        self._count = 0
        self._ahead: deque[Mark] = deque()
        self._now = Mark(0, 0, STDOUT)

    def read(self) -> Iterator[Chunk | Gap]:
        """What was written since the last time, up to where the log ends as this begins, and hardly further."""
        stop = end(self.directory)
        while self.offset < stop:
            piece = read(self.directory, self.offset)
            if piece.missed:
                yield Gap(piece.missed, kept=True)
            if not piece.data:
                return
            yield from self._cut(piece.offset, piece.data)
            self.offset = piece.end

    def rest(self) -> Iterator[Gap]:
        """What was lost after the last byte of a log that is written no more."""
        self._load(self.offset)
        lost = sum(mark.dropped for mark in self._ahead if mark.offset >= self.offset)
        self._ahead.clear()
        if lost:
            yield Gap(lost, kept=False)

    def _cut(self, offset: int, data: bytes) -> Iterator[Chunk | Gap]:
        """The bytes of one file, cut where another stream or time begins; what was lost between two is one gap."""
        self._load(offset)
        here, stop, lost = offset, offset + len(data), 0
        while self._ahead and self._ahead[0].offset < stop:
            mark = self._ahead.popleft()
            if mark.offset > here:
                if lost:
                    yield Gap(lost, kept=False)
                yield Chunk(self._now.time, self._now.stream, data[here - offset : mark.offset - offset])
                here, lost = mark.offset, 0
            self._now = mark
            lost += mark.dropped if mark.offset >= self._first else 0
        if lost:
            yield Gap(lost, kept=False)
        yield Chunk(self._now.time, self._now.stream, data[here - offset :])

    def _load(self, offset: int) -> None:
        """Read the marks that were added; a mark is written before its bytes, so it is there if they are."""
        file = max((start for start in starts(self.directory) if start <= offset), default=-1)
        if file < 0:
            return
        if file != self._file:
            self._file, self._count = file, 0
        found = marks_after(self.directory, file, self._count)
        self._count += len(found)
        self._ahead.extend(found)
