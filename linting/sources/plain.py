"""Plain text: a schedule on each line. A `#` begins a comment where it begins a line or follows a blank."""

from __future__ import annotations

import re

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.reading import Comment, Reading, Unchecked
from everly.linting.settings import Settings
from everly.linting.sources.foreign import hindrance_of
from everly.linting.sources.letters import reread_by
from everly.linting.sources.lines import lines_of

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def read(document: Document, _settings: Settings) -> Reading:
    """A text with a schedule on each line."""
    schedules, unchecked, comments = [], [], []
    for line, start in lines_of(document.text):
        if match := _COMMENT.search(line):
            comments.append(Comment(Span(start + match.start(), start + len(line)), line[match.end() :].strip()))
        text = _schedule_in(line)
        if text is None:
            continue
        begin = start + line.index(text)
        if hindrance := hindrance_of(document.path, text):
            unchecked.append(Unchecked(Span(begin, begin + len(text)), hindrance))
            continue
        reread = reread_by(document.text, Span(start, start + len(line)), _schedule_in)
        schedules.append(Embedded(text, tuple(range(begin, begin + len(text) + 1)), reread=reread))
    return Reading(tuple(schedules), tuple(unchecked), tuple(comments))


def _schedule_in(line: str) -> str | None:
    comment = _COMMENT.search(line)
    return line[: comment.start() if comment else None].strip() or None
