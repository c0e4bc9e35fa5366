"""Windows: every second of matching days or times. Lists are sorted and merged."""

from __future__ import annotations

from everly.frozen import frozen
from everly.grammar.tree.base import Node


@frozen
class Weekdays(Node):
    """`mon-fri`, `sat,sun`, `weekends`: days of the week, 0 is Monday, ascending."""

    days: tuple[int, ...]


@frozen
class Months(Node):
    """`jun-aug`, `jan,jul`: months 1 to 12, ascending."""

    months: tuple[int, ...]


@frozen
class Years(Node):
    """`2024`, `2024-2026,2030`: disjoint ranges of years, both ends in, ascending."""

    ranges: tuple[tuple[int, int], ...]


@frozen
class MonthDays(Node):
    """`1st,15th`, `last day of feb`: days of the month; -1 is the last, -2 the last but one. No months means all.

    With months it holds a day that is counted from the end; `15th of jan` is a day of the year.
    """

    days: tuple[int, ...]
    months: tuple[int, ...] | None = None


WORKDAY = 7
"""Stands for Monday to Friday where an nth weekday names a day (`last weekday`)."""


@frozen
class NthWeekdays(Node):
    """`2nd tue`, `1st mon,last fri of nov`: (nth, weekday) pairs; from the end when nth is negative."""

    days: tuple[tuple[int, int], ...]
    months: tuple[int, ...] | None = None


@frozen
class YearDays(Node):
    """`dec 25`, `1st of jan,jul`, `dec 24-jan 2`: ranges of (month, day), both ends in; the last may wrap."""

    ranges: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


@frozen
class Dates(Node):
    """`2024-12-25`, `2024-12-24 - 2025-01-02`: ranges of (year, month, day), both ends in, ascending."""

    ranges: tuple[tuple[tuple[int, int, int], tuple[int, int, int]], ...]


@frozen
class Times(Node):
    """`09:00-17:00`: ranges of seconds after midnight, both ends in; one whose end is less wraps past midnight."""

    ranges: tuple[tuple[int, int], ...]


Window = Weekdays | Months | Years | MonthDays | NthWeekdays | YearDays | Dates | Times
