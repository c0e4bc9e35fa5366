"""What the stages of reading raise: a finding that does not know its text yet."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Diagnostic, Edit, Fix, Kind, Label
from everly.grammar.span import Span


class Fault(Exception):  # noqa: N818  # the field's word; it never leaves the package
    """A fault in a schedule; `parse` gives it the text and makes it a ScheduleError."""

    def __init__(  # noqa: PLR0913  # the parts of a diagnostic
        self,
        kind: Kind,
        span: Span,
        message: str,
        *,
        label: str = "",
        help: str | None = None,
        fixes: tuple[Fix, ...] = (),
        related: tuple[Label, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind, self.span, self.message = kind, span, message
        self.label, self.help, self.fixes, self.related = label, help, fixes, related

    def diagnostic(self, text: str) -> Diagnostic:
        """The finding about `text`, every span within it."""
        label = Label(self.span, self.label)
        return Diagnostic(self.kind, self.message, label, text, self.related, self.help, self.fixes)


def replacement(span: Span, text: str) -> tuple[Fix, ...]:
    """One fix: write `text` in the place of the span."""
    return (Fix("instead", (Edit(span, text),)),)
