"""A finding with its place: what is said about a schedule, or about the file that it stands in."""

from __future__ import annotations

from everly.frozen import frozen
from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded


@frozen
class Elsewhere:
    """Another place that matters: a span of the same file, and a few words about it."""

    span: Span
    text: str


@frozen
class Finding:
    """What was found in a file.

    The spans of `diagnostic` point into the schedule or, where `embedded` is None, into the text of the file.
    """

    document: Document
    diagnostic: Diagnostic
    embedded: Embedded | None = None
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def span(self) -> Span:
        """The place in the file that it speaks of."""
        return self.place(self.diagnostic.span)

    def place(self, span: Span) -> Span:
        """Where in the file a span of the diagnostic stands."""
        return span if self.embedded is None else self.embedded.place(span)

    def edits(self, fix: Fix) -> tuple[Edit, ...] | None:
        """The edits of the file that make a fix; None where its format cannot write what the fix wants there."""
        if self.embedded is None:
            return fix.edits
        return self.embedded.edits(fix.edits)
