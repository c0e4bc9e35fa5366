"""Cron lines: fields of items, with names already turned into numbers."""

from __future__ import annotations

from enum import Enum

from everly.frozen import frozen
from everly.grammar.tree.base import Node


class FieldKind(Enum):
    """Which part of the time a cron field matches."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    WEEKDAY = "weekday"
    YEAR = "year"

    __hash__ = object.__hash__  # each is equal to itself alone; that of Enum takes far longer


@frozen
class Star(Node):
    """`*`, `?`, `*/5`: every value, or every `step`-th counted from the least."""

    step: int = 1


@frozen
class Range(Node):
    """`5`, `1-5`, `10-40/10`; `5/15` runs to its last value, as `5-50/15` does.

    A range of names may wrap, its last then being less than its first. Sunday is 0, and 7 as the end of a range.
    """

    first: int
    last: int
    step: int = 1


@frozen
class LastDay(Node):
    """`L`, `L-2`: so many days before the last day of the month."""

    before: int = 0


@frozen
class LastWorkday(Node):
    """`LW`: the last Monday to Friday of the month."""


@frozen
class NearestWorkday(Node):
    """`15W`: the Monday to Friday nearest to that day, within its month."""

    day: int


@frozen
class NthWeekday(Node):
    """`fri#2`, `5L`, `2nd mon`: the nth such weekday of the month (Sunday is 0), from the end when nth is negative.

    It stands in the day field or in the weekday field.
    """

    nth: int
    weekday: int


Item = Star | Range | LastDay | LastWorkday | NearestWorkday | NthWeekday


@frozen
class Field(Node):
    """One field: its items, sorted and merged, and whether it begins with `*` (Debian's cron makes that matter)."""

    items: tuple[Item, ...]
    starred: bool = False


@frozen
class Cron(Node):
    """A cron line. `second` is None in lines of five fields, `year` in those of five and six."""

    minute: Field
    hour: Field
    day: Field
    month: Field
    weekday: Field
    second: Field | None = None
    year: Field | None = None
