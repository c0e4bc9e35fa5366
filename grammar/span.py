"""Where in a text something stands."""

from __future__ import annotations

from everly.frozen import frozen


@frozen(order=True)
class Span:
    """Half-open range of character offsets, counted in code points from 0."""

    start: int
    end: int

    def join(self, other: Span) -> Span:
        """The least span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]
