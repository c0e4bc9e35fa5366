"""Which characters a match of a regular expression can begin with, so that few expressions need to be tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lark import utils

# Python's own parser of expressions; Lark knows its place in every version.
_LARK: Any = utils
_sre, op = _LARK.sre_parse, _LARK.sre_constants

_ASCII = [chr(code) for code in range(128)]


def first_characters(pattern: str) -> str:
    """Every ASCII character, in order, that may begin a match in any case; perhaps some more, but none too few."""
    found, _ = _firsts(_sre.parse(pattern))
    either_case = found | {character.swapcase() for character in found}
    return "".join(character for character in _ASCII if character in either_case)


def _firsts(items: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """What a sequence of the parsed expression can begin with, and whether it can be empty."""
    found: set[str] = set()
    for code, argument in items:
        firsts, empty = _firsts_of(code, argument)
        found |= firsts
        if not empty:
            return found, False
    return found, True


def _firsts_of(code: Any, argument: Any) -> tuple[set[str], bool]:
    if code is op.LITERAL:
        return {chr(argument)}, False
    if code is op.IN:
        return set(_members(argument)), False
    if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return set(), True  # takes no character; that it may forbid some is left aside
    if code is op.SUBPATTERN:
        return _firsts(argument[-1])
    if code is op.BRANCH:
        branches = [_firsts(branch) for branch in argument[1]]
        return set().union(*(found for found, _ in branches)), any(empty for _, empty in branches)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        found, empty = _firsts(argument[2])
        return found, empty or argument[0] == 0
    return set(_ASCII), False


def _members(items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """The characters of a set such as `[0-9+-]`."""
    for code, argument in items:
        if code is op.LITERAL:
            yield chr(argument)
        elif code is op.RANGE:
            yield from map(chr, range(argument[0], argument[1] + 1))
        else:
            yield from _ASCII
