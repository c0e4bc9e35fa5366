"""From a text as a format writes it to what it means, each character with its place."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable

from everly.frozen import frozen
from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.span import Span
from everly.linting.dialects import Dialect
from everly.linting.embedded import Embedded, Encode, Reread

_SURROGATES = re.compile("[\ud800-\udfff]")


@frozen
class Letters:
    """A text, and for each of its characters and its end the offset at which it was written."""

    text: str
    places: tuple[int, ...]


@frozen
class Manner:
    """A way in which a format writes a text, quotes included.

    `letters` undoes it, and may be lenient: what it gives counts only if it agrees with the library of the format.
    `value` asks that library, and is None for what is not one text.
    """

    letters: Callable[[str], Letters]
    value: Callable[[str], str | None]
    encode: Encode


def undone(raw: str, inner: Span, special: re.Pattern[str], meaning: Callable[[re.Match[str]], str]) -> Letters:
    """The characters of a part of `raw` as they stand, but for what `special` matches, which means something else."""
    text: list[str] = []
    places: list[int] = []
    at = inner.start
    for match in special.finditer(raw, inner.start, inner.end):
        meant = meaning(match)
        text += (raw[at : match.start()], meant)
        places += range(at, match.start())
        places += [match.start()] * len(meant)
        at = match.end()
    text.append(raw[at : inner.end])
    places += range(at, inner.end + 1)
    return Letters("".join(text), tuple(places))


def embed(  # noqa: PLR0913  # what is known of it
    document: str,
    span: Span,
    value: str,
    manner: Manner,
    *,
    dialect: Dialect = Dialect.EVERLY,
    zone: str | None = None,
    name: str | None = None,
) -> Embedded | None:
    """The schedule that stands in a file at `span`, quotes included, where the library of the format reads `value`.

    None where we cannot say which character stands where.
    """
    raw = span.of(document)
    letters = manner.letters(raw)
    if well_formed(letters.text) != well_formed(value):
        return None
    places = tuple(span.start + place for place in letters.places)
    reread = reread_by(document, span, manner.value)
    return Embedded(letters.text, places, dialect, zone, name, manner.encode, reread)


def reread_by(document: str, span: Span, value: Callable[[str], str | None]) -> Reread:
    """Reads a part of a file again, once it is edited."""

    def reread(edits: tuple[Edit, ...]) -> str | None:
        return value(edited(span.of(document), span.start, edits))

    return reread


def edited(raw: str, start: int, edits: Iterable[Edit]) -> str:
    """The part of a file that begins at `start`, with edits of the file made."""
    shifted = (Edit(Span(each.span.start - start, each.span.end - start), each.text) for each in edits)
    return Fix("", tuple(shifted)).apply(raw)


def character(digits: str, base: int = 16) -> str:
    """The character of a number; none if there is none."""
    code = int(digits, base)
    return chr(code) if code <= sys.maxunicode else ""


def well_formed(text: str) -> str:
    """The text without halves of surrogate pairs, which libraries refuse; every character keeps its place."""
    return _SURROGATES.sub("\ufffd", text)
