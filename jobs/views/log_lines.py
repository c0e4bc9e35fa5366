"""The lines of logs. Each stream is put together by itself, so that neither tears a line of the other."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import frozen
from everly.jobs.views.log_tail import Chunk, Gap, LogTail

__all__ = ["Line", "Lost", "Origin", "Output"]

_LONGEST = 65_536  # bytes; what has no end by then is broken there


@frozen
class Origin:
    """The attempt that wrote something: its job, run, step and try."""

    job: str
    run: int
    step: int
    number: int


@frozen
class Line:
    """A line without its end, and when its first byte was written (milliseconds since 1970; 0 is unknown)."""

    origin: Origin
    time: int
    stream: int
    data: bytes


@frozen
class Lost:
    """Bytes that are missing here: never kept, or no longer."""

    origin: Origin
    gap: Gap


class Output:
    """What one attempt wrote, from some offset on, as lines.

    `ended` is set by whoever knows that nothing more is written; once it was read after that, `done` is true.
    """

    def __init__(self, origin: Origin, directory: str, offset: int = 0, *, ended: bool = False) -> None:
        self.origin, self.ended, self.done = origin, ended, False
        self.tail = LogTail(directory, offset)
        self._begun: dict[int, tuple[int, bytes]] = {}

    def lines(self) -> Iterator[Line | Lost]:
        """The whole lines that came since the last time."""
        ended = self.ended
        for found in self.tail.read():
            if isinstance(found, Gap):
                yield from self.cut_short()
                yield Lost(self.origin, found)
            else:
                yield from self._split(found)
        if ended:
            yield from self.cut_short()
            yield from (Lost(self.origin, gap) for gap in self.tail.rest())
            self.done = True

    def chunks(self) -> Iterator[Chunk | Lost]:
        """The bytes that came since the last time, as they are, instead of lines."""
        ended = self.ended
        for found in self.tail.read():
            yield Lost(self.origin, found) if isinstance(found, Gap) else found
        if ended:
            yield from (Lost(self.origin, gap) for gap in self.tail.rest())
            self.done = True

    def cut_short(self) -> Iterator[Line]:
        """What stands there of lines without an end."""
        begun, self._begun = self._begun, {}
        for stream, (time, data) in begun.items():
            yield Line(self.origin, time, stream, data.rstrip(b"\r"))

    def _split(self, chunk: Chunk) -> Iterator[Line]:
        time, data = self._begun.pop(chunk.stream, (chunk.time, b""))
        *whole, last = (data + chunk.data).splitlines(keepends=True)
        if last.endswith(b"\n") or len(last) >= _LONGEST:
            whole, last = [*whole, last], b""
        for line in whole:
            yield Line(self.origin, time, chunk.stream, line.rstrip(b"\r\n"))
            time = chunk.time
        if last:
            self._begun[chunk.stream] = (time, last)
