"""Comments that silence rules, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from everly.frozen import frozen
from everly.grammar.span import Span
from everly.grammar.suggestions import closest
from everly.linting.catalogue import CATALOGUE
from everly.linting.document import Document
from everly.linting.reading import Comment

ALL = "all"
"""Names every rule but those about ignores, so that it does not hide itself."""

VERBS = ("ignore", "ignore-file")

_IGNORE = re.compile(r"(?:\A|#[ \t]*)(?i:everly):\s*(?P<call>(?P<verb>[\w-]+)(?P<brackets>\s*\[(?P<names>[^\]]*)\])?)")
_NAME = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*\Z")  # of YAML, whose text begins on the next line
_CODES = {word.lower(): kind.code for kind in CATALOGUE for word in (kind.code, kind.name)} | {ALL: ALL}


@frozen
class Name:
    """A rule that a comment names; `code` is None if there is none of that name."""

    text: str
    span: Span
    code: str | None


@frozen
class Ignore:
    """What a comment says to us.

    `place` is what to take away to take it back, `call` its words without the reason. `lines` are those it is about,
    None for all of the file. There are no `names` where it says nothing that we understand.
    """

    place: Span
    call: Span
    verb: str
    names: tuple[Name, ...]
    lines: range | None


def ignores(document: Document, comments: Sequence[Comment]) -> tuple[Ignore, ...]:
    """The comments of a file that silence rules, or are meant to."""
    lines = {document.position(comment.span.start)[0] for comment in comments if _is_alone(document, comment)}
    found = ((comment, _IGNORE.search(comment.text)) for comment in comments)
    return tuple(
        _ignore(document, comment, match, lines) for comment, match in found if match is not None and _is_meant(match)
    )


def _is_meant(match: re.Match[str]) -> bool:
    """Prose may begin with our name, too."""
    verb = match["verb"].lower()
    return verb in VERBS or match["brackets"] is not None or closest(verb, VERBS) is not None


def _is_alone(document: Document, comment: Comment) -> bool:
    begin, _ = document.line_span(document.position(comment.span.start)[0])
    return not document.text[begin : comment.span.start].strip("\ufeff \t")


def _ignore(document: Document, comment: Comment, match: re.Match[str], comment_lines: set[int]) -> Ignore:
    base = comment.span.start + comment.span.of(document.text).index(comment.text)
    call = Span(base + match.start("call"), base + match.end("call"))
    place = comment.span if match.start() == 0 else Span(base + match.start(), comment.span.end)
    verb = match["verb"].lower()
    names = tuple(_names(match, base)) if verb in VERBS else ()
    lines = None if verb == "ignore-file" else _lines(document, comment, comment_lines)
    return Ignore(place, call, verb, names, lines)


def _names(match: re.Match[str], base: int) -> Iterator[Name]:
    if match["brackets"] is not None:
        for name in _NAME.finditer(match.string, *match.span("names")):
            yield Name(name[0], Span(base + name.start(), base + name.end()), _CODES.get(name[0].lower()))


def _lines(document: Document, comment: Comment, comment_lines: set[int]) -> range:
    first = line = document.position(comment.span.start)[0]
    begin, _ = document.line_span(line)
    if line in comment_lines:
        line = document.position(comment.span.end)[0] + 1
        while line in comment_lines:
            line += 1
    elif _BLOCK_HEADER.search(document.text, begin, comment.span.start):
        line += 1
    return range(first, line + 1)
