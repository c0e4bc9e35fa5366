"""Which characters a match of a regular expression can begin with, so that few expressions need to be tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lark import utils

# Python's own parser of expressions; Lark knows its place in every version.
_LARK: Any = utils
_sre, op = _LARK.sre_parse, _LARK.sre_constants

_ASCII = [chr(code) for code in range(128)]
_Items = Sequence[tuple[Any, Any]]
"""A sequence of the parsed expression: what each of its parts is, and what belongs to it."""


def first_characters(pattern: str) -> tuple[tuple[str, str], ...]:
    """The ASCII characters that may begin a match in any case, in groups, and those that may be second after each.

    Nothing stands for the second character where anything may follow the first. There are perhaps some more than
    needed, but none too few.
    """
    seconds: dict[str, str] = {}
    for firsts, rest in _taken(list(_sre.parse(pattern))):
        after = "" if _is_optional(rest) else _in_any_case({each for chosen, _ in _taken(rest) for each in chosen})
        for first in _in_any_case(firsts):
            before = seconds.get(first, after)
            seconds[first] = _in_any_case({*before, *after}) if before and after else ""
    groups: dict[str, str] = {}
    for first in filter(seconds.__contains__, _ASCII):
        groups[seconds[first]] = groups.get(seconds[first], "") + first
    return tuple((firsts, after) for after, firsts in groups.items())


def _in_any_case(characters: set[str]) -> str:
    return "".join(each for each in _ASCII if each in characters or each.swapcase() in characters)


def _taken(items: _Items) -> Iterator[tuple[set[str], _Items]]:
    """The ways to take the first character: those that it may be, and what of the expression is left then."""
    for place, (code, argument) in enumerate(items):
        rest = items[place + 1 :]
        for characters, left in _taken_by(code, argument):
            yield characters, [*left, *rest]
        if not _is_optional([(code, argument)]):
            return


def _taken_by(code: Any, argument: Any) -> Iterator[tuple[set[str], _Items]]:
    if code is op.LITERAL:
        yield {chr(argument)}, []
    elif code is op.IN:
        yield set(_members(argument)), []
    elif code is op.SUBPATTERN:
        yield from _taken(list(argument[-1]))
    elif code is op.BRANCH:
        for branch in argument[1]:
            yield from _taken(list(branch))
    elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, most, repeated = argument
        again = [(code, (max(least - 1, 0), most - 1, repeated))] if most > 1 else []
        for characters, left in _taken(list(repeated)):
            yield characters, [*left, *again]
    elif code not in (op.ASSERT, op.ASSERT_NOT, op.AT):  # these take no character; what they forbid is left aside
        yield set(_ASCII), []


def _is_optional(items: _Items) -> bool:
    """Whether a sequence may be empty."""
    for code, argument in items:
        if code is op.SUBPATTERN:
            optional = _is_optional(list(argument[-1]))
        elif code is op.BRANCH:
            optional = any(_is_optional(list(branch)) for branch in argument[1])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            optional = argument[0] == 0 or _is_optional(list(argument[2]))
        else:
            optional = code in (op.ASSERT, op.ASSERT_NOT, op.AT)
        if not optional:
            return False
    return True


def _members(items: _Items) -> Iterator[str]:
    """The characters of a set such as `[0-9+-]`."""
    for code, argument in items:
        if code is op.LITERAL:
            yield chr(argument)
        elif code is op.RANGE:
            yield from map(chr, range(argument[0], argument[1] + 1))
        else:
            yield from _ASCII
