"""Places in a text as editors count them: lines and columns from 0, a column in the units of an encoding.

The Language Server Protocol, 3.17, section "Position": UTF-16 unless client and server agree on another, and a line
ends with a line feed, a carriage return, or both.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol.types import Position, PositionEncodingKind, Range

from everly.grammar.span import Span

_LINE_END = re.compile("\r\n|\n|\r")


class Positions:
    """Offsets in code points to positions of an encoding, and back."""

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        self._text, self._encoding = text, encoding
        ends = [match.span() for match in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(begin for begin, _ in ends), len(text)]

    def position(self, offset: int) -> Position:
        """Where an offset is; between the two characters of a line's end that is the line's last place."""
        line = bisect_right(self._starts, offset) - 1
        before = self._text[self._starts[line] : min(offset, self._ends[line])]
        return Position(line, self._units(before))

    def offset(self, position: Position) -> int:
        """The offset of a position: of the end of the line or text where it is past that, never within a character."""
        if position.line >= len(self._starts):
            return len(self._text)
        begin, end = self._starts[position.line], self._ends[position.line]
        low, high = begin, min(end, begin + position.character)  # a character has one unit at least
        while low < high:
            middle = (low + high + 1) // 2
            if self._units(self._text[begin:middle]) <= position.character:
                low = middle
            else:
                high = middle - 1
        return low

    def range(self, span: Span) -> Range:
        """Where a part of the text is."""
        return Range(self.position(span.start), self.position(span.end))

    def span(self, place: Range) -> Span:
        """The part of the text that a range covers."""
        return Span(self.offset(place.start), self.offset(place.end))

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == PositionEncodingKind.Utf32:
            return len(text)
        if self._encoding == PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
