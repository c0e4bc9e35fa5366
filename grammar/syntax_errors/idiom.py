"""Idioms: stretches of text that mean something elsewhere, and what the language has for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix, Kind
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import WORDS

UNIT = rf"(?:{'|'.join(sorted(WORDS['UNIT'], key=len, reverse=True))})"
"""A unit, as part of a regular expression."""


_REACH = 300
"""How far around the place an idiom is looked for; regular expressions are slow on hostile texts of thousands."""


class Meant(NamedTuple):
    """What is said about an idiom: `fixes` are titles and what to write in its place."""

    message: str
    help: str
    fixes: tuple[tuple[str, str], ...] = ()


class Idiom(NamedTuple):
    """A pattern, and what is said where it was found; None if that was not meant."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Meant | None]


def idiom(pattern: str, read: Callable[[re.Match[str]], Meant | None]) -> Idiom:
    """An idiom of whole words, in any case."""
    return Idiom(re.compile(rf"(?<![a-z0-9_])(?:{pattern})(?![a-z0-9_])", re.IGNORECASE), read)


def counted(number: int | str, unit: str) -> str:
    """`1 day`, `2 days`, from a unit in either form."""
    return f"{number} {unit.removesuffix('s')}" + ("" if int(number) == 1 else "s")


def instead(message: str, help: str, written: str) -> Meant:
    """An idiom with one clear reading."""
    return Meant(message, help, (("instead", written),))


def spoken(seen: Situation, idioms: tuple[Idiom, ...], kind: Kind = UNEXPECTED_WORD) -> Fault | None:
    """The fault of the first idiom that covers the place, if there is one."""
    place, size = seen.span.start, len(seen.text)
    begin, end = max(0, place - _REACH), min(size, place + _REACH)
    for pattern, read in idioms:
        for found in pattern.finditer(seen.text, begin, end):
            is_whole = found.end() < end or end == size
            if is_whole and _covers(found, seen) and (meant := read(found)) is not None:
                span = Span(*found.span())
                fixes = tuple(Fix(title, (Edit(span, written),)) for title, written in meant.fixes)
                return Fault(kind, span, meant.message, help=meant.help, fixes=fixes)
    return None


def _covers(found: re.Match[str], seen: Situation) -> bool:
    place = seen.span.start
    return found.start() <= place < found.end() or (seen.at_end and found.end() == place)
