"""A schedule as it stands in a file, every character of it with its place there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from everly.frozen import frozen
from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.span import Span
from everly.linting.dialects import Dialect

Encode = Callable[[str], str | None]
"""How a format writes characters where a schedule stands, as with `\\"` for a quote; None where it cannot."""

Reread = Callable[[tuple[Edit, ...]], str | None]
"""What a format reads where a schedule stands once edits of its file are made; None where it is no longer one text."""


def as_written(text: str) -> str | None:
    """The encoding of a format that writes a schedule as it is, on one line."""
    return None if "\n" in text or "\r" in text else text


@frozen
class Embedded:
    """A schedule found in a file.

    `text` is what its format makes of it, with quotes and escapes undone. `places` holds, for each character of `text`
    and for its end, the offset in the file at which it begins. `zone` is the zone that the file gives it, if any, such
    as that of `CRON_TZ`; `name` is what the file calls it, such as `jobs.backup.schedule`. With `reread` no edit is
    made that the format would read as another text than was meant.
    """

    text: str
    places: tuple[int, ...]
    dialect: Dialect = Dialect.EVERLY
    zone: str | None = None
    name: str | None = None
    encode: Encode = as_written
    reread: Reread | None = None

    @property
    def span(self) -> Span:
        """Where it stands in the file, without the quotes around it."""
        return Span(self.places[0], self.places[-1])

    def place(self, span: Span) -> Span:
        """Where a part of the schedule stands in the file."""
        return Span(self.places[span.start], self.places[span.end])

    def edit(self, edit: Edit) -> Edit | None:
        """An edit of the schedule as one of the file, or None where the format cannot write it there."""
        edits = self.edits((edit,))
        return None if edits is None else edits[0]

    def edits(self, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
        """Edits of the schedule that belong together as edits of the file; None where the format cannot write them."""
        written = [(each, self.encode(each.text)) for each in edits]
        placed = tuple(Edit(self.place(each.span), text) for each, text in written if text is not None)
        if len(placed) < len(edits):
            return None
        if self.reread is not None and self.reread(placed) != Fix("", tuple(edits)).apply(self.text):
            return None
        return placed


def embedded_at(text: str, start: int, dialect: Dialect = Dialect.EVERLY, *, zone: str | None = None) -> Embedded:
    """A schedule that stands in its file as it is, from an offset on."""
    return Embedded(text, tuple(range(start, start + len(text) + 1)), dialect, zone)
