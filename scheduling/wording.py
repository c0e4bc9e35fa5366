"""How parts of a schedule and instants are named in messages."""

from __future__ import annotations

from datetime import UTC

from everly.grammar.printer.names import clock
from everly.grammar.tree import Node
from everly.grammar.vocabulary import WEEKDAYS
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, weekday_of
from everly.scheduling.engine.zones import Zone

_LONGEST = 60


def quoted(part: Node, text: str) -> str:
    """A part of the schedule as it was written, in quotes; a long one is cut short."""
    written = part.span.of(text)
    return f"'{written}'" if len(written) <= _LONGEST else f"'{written[:_LONGEST]}...'"


def reading_shown(reading: int) -> str:
    """`sun 2025-03-09 02:30`: what a clock shows, or would show if it did not skip it; the day lies in the calendar."""
    return shown(reading, Zone("UTC", UTC))


def shown(instant: int, zone: Zone) -> str:
    """`mon 2024-05-06 09:00`, as the zone's clock shows it; in UTC where that clock has left the calendar."""
    wall = zone.reading(instant)
    day, second = divmod(wall, DAY)
    if not FIRST_DAY <= day <= LAST_DAY:
        return f"{shown(instant, Zone('UTC', UTC))} UTC"
    weekday = WEEKDAYS[weekday_of(day)]
    if zone.first_instant(wall) != instant:  # a second pass, which the clock's time does not tell from the first
        return f"{weekday} {date_of(instant // DAY)} {clock(instant % DAY)} UTC"
    return f"{weekday} {date_of(day)} {clock(second)}"
