"""The four ways in which TOML writes a text."""

from __future__ import annotations

import re
import tomllib

from everly.grammar.span import Span
from everly.linting.sources.letters import Letters, Manner, character, undone

TEXT = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
"""A text with its quotes, in what is known to be TOML; to be read with `re.DOTALL`."""

_SIMPLE = re.compile(r"""\"[^"\\\x00-\x1f\x7f]*\"|'[^'\x00-\x1f\x7f]*'""")
_BREAK = re.compile(r"\r\n")
_ESCAPE = re.compile(r"\r\n|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[ \t]*\r?\n[ \t\r\n]*|.)", re.DOTALL)
_MEANINGS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_UNWRITABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


def value_of(raw: str) -> str | None:
    """What a text with its quotes means; None if it is not one text."""
    if _SIMPLE.fullmatch(raw):
        return raw[1:-1]
    try:
        table = tomllib.loads(f"x = {raw}\n")
    except (ValueError, RecursionError):
        return None
    value = table.get("x")
    return value if len(table) == 1 and isinstance(value, str) else None


def manner_of(raw: str) -> Manner:
    """How a text is written, by its quotes."""
    return _MANNERS[raw[:3] if raw[:3] in _MANNERS else raw[0]]


def _inner(raw: str) -> Span:
    """What stands between the quotes, without the line break right after three."""
    if not raw.startswith(('"""', "'''")):
        return Span(1, len(raw) - 1)
    begin = re.compile(r"\r?\n").match(raw, 3)
    return Span(begin.end() if begin else 3, len(raw) - 3)


def _basic(raw: str) -> Letters:
    return undone(raw, _inner(raw), _ESCAPE, _meaning)


def _literal(raw: str) -> Letters:
    return undone(raw, _inner(raw), _BREAK, lambda _match: "\n")


def _meaning(match: re.Match[str]) -> str:
    written = match[0]
    if written == "\r\n":
        return "\n"
    if written[1] in "uUx":
        return character(written[2:])
    return _MEANINGS.get(written[1], "")  # nothing for the end of a line


def _encode_basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def _encode_literal(text: str) -> str | None:
    return None if "'" in text or _UNWRITABLE.search(text) else text


_MANNERS = {
    '"': Manner(_basic, value_of, _encode_basic),
    '"""': Manner(_basic, value_of, _encode_basic),
    "'": Manner(_literal, value_of, _encode_literal),
    "'''": Manner(_literal, value_of, _encode_literal),
}
