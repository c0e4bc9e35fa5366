"""Cycles of days told by the days of the week, which the kind of year knows."""

from __future__ import annotations

from functools import cache, lru_cache, reduce
from operator import or_

from everly.scheduling.engine.bits import repeated
from everly.scheduling.engine.civil import FULL_YEARS, WEEK
from everly.scheduling.engine.dayset import DaySet, day_set
from everly.scheduling.engine.rows import NO_DAYS, Masks, Rows, joined, one_row, row_of

_A_MONDAY = 3  # days before 1970-01-01


@cache  # there are but 128
def by_weekday(turns: int) -> DaySet:
    """A cycle of seven days is one of weekdays, so the kind of year decides; bit 0 is the weekday of 1970-01-01."""
    weeks = repeated(turns, WEEK, 55 * WEEK)
    return day_set(tuple([weeks >> (kind - 3) % WEEK & full for kind, full in enumerate(FULL_YEARS)]))


@lru_cache(maxsize=256)
def weekday_turns(masks: Masks) -> int | None:
    """The days of the week that these days are, by what their number leaves when divided by 7; None if they are not."""
    turns = sum(1 << (day - _A_MONDAY) % WEEK for day in range(WEEK) if masks[0] >> day & 1)
    return turns if masks in (NO_DAYS, by_weekday(turns).masks) else None


@lru_cache(maxsize=1024)
def without_weeks(modulus: int, turns: int) -> tuple[int, Rows]:
    """A cycle of 7n days as one of n days and the days of the week, which the kind of year knows.

    Where 7 divides n no more, the turn of n and the weekday tell that of 7n (Chinese remainder theorem).
    """
    short = modulus // WEEK
    rows = one_row(row_of(short, 0, NO_DAYS))
    for turn in range(WEEK):
        chosen = turns & repeated(1 << turn, WEEK, modulus)
        bits = reduce(or_, (chosen >> short * part for part in range(WEEK))) & (1 << short) - 1
        rows = joined(or_, rows, one_row(row_of(short, bits, by_weekday(1 << turn).masks)))
    return short, rows
