"""Units of time, as intervals use them."""

from __future__ import annotations

from enum import Enum


class Unit(Enum):
    """A unit of time; a fortnight is two weeks and a quarter three months."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    __hash__ = object.__hash__  # each is equal to itself alone; that of Enum takes far longer


SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86400, Unit.WEEK: 604800}
"""The units that are elapsed time, or may be when written with a fraction, in seconds."""
