"""Python: texts that are passed to the calls of the settings, such as `parse_schedule("daily")`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from everly.frozen import frozen
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.reading import Comment, Reading, Unchecked, UnreadableError
from everly.linting.settings import CALL, Settings
from everly.linting.sources.foreign import template_or
from everly.linting.sources.leaves import whole
from everly.linting.sources.letters import embed, well_formed
from everly.linting.sources.python_texts import manner_of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@frozen
class _Call:
    """A call that takes a schedule: as its first argument or, if there is a keyword, as that."""

    function: str
    keyword: str | None

    def takes(self, call: ast.Call, renamed: Mapping[str, str]) -> ast.expr | None:
        """What a call of it passes as the schedule; it may be imported under another name."""
        if not f".{_dotted(call.func, renamed)}".endswith(f".{self.function}"):
            return None
        if self.keyword:
            return next((each.value for each in call.keywords if each.arg == self.keyword), None)
        return call.args[0] if call.args else None


class _Lines:
    """Where the parser's lines begin; its columns count bytes of UTF-8."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = _LINE.findall(text)
        self._starts = [0, *accumulate(map(len, self._lines))]

    def span(self, node: ast.expr) -> Span:
        """Where a node stands."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return Span(self._offset(node.lineno, node.col_offset), self._offset(end_line, end_column))

    def at(self, line: int, column: int) -> int:
        """The offset of a column in characters."""
        return self._starts[line - 1] + column

    def _offset(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        return self.at(line, column if text.isascii() else len(text.encode()[:column].decode(errors="ignore")))


def read(document: Document, settings: Settings) -> Reading:
    """Python with schedules in it.

    Raises:
        UnreadableError: It is no Python.
    """
    text = document.text
    calls = [_Call(match["function"], match["keyword"]) for call in settings.calls if (match := CALL.fullmatch(call))]
    place = rf"{whole([call.function for call in calls])}[\s\\]*\("
    if "everly:" not in text and not (calls and (re.search(place, text) or _is_renamed(calls, text))):
        return Reading()
    shift = len(text) - len(text.removeprefix("\ufeff"))
    lines = _Lines(well_formed(text[shift:]))
    try:
        tree = _parse(lines.text, shift)
    except UnreadableError as error:
        return template_or(error, text, place)
    found = [_looked_at(document, each, lines, shift) for each in _arguments(tree, calls)]
    schedules = sorted((each for each in found if isinstance(each, Embedded)), key=lambda each: each.places[0])
    unchecked = sorted((each for each in found if isinstance(each, Unchecked)), key=lambda each: each.span)
    return Reading(tuple(schedules), tuple(unchecked), tuple(_comments(lines.text, shift)))


def _is_renamed(calls: list[_Call], text: str) -> bool:
    """Whether it looks as if one of them were imported under another name; `Job as soon as` in prose does not."""
    names = whole([call.function for call in calls])
    return re.search(rf"{names}[ \t]+as[ \t]+\w+[ \t]*(?:[,;)#\r\n]|\Z)", text) is not None


def _parse(text: str, shift: int) -> ast.Module:
    if "\0" in text:
        at = text.index("\0") + shift
        raise UnreadableError("it is no Python, which has no NUL characters", Span(at, at + 1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as of `\d`: others say so
            return ast.parse(text)
    except SyntaxError as error:
        line, column = max(1, error.lineno or 1), max(1, error.offset or 1)
        at = min(sum(map(len, _LINE.findall(text)[: line - 1])) + column - 1, len(text)) + shift
        raise UnreadableError(f"it is no Python: {error.msg}", Span(at, at)) from None
    except (RecursionError, MemoryError):
        raise UnreadableError("it is nested too deep", Span(0, 0)) from None


def _arguments(tree: ast.Module, calls: list[_Call]) -> Iterator[ast.expr]:
    """Each text that a call takes as a schedule, or as one of a list of them, once."""
    seen: set[int] = set()
    renamed = _renamed(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for call in calls:
                for each in _texts(call.takes(node, renamed)):
                    if id(each) not in seen:
                        seen.add(id(each))
                        yield each


def _renamed(tree: ast.Module) -> dict[str, str]:
    """What the names stand for that imports give: `ps` for `everly.parse_schedule`."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {each.asname: f"{node.module}.{each.name}" for node in imports for each in node.names if each.asname}


def _texts(argument: ast.expr | None) -> Iterator[ast.expr]:
    """The literals that it may be, and what is put together from some; of names and the like nothing is in sight."""
    if argument is not None and (_is_text(argument) or _is_put_together(argument)):
        yield argument
    for each in _choices(argument):
        yield from _texts(each)


def _choices(argument: ast.expr | None) -> Sequence[ast.expr]:
    """The expressions of which it is one, or all."""
    match argument:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items) | ast.BoolOp(values=items):
            return items
        case ast.IfExp(body=body, orelse=other):
            return body, other
        case ast.NamedExpr(value=value) | ast.Starred(value=value):
            return (value,)
    return ()


def _is_text(node: ast.expr | None) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_put_together(node: ast.expr | None) -> bool:
    """Whether a text is added to another, filled in (`%`, `.format`), joined and so on."""
    match node:
        case ast.BinOp(left=left, right=right):
            return any(_is_text(each) or _is_put_together(each) for each in (left, right))
        case ast.Call(func=ast.Attribute(value=value)):
            return _is_text(value) or _is_put_together(value)
    return False


def _looked_at(document: Document, literal: ast.expr, lines: _Lines, shift: int) -> Embedded | Unchecked:
    place = lines.span(literal)
    span = Span(place.start + shift, place.end + shift)
    if isinstance(literal, ast.JoinedStr):
        return Unchecked(span, "an f-string, which is filled in when the program runs")
    if not isinstance(literal, ast.Constant):
        return Unchecked(span, "put together when the program runs")
    embedded = embed(document.text, span, str(literal.value), manner_of(span.of(document.text)))
    return embedded or Unchecked(span, "written in a way of which everly cannot say where each character stands")


def _dotted(function: ast.expr, renamed: Mapping[str, str]) -> str:
    names = []
    while isinstance(function, ast.Attribute):
        names.append(function.attr)
        function = function.value
    name = function.id if isinstance(function, ast.Name) else ""
    names.append(renamed.get(name, name))
    return ".".join(reversed(names))


def _comments(text: str, shift: int) -> Iterator[Comment]:
    """Splitting into tokens takes longer than parsing, so it waits for a comment that is meant for us."""
    if "everly:" not in text:
        return
    lines = _Lines(text)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            at = lines.at(*token.start) + shift
            yield Comment(Span(at, at + len(token.string)), token.string.removeprefix("#").strip())
