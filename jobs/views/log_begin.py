"""Where to begin in the logs of a job: at its last lines, or at a time."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.runs.log_reader import end, offset_of_last, offset_since, read

__all__ = ["at_last_lines", "at_time"]


def at_last_lines(directories: Sequence[str], lines: int) -> list[int]:
    """The offset in each log of a job, the oldest first, at which the last lines of all of them together begin."""
    offsets = []
    for directory in reversed(directories):
        offset = offset_of_last(directory, lines)
        lines -= _lines_from(directory, offset) if lines else 0
        offsets.append(offset)
    return offsets[::-1]


def at_time(directories: Sequence[str], time: int) -> list[int]:
    """The offset in each log at which the output of a time (milliseconds since 1970) and later begins."""
    return [offset_since(directory, time) for directory in directories]


def _lines_from(directory: str, offset: int) -> int:
    """How many lines stand from an offset on; one without an end is one too."""
    count, last, stop = 0, b"\n", end(directory)
    while offset < stop and (piece := read(directory, offset)).data:
        count, last, offset = count + piece.data.count(b"\n"), piece.data[-1:], piece.end
    return count + (last != b"\n")
