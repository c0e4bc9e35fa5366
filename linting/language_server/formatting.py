"""Schedules in their canonical spelling, as `everly fmt` writes them."""

from __future__ import annotations

from lsprotocol.types import TextEdit

from everly.linting.formatting import format_document
from everly.linting.language_server.opened import Opened
from everly.linting.language_server.quick_fixes import text_edits
from everly.linting.report import Unread


def formatting(opened: Opened) -> list[TextEdit]:
    """The edits that format a document; each lies within a schedule."""
    formatted = format_document(opened.document, opened.source, opened.linter)
    return [] if isinstance(formatted, Unread) else text_edits(opened, formatted.edits)
