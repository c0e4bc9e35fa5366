"""What everly has to say about a schedule: one frozen type for every finding."""

from __future__ import annotations

from enum import Enum

from everly.frozen import frozen
from everly.grammar.span import Span


class Severity(Enum):
    """How bad a finding is; only an error keeps a schedule from being used."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Kind:
    """The identity card of a diagnostic: a stable code, a name for people, a severity and one line on what it finds."""

    code: str
    name: str
    severity: Severity
    summary: str


@frozen
class Label:
    """A place in the text and a few words to stand under it."""

    span: Span
    text: str = ""


@frozen
class Edit:
    """Put `text` in the place of what `span` covers."""

    span: Span
    text: str


@frozen
class Fix:
    """Edits that mend a schedule; they do not overlap.

    `is_safe` says that the mended schedule is proved to fire at the same moments, so that it may be made unasked.
    """

    title: str
    edits: tuple[Edit, ...]
    is_safe: bool = False

    def apply(self, text: str) -> str:
        """The text with every edit made."""
        for edit in sorted(self.edits, key=lambda edit: edit.span, reverse=True):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        return text


@frozen
class Diagnostic:
    """One finding about one schedule.

    The message stands alone; `label` is the place it speaks of, `related` other places that matter, `help` says what to
    do, `fixes` do it. `text` is the schedule, so that spans can be shown.
    """

    kind: Kind
    message: str
    label: Label
    text: str
    related: tuple[Label, ...] = ()
    help: str | None = None
    fixes: tuple[Fix, ...] = ()

    @property
    def code(self) -> str:
        """The stable code, such as `E102`."""
        return self.kind.code

    @property
    def name(self) -> str:
        """The name for people, such as `unknown-word`."""
        return self.kind.name

    @property
    def severity(self) -> Severity:
        """Error or warning."""
        return self.kind.severity

    @property
    def span(self) -> Span:
        """The place it speaks of."""
        return self.label.span
