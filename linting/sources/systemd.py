"""Timers of systemd, whose calendar events are a notation of their own: systemd.time(7)."""

from __future__ import annotations

import re

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.reading import Comment, Reading, Unchecked
from everly.linting.settings import Settings

_EVENT = re.compile(r"^[ \t]*OnCalendar[ \t]*=[ \t]*(?P<event>(?:[^\n\\]|\\\r?\n|\\)*)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?P<all>[#;](?P<text>.*))$", re.MULTILINE)
_REASON = "a calendar event of systemd, which everly does not read"


def read(document: Document, _settings: Settings) -> Reading:
    """A timer, whose events are told as not checked."""
    text = document.text
    found = ((match.start("event"), match["event"].rstrip()) for match in _EVENT.finditer(text))
    events = tuple(Unchecked(Span(start, start + len(event)), _REASON) for start, event in found if event)
    comments = (Comment(Span(*match.span("all")), match["text"].strip()) for match in _COMMENT.finditer(text))
    return Reading(unchecked=events, comments=tuple(comments))
