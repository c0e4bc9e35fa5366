"""A file as the linter sees it: its text, and where its lines begin."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from everly.frozen import frozen


@frozen
class Document:
    """The text of a file; `path` is how it is named in reports, `-` for the standard input.

    Offsets, lines and columns count code points. Lines and columns count from 1, and only a line feed ends a line, so
    that a carriage return before it is the last column of its line.
    """

    path: str
    text: str

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset into the text; its end is a place, too."""
        starts = _starts(self.text)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_span(self, line: int) -> tuple[int, int]:
        """Where a line begins and where it ends, its line feed not included."""
        starts = _starts(self.text)
        begin = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return begin, end


@lru_cache(maxsize=16)
def _starts(text: str) -> list[int]:
    """Where each line begins; kept for the texts that are looked at in turn."""
    lines = text.split("\n")
    return [0, *accumulate(len(line) + 1 for line in lines[:-1])]
