"""TOML: the standard library says what a file means, a scanner of ours where each text stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.reading import Comment, Reading, UnreadableError
from everly.linting.settings import Settings
from everly.linting.sources.foreign import template_or
from everly.linting.sources.keyed import keyed, reading
from everly.linting.sources.leaves import Leaf, Path, key_of, mentions
from everly.linting.sources.toml_texts import TEXT, manner_of, value_of

_PLACE = re.compile(r" \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)\Z")
_GAP = re.compile(r"(?:[ \t\r\n,]+|#[^\n]*)*")
_COMMENT = re.compile(r"#([^\n]*)")
_HEADER = re.compile(r"[ \t]*\]{1,2}")
_KEY = re.compile(rf"[ \t]*(?:(?P<text>{TEXT})|(?P<bare>[A-Za-z0-9_-]+))[ \t]*(?P<more>\.?)", re.DOTALL)
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_TEXT = re.compile(TEXT, re.DOTALL)
_OTHER = re.compile(r"[^,\]}#\r\n]+")


def read(document: Document, settings: Settings) -> Reading:
    """TOML with schedules in it.

    Raises:
        UnreadableError: It is no TOML.
    """
    text = document.text
    words = (*settings.keys, "CronJob")
    if not mentions(text, words):
        return Reading()
    plain = text.removeprefix("\ufeff")
    shift = len(text) - len(plain)
    try:
        _check(Document(document.path, plain), shift)
    except UnreadableError as error:
        return template_or(error, text, key_of(words))
    scanner = _Scanner(text, shift)
    leaves = list(scanner.leaves())
    return reading(document, keyed(leaves, settings), tuple(scanner.comments))


def _check(document: Document, shift: int) -> None:
    try:
        tomllib.loads(document.text)
    except RecursionError:
        raise UnreadableError("it is nested too deep", Span(0, 0)) from None
    except ValueError as error:  # too many digits are no TOMLDecodeError
        message = str(error)
        place = _PLACE.search(message)
        at = len(document.text) if place else 0
        if place and place["line"]:
            at = document.line_span(int(place["line"]))[0] + int(place["column"]) - 1
        message = _PLACE.sub("", message)
        span = Span(at + shift, at + shift)
        raise UnreadableError(f"it is no TOML: {message[:1].lower()}{message[1:]}", span) from None


class _Scanner:
    """Walks over what was found to be TOML, once."""

    def __init__(self, text: str, at: int) -> None:
        self.comments: list[Comment] = []
        self._text, self._at = text, at
        self._tables: dict[Path, int] = {}  # how many tables each list of tables has so far

    def leaves(self) -> Iterator[Leaf]:
        """The texts of the file; when all are taken, `comments` are complete."""
        table: Path = ()
        self._pass_gap()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                yield from self._value(table + self._key())
            self._pass_gap()

    def _header(self) -> Path:
        is_list = self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        *parents, last = self._steps()
        self._pass(_HEADER)
        path = (*self._resolved(parents), last)
        if not is_list:
            return self._resolved_last(path)
        number = self._tables.get(path, 0)
        self._tables[path] = number + 1
        return (*path, number)

    def _resolved(self, steps: list[str]) -> Path:
        """The path of a header, with the number of the latest table of each list on the way."""
        path: Path = ()
        for step in steps:
            path = self._resolved_last((*path, step))
        return path

    def _resolved_last(self, path: Path) -> Path:
        return (*path, self._tables[path] - 1) if path in self._tables else path

    def _key(self) -> Path:
        steps = tuple(self._steps())
        self._pass(_EQUALS)
        return steps

    def _steps(self) -> list[str]:
        steps, more = [], True
        while more:
            match = self._pass(_KEY)
            steps.append(match["bare"] or value_of(match["text"]) or "")
            more = bool(match["more"])
        return steps

    def _value(self, path: Path) -> Iterator[Leaf]:
        """The texts of a value, without recursion; of an open list the number of its item is kept, of a table None."""
        opened: list[tuple[Path, int | None]] = []
        while True:
            sign = self._text[self._at]
            if sign in "[{":
                self._at += 1
                opened.append((path, 0 if sign == "[" else None))
            elif sign in "]}":
                self._at += 1
                opened.pop()
            elif match := _TEXT.match(self._text, self._at):
                self._at = match.end()
                yield Leaf(path, Span(*match.span()), value_of(match[0]) or "", manner_of(match[0]))
            else:
                self._pass(_OTHER)
            if not opened:
                return
            self._pass_gap()
            path = self._next(opened, path)

    def _next(self, opened: list[tuple[Path, int | None]], path: Path) -> Path:
        """The path of what comes next in the innermost list or table, unless that ends here."""
        if self._text[self._at] in "]}":
            return path
        outer, number = opened[-1]
        if number is None:
            return outer + self._key()
        opened[-1] = (outer, number + 1)
        return (*outer, number)

    def _pass(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        if match is None:  # what the standard library took
            raise UnreadableError("everly cannot find its way through this TOML", Span(self._at, self._at))
        self._at = match.end()
        return match

    def _pass_gap(self) -> None:
        gap = self._pass(_GAP)
        if "#" in gap[0]:
            for match in _COMMENT.finditer(self._text, *gap.span()):
                self.comments.append(Comment(Span(match.start(), match.end()), match[1].strip()))
