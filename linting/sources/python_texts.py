"""How Python writes texts: quoted, raw, in three quotes, several literals one after another."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from everly.grammar.span import Span
from everly.linting.embedded import Encode
from everly.linting.sources.letters import Letters, Manner, character, undone, well_formed

_PIECE = re.compile(
    r"""(?P<prefix>[A-Za-z]*)(?P<quote>\"{3}|'{3}|["'])"""
    r"""(?P<body>(?:[^\\"']+|\\.|(?!(?P=quote))["'])*)(?P=quote)""",
    re.DOTALL,
)
_BREAK = re.compile(r"\r\n?")
_ESCAPE = re.compile(
    r"\\(?:\r\n|N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)|\r\n?", re.DOTALL
)
_MEANINGS = dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True)) | dict.fromkeys(("\n", "\r", "\r\n"), "")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def manner_of(raw: str) -> Manner:
    """How a literal is written, all of its pieces."""
    return Manner(_letters, _value, _encoding(raw))


def _pieces(raw: str) -> Iterator[re.Match[str]]:
    at = 0
    while match := _PIECE.search(raw, at):
        yield match
        at = match.end()


def _letters(raw: str) -> Letters:
    text, places, end = "", [0][:0], 0
    for piece in _pieces(raw):
        special = _BREAK if _is_raw(piece) else _ESCAPE
        letters = undone(raw, Span(*piece.span("body")), special, _meaning)
        text += letters.text
        places += letters.places[:-1]
        end = letters.places[-1]
    return Letters(text, (*places, end))


def _is_raw(piece: re.Match[str]) -> bool:
    return "r" in piece["prefix"].lower()


def _meaning(match: re.Match[str]) -> str:
    written = match[0]
    if written[0] == "\r":
        return "\n"
    escape = written[1:]
    if escape in _MEANINGS:
        return _MEANINGS[escape]
    if escape[0] == "N" and len(escape) > 1:
        return _named(escape[2:-1])
    if escape[0] in "xuU" and len(escape) > 1:
        return character(escape[1:])
    return character(escape, 8) if escape[0] in "01234567" else written


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""


def _value(raw: str) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(f"({well_formed(raw)}\n)")
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, str) else None


def _encoding(raw: str) -> Encode:
    """How characters are written in any place of it; not at all where pieces differ, or a comment would be lost."""
    pieces = list(_pieces(raw))
    between = [raw[before.end() : after.start()] for before, after in pairwise(pieces)]
    kinds = {(_is_raw(piece), piece["quote"]) for piece in pieces}
    if len(kinds) != 1 or any("#" in gap for gap in between):
        return _never
    is_raw, quote = kinds.pop()
    return partial(_encode_raw if is_raw else _encode, quote=quote)


def _never(_text: str) -> None:
    return None


def _encode(text: str, quote: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(quote[0], f"\\{quote[0]}")
    escaped = escaped.replace("\r", "\\r")
    if len(quote) == 1:
        escaped = escaped.replace("\n", "\\n")
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped)


def _encode_raw(text: str, quote: str) -> str | None:
    is_broken = "\r" in text or ("\n" in text and len(quote) == 1)
    return None if is_broken or quote[0] in text or text.endswith("\\") or _UNWRITABLE.search(text) else text
