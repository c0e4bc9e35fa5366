"""Moments, as `starting` and `until` take them: still words, no clock has been asked."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.grammar.tree.base import Node
from everly.grammar.tree.units import Unit

if TYPE_CHECKING:
    from fractions import Fraction


class RelativeDay(Enum):
    """A day named by its distance from now."""

    TODAY = "today"
    TOMORROW = "tomorrow"


@frozen
class Zone(Node):
    """A time zone: `UTC`, an IANA name as it was written (`Europe/Berlin`), or an ISO offset from UTC (`+02:00`)."""

    name: str


@frozen
class Now(Node):
    """`now`."""


@frozen
class After(Node):
    """`in 5 minutes`, `in 1.5 hours`, `in 2 months`: so much later than now."""

    count: Fraction
    unit: Unit


@frozen
class ClockTime(Node):
    """`00:30`, `9am`, `noon`: today at that time (seconds after midnight)."""

    time: int


@frozen
class NextWeekday(Node):
    """`Monday`, `Monday at 12:15 PM`: the next such day (0 is Monday), today included."""

    weekday: int
    time: int | None


@frozen
class DayOfMonth(Node):
    """`2nd`, `2nd at 10:00`: that day of the current month."""

    day: int
    time: int | None


@frozen
class NearDay(Node):
    """`today`, `tomorrow 10:00`."""

    day: RelativeDay
    time: int | None


@frozen
class Date(Node):
    """`2024-05-01`, `2024-05-01 10:00:30`: an ISO date, with seconds after midnight if it has a time."""

    year: int
    month: int
    day: int
    time: int | None


@frozen
class FreeDate(Node):
    """`May 2, 2024 at 10 PM`: any other way to write a date, left to the resolver to read whole."""

    text: str


When = Now | After | ClockTime | NextWeekday | DayOfMonth | NearDay | Date | FreeDate


@frozen
class Moment(Node):
    """A point in time, and the zone it was written in, if any."""

    when: When
    zone: Zone | None = None
