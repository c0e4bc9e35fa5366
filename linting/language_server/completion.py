"""The words that can stand where somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol.types import CompletionItem, CompletionItemKind, TextEdit

from everly.grammar.continuations import continuations, words_after
from everly.grammar.span import Span
from everly.grammar.vocabulary import MONTHS, PHRASES, WEEKDAYS
from everly.linting.dialects import Dialect
from everly.linting.language_server.opened import Opened
from everly.scheduling.zone_names import names_of_zones

_BEGUN = re.compile(r"(?:@|(?<![A-Za-z0-9_/@]))[A-Za-z]*\Z")
_BEGUN_ZONE = re.compile(r"(?i)(?<=\bin\s)[A-Z0-9_+/-]*\Z")
_CRON_WORDS = frozenset({*WEEKDAYS, *MONTHS})


def completion(opened: Opened, offset: int) -> list[CompletionItem]:
    """The words of the language, and zones after `in`, that can follow what stands before an offset in a schedule."""
    found = _before(opened, offset)
    if found is None:
        return []
    before, dialect = found
    words = [(word, begun, detail) for word, begun, detail in _words(before) if _is_taken(word, dialect)]
    return [
        _item(word, detail, opened, Span(offset - len(begun), offset), number)
        for number, (word, begun, detail) in enumerate(words)
    ]


def _before(opened: Opened, offset: int) -> tuple[str, Dialect] | None:
    """What stands before an offset in the schedule there, and whose it is; blanks after a schedule may belong to it."""
    text = opened.document.text
    for embedded in opened.schedules:
        begin, end = embedded.span.start, embedded.span.end
        if begin <= offset <= end:
            length = sum(place < offset for place in embedded.places[:-1])
            return embedded.text[:length], embedded.dialect
        if end < offset and not text[end:offset].strip(" \t"):
            return embedded.text + text[end:offset], embedded.dialect
    return None


def _words(before: str) -> Iterator[tuple[str, str, str]]:
    """Each word, what was typed of it, and what kind of word it is."""
    if match := _BEGUN.search(before):
        begun = match.group()
        for word, terminal in words_after(before[: match.start()], begun):
            yield word, begun, PHRASES.get(terminal, "")
    if match := _BEGUN_ZONE.search(before):
        begun = match.group()
        if "ZONE" in continuations(before[: match.start()]):
            names = (name for name in names_of_zones() if name.lower().startswith(begun.lower()))
            yield from ((name, begun, "a zone") for name in names)


def _is_taken(word: str, dialect: Dialect) -> bool:
    """Whether the program that reads the file takes the word; all but everly itself take cron lines only."""
    return dialect is Dialect.EVERLY or word in _CRON_WORDS or (word[0] == "@" and dialect is not Dialect.GITHUB)


def _item(word: str, detail: str, opened: Opened, span: Span, number: int) -> CompletionItem:
    return CompletionItem(
        label=word,
        kind=CompletionItemKind.Keyword,
        detail=detail or None,
        sort_text=f"{number:04}",
        text_edit=TextEdit(opened.positions.range(span), word),
    )
