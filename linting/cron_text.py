"""The fields of a cron line as they are written: the tree has their items sorted and merged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from everly.grammar.span import Span
from everly.grammar.tree import Field, FieldKind
from everly.grammar.vocabulary import MONTHS, WEEKDAYS, WORDS
from everly.named import NamedTuple

_ITEM = re.compile(
    r"(?P<first>[a-z0-9]+|[*?])(?:[ \t\r\n]*(?P<to>-|to|through|thru)[ \t\r\n]*(?P<last>[a-z0-9]+))?"
    r"(?:[ \t\r\n]*/[ \t\r\n]*(?P<step>[0-9]+))?",
    re.IGNORECASE,
)
_PLAIN = frozenset({"*", "?", *WORDS["WEEKDAY"], *WORDS["MONTH"]})


class Written(NamedTuple):
    """One item of a list: `5`, `*`, `10-40/10`, `fri-mon`.

    Of what is no value, no range and no step, such as `fri#2`, `15W` and `L-2`, the `first` is empty.
    """

    text: str
    span: Span
    first: str = ""
    to: str | None = None
    last: str | None = None
    step: int | None = None

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.last is not None


def written(field: Field, text: str) -> Iterator[Written]:
    """The items of a field in the order in which they are written."""
    return items(field.span.of(text), field.span.start)


def items(field: str, start: int) -> Iterator[Written]:
    """The items of a field whose text begins at an offset."""
    for part in field.split(","):
        item = part.strip(" \t\r\n")
        place = start + part.index(item)
        yield _read(item, Span(place, place + len(item)))
        start += len(part) + 1


def _read(item: str, span: Span) -> Written:
    found = _ITEM.fullmatch(item)
    if found is None or not all(_is_plain(end) for end in (found["first"], found["last"]) if end is not None):
        return Written(item, span)
    step = found["step"]
    return Written(item, span, found["first"], found["to"], found["last"], None if step is None else int(step))


def _is_plain(end: str) -> bool:
    """Whether it is a number, a name or a star, and not `15W` or `friL`."""
    return end.isdigit() or end.lower() in _PLAIN


def value_of(word: str, kind: FieldKind) -> int:
    """The number of an end of a range in a field; Sunday by name is 0, as cron has it."""
    if word.isdigit():
        return int(word)
    key = word[:3].lower()
    return MONTHS.index(key) + 1 if kind is FieldKind.MONTH else (WEEKDAYS.index(key) + 1) % 7
