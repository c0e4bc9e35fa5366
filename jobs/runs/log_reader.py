"""Reading a log at an offset of one's own, while it is written and after. A reader is never waited for."""

from __future__ import annotations

import os

from everly.frozen import frozen
from everly.jobs.runs.log_index import WIDTH, Mark, index_file, log_file, starts, unpack

_PIECE = 65536


@frozen
class Piece:
    """Bytes of a log from `offset` on; `missed` were asked for and are no longer kept."""

    offset: int
    data: bytes
    missed: int = 0

    @property
    def end(self) -> int:
        """The offset at which to read on."""
        return self.offset + len(self.data)


def read(directory: str, offset: int, limit: int = _PIECE) -> Piece:
    """What stands in the log from an offset on, at most `limit` bytes; none if there is nothing more yet.

    A piece ends where a file does. A file that was rotated away since it was listed is looked for anew.
    """
    while True:
        files = starts(directory)
        begin = max(offset, files[0]) if files else offset
        held = [start for start in files if start <= begin]
        if not held:
            return Piece(offset, b"")
        try:
            data = _read(log_file(directory, held[-1]), begin - held[-1], limit)
        except FileNotFoundError:
            continue
        if data or files == starts(directory):
            return Piece(begin, data, begin - offset)


def end(directory: str) -> int:
    """The offset after the last byte of a log."""
    while files := starts(directory):
        try:
            return files[-1] + os.stat(log_file(directory, files[-1])).st_size  # noqa: PTH116
        except FileNotFoundError:  # rotated away since it was listed
            continue
    return 0


def marks(directory: str) -> list[Mark]:
    """When each stretch of what is kept was written, by which stream, and what was dropped before it."""
    found: list[Mark] = []
    for start in starts(directory):
        try:
            found += unpack(_read(index_file(directory, start), 0, -1))
        except FileNotFoundError:  # rotated away while reading
            continue
    return found


def marks_after(directory: str, start: int, count: int) -> list[Mark]:
    """The marks of the file that begins at an offset, but for the first `count`; none if it was rotated away."""
    try:
        return unpack(_read(index_file(directory, start), count * WIDTH, -1))
    except FileNotFoundError:
        return []


def offset_since(directory: str, time: int) -> int:
    """Where the output of this time (milliseconds since 1970) and later begins."""
    return next((mark.offset for mark in marks(directory) if mark.time >= time), end(directory))


def offset_of_last(directory: str, lines: int) -> int:
    """Where the last lines of a log begin; a line without an end is one too. It reads backwards, as far as it must."""
    last = end(directory)
    here, left = last, lines
    while left > 0 and here > 0:
        before = max(0, here - _PIECE)
        piece = _span(directory, before, here)
        if not piece.data:
            return here
        left += here == last and piece.data.endswith(b"\n")  # this one ends the last line, and begins none
        place = _line_end(piece.data, left)
        if place >= 0:
            return piece.offset + place + 1
        left -= piece.data.count(b"\n")
        here = piece.offset
    return here


def _span(directory: str, begin: int, stop: int) -> Piece:
    """What is kept between two offsets, across files."""
    first = read(directory, begin, stop - begin)
    if first.offset >= stop:
        return Piece(stop, b"")
    data = first.data
    while first.offset + len(data) < stop:
        more = read(directory, first.offset + len(data), stop - first.offset - len(data))
        if not more.data or more.missed:
            break
        data += more.data
    return Piece(first.offset, data[: stop - first.offset])


def _line_end(data: bytes, count: int) -> int:
    """Where the line end stands that is the count-th from the right; -1 if there are fewer."""
    place = len(data)
    for _ in range(count):
        place = data.rfind(b"\n", 0, place)
        if place < 0:
            break
    return place


def _read(path: str, offset: int, limit: int) -> bytes:
    """Bytes of a file from an offset on; all of them for -1."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        return os.pread(handle, os.fstat(handle).st_size if limit < 0 else limit, offset)
    finally:
        os.close(handle)
