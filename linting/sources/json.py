"""JSON, with the comments and the commas before a closing bracket that editors and compilers allow in their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.reading import Comment, Reading, UnreadableError
from everly.linting.settings import Settings
from everly.linting.sources.foreign import template_or
from everly.linting.sources.keyed import keyed, reading
from everly.linting.sources.leaves import Leaf, key_of, mentions
from everly.linting.sources.letters import Letters, Manner, undone

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"{_STRING}|//(?P<line>[^\n]*)|/\*(?P<block>.*?)\*/", re.DOTALL)
_LAST_COMMA = re.compile(rf"{_STRING}|,(?=\s*[\]}}])", re.DOTALL)
_TOKEN = re.compile(rf"(?P<text>{_STRING})|(?P<sign>[\[\]{{}},:])|[^\s\[\]{{}},:\"]+", re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)


def read(document: Document, settings: Settings) -> Reading:
    """JSON with schedules in it.

    Raises:
        UnreadableError: It is no JSON.
    """
    text = document.text
    words = (*settings.keys, "CronJob")
    if not mentions(text, words):
        return Reading()
    comments = tuple(_comments(text))
    bare = _COMMENT.sub(lambda match: _blank(match[0]) if match.lastgroup else match[0], text)
    bare = _LAST_COMMA.sub(lambda match: " " if match[0] == "," else match[0], bare)
    try:
        _check(bare)
    except UnreadableError as error:
        return template_or(error, text, key_of(words))
    return reading(document, keyed(list(_leaves(bare)), settings), comments)


def _comments(text: str) -> Iterator[Comment]:
    for match in _COMMENT.finditer(text):
        if match.lastgroup:
            yield Comment(Span(*match.span()), match[match.lastgroup].strip())


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _check(text: str) -> None:
    try:
        # Numbers stay as they stand: very long ones would be refused.
        json.loads(text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text, parse_int=str)
    except json.JSONDecodeError as error:
        at = min(error.pos, len(text))
        raise UnreadableError(f"it is no JSON: {error.msg[:1].lower()}{error.msg[1:]}", Span(at, at)) from None
    except RecursionError:
        raise UnreadableError("it is nested too deep", Span(0, 0)) from None


def _leaves(text: str) -> Iterator[Leaf]:
    """The texts of what was found to be JSON."""
    path: list[str | int] = []  # the last step of each open list or object: the number or the key of its item
    is_value = True
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[":
                path.append(0)
            case "{":
                path.append("")
                is_value = False
            case "]" | "}":
                path.pop()
            case ",":
                is_value = isinstance(step := path[-1], int)
                path[-1] = step + 1 if isinstance(step, int) else ""
            case ":":
                is_value = True
            case raw if token["text"] and is_value:
                yield Leaf(tuple(path), Span(*token.span()), json.loads(raw), _MANNER)
            case raw if token["text"]:
                path[-1] = json.loads(raw)


def _letters(raw: str) -> Letters:
    return undone(raw, Span(1, len(raw) - 1), _ESCAPE, lambda match: json.loads(f'"{match[0]}"'))


def _value(raw: str) -> str | None:
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _encode(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


_MANNER = Manner(_letters, _value, _encode)
