"""Idioms: stretches of text that mean something elsewhere, and what the language has for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix, Kind
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.syntax_errors.lazy_pattern import LazyPattern, lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import UNITS, WORDS
from everly.named import NamedTuple

UNIT = rf"(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})s?"
"""A unit, as part of a regular expression."""

UNIT_CUES = " ".join(WORDS["UNIT"])
DIGITS = " ".join("0123456789")


_REACH = 300
"""How far around the place an idiom is looked for; regular expressions are slow on hostile texts of thousands."""


_GOES_ON = lazy(
    r"\s+(?!(?:and|or|except|starting|beginning|until|ending|in|on|at|between|from)\b)[a-z0-9!(]", re.IGNORECASE
)


class Meant(NamedTuple):
    """What is said about an idiom: `fixes` are titles and what to write in its place."""

    message: str
    help: str
    fixes: tuple[tuple[str, str], ...] = ()


class Idiom(NamedTuple):
    """A pattern, and what is said where it was found; None if that was not meant.

    Every text that the pattern matches holds one of the `cues`: for others it need not even be compiled.
    """

    cues: frozenset[str]
    pattern: LazyPattern
    read: Callable[[re.Match[str]], Meant | None]


def idiom(cues: str, pattern: str, read: Callable[[re.Match[str]], Meant | None]) -> Idiom:
    """An idiom of whole words, in any case.

    `cues` are runs of letters, digits one by one and signs, in lower case with blanks between them.
    """
    return _idiom(cues, rf"(?<![a-z0-9_])(?:{pattern})(?![a-z0-9_])", read)


def opening(cues: str, pattern: str, read: Callable[[re.Match[str]], Meant | None]) -> Idiom:
    """An idiom that begins the text; its pattern says where it ends."""
    return _idiom(cues, rf"^\s*(?:{pattern})", read)


def _idiom(cues: str, pattern: str, read: Callable[[re.Match[str]], Meant | None]) -> Idiom:
    return Idiom(frozenset(cues.split()), lazy(pattern, re.IGNORECASE), read)


def counted(number: int | str, unit: str) -> str:
    """`1 day`, `2 days`, from a unit in either form."""
    return f"{number} {unit.removesuffix('s')}" + ("" if int(number) == 1 else "s")


def instead(message: str, help: str, written: str) -> Meant:
    """An idiom with one clear reading."""
    return Meant(message, help, (("instead", written),))


def cron_line(found: re.Match[str], line: str) -> str:
    """The line as it stands in place of what was found: days right behind it would be read as a field of it."""
    return f"{line} &" if _GOES_ON().match(found.string, found.end()) else line


def spoken(seen: Situation, idioms: tuple[Idiom, ...], kind: Kind = UNEXPECTED_WORD) -> Fault | None:
    """The fault of the first idiom that covers the place, if there is one."""
    place, size = seen.span.start, len(seen.text)
    begin, end = max(0, place - _REACH), min(size, place + _REACH)
    words = words_of(seen.text[begin:end])
    for pattern, read in (each[1:] for each in idioms if not words.isdisjoint(each.cues)):
        for found in pattern().finditer(seen.text, begin, end):
            is_whole = found.end() < end or end == size
            if is_whole and _covers(found, seen) and (meant := read(found)) is not None:
                span = Span(*found.span())
                fixes = tuple(Fix(title, (Edit(span, written),)) for title, written in meant.fixes)
                return Fault(kind, span, meant.message, help=meant.help, fixes=fixes)
    return None


@lru_cache(maxsize=8)
def words_of(text: str) -> frozenset[str]:
    """The runs of letters of a text, its digits one by one and its signs, in lower case."""
    return frozenset(re.findall(r"[a-z]+|[^a-z\s]", text.lower()))


def _covers(found: re.Match[str], seen: Situation) -> bool:
    place = seen.span.start
    return found.start() <= place < found.end() or (seen.at_end and found.end() == place)
