"""A file as the linter sees it: its text, and where its lines begin."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True)
class Document:
    """The text of a file; `path` is how it is named in reports, `-` for the standard input.

    Offsets, lines and columns count code points. Lines and columns count from 1, and only a line feed ends a line, so
    that a carriage return before it is the last column of its line.
    """

    path: str
    text: str

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset into the text; its end is a place, too."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_span(self, line: int) -> tuple[int, int]:
        """Where a line begins and where it ends, its line feed not included."""
        begin = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return begin, end

    @cached_property
    def _starts(self) -> list[int]:
        lines = self.text.split("\n")
        return [0, *accumulate(len(line) + 1 for line in lines[:-1])]
