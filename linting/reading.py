"""What reading a file gives: its schedules, those that cannot be checked, and its comments."""

from __future__ import annotations

from collections.abc import Callable

from everly.frozen import frozen
from everly.grammar.diagnostics import Diagnostic
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.settings import Settings


@frozen
class Unchecked:
    """A schedule in a notation that everly does not read, such as a systemd timer's; no fault."""

    span: Span
    reason: str


@frozen
class Comment:
    """A comment of a file, without its mark; it may silence rules."""

    span: Span
    text: str


@frozen
class Reading:
    """Everything in a file that concerns schedules, in the order in which it stands there.

    `found` are findings about the file itself, such as a zone that no database has.
    """

    schedules: tuple[Embedded, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    comments: tuple[Comment, ...] = ()
    found: tuple[Diagnostic, ...] = ()


class UnreadableError(Exception):
    """A file that is not of its format, so that its schedules cannot be found; `span` is where reading stopped."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message, self.span = message, span


@frozen
class Source:
    """A format of files.

    `claims` says whether a file is of this format, by its path and, where that does not tell, by its text. `read`
    raises an UnreadableError where the file is not of the format.
    """

    name: str
    claims: Callable[[str, str], bool]
    read: Callable[[Document, Settings], Reading]
