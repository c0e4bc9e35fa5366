"""Where each stretch of a log came from, and when: a line of 24 bytes for each, in a file beside the log's own.

A log is cut into files named for the offset of their first byte, `log.0`, `log.1048576`, each with its index
(`index.0`). An offset counts the bytes that were kept, from the first of the run, so it means the same after
every rotation.
"""

from __future__ import annotations

import os
import struct

from everly.frozen import frozen

TERMINAL, STDOUT, STDERR = 0, 1, 2
_LINE = struct.Struct("<QQQ")
WIDTH = _LINE.size


@frozen
class Mark:
    """From `offset` on, bytes came from `stream` at `time` (milliseconds since 1970), after a loss of `dropped`."""

    offset: int
    time: int
    stream: int
    dropped: int = 0


def pack(mark: Mark) -> bytes:
    """A mark as a line of the index."""
    return _LINE.pack(mark.offset, mark.time, mark.stream | mark.dropped << 2)


def unpack(raw: bytes) -> list[Mark]:
    """The marks of an index; a line that is being written is left out."""
    whole = len(raw) - len(raw) % WIDTH
    return [Mark(offset, time, last & 3, last >> 2) for offset, time, last in _LINE.iter_unpack(raw[:whole])]


def log_file(directory: str, start: int) -> str:
    """The file that holds the log from this offset on."""
    return f"{directory}/log.{start}"


def index_file(directory: str, start: int) -> str:
    """The index of that file."""
    return f"{directory}/index.{start}"


def starts(directory: str) -> list[int]:
    """The offsets at which the files of a log begin, in order; none for a run that has not begun."""
    try:
        names = os.listdir(directory)  # noqa: PTH208 - pathlib is too slow to import in every shim
    except FileNotFoundError:
        return []
    return sorted(int(name[4:]) for name in names if name.startswith("log.") and name[4:].isdigit())
