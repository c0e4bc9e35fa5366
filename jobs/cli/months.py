"""Which months `--calendar` draws, and on which of their days a schedule fires."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from everly.jobs.cli.calendars import MOST
from everly.scheduling.compiler import Compiled
from everly.scheduling.dates import date_of
from everly.scheduling.engine.civil import DAY, FIRST_DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.zones import Zone
from everly.scheduling.preview import day_end, day_start, days_of


def months_ahead(
    compiled: Compiled, zone: Zone, number: int, bounds: tuple[int | None, int | None]
) -> tuple[tuple[date, ...], dict[date, int]]:
    """The first days of at most `number` months, and how often the schedule fires on which of their days.

    They begin with the month of the lower bound, else with that of the next firing, or of the first one when the
    schedule is over. They end with the month of the upper bound, and with year 9999. Days are those of the zone.
    """
    start, stop = bounds
    begin = _beginning(compiled) if start is None else start
    end = MAX_INSTANT if stop is None else stop
    first = _month_of(min(begin, end), zone)
    last = min(first + number - 1, _month_of(end, zone))
    months = tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1))
    opening, closing = day_start(months[0], zone), month_end(months[-1], zone)
    opening = opening if start is None else max(opening, start)
    return months, days_of(compiled, zone, start=opening, stop=min(closing, end), most=MOST)


def month_end(month: date, zone: Zone) -> int:
    """The last instant of a month, given any of its days."""
    return day_end(month.replace(day=monthrange(month.year, month.month)[1]), zone)


def _beginning(compiled: Compiled) -> int:
    for begin in (compiled.now, MIN_INSTANT):
        found = compiled.instants.ceil(begin)
        if found is not None:
            return found
    raise AssertionError("a compiled schedule fires at least once")


def _month_of(instant: int, zone: Zone) -> int:
    """Months are counted as 12 * year + month - 1."""
    day = min(max(zone.reading(instant) // DAY, FIRST_DAY), LAST_DAY)
    there = date_of(day)
    return 12 * there.year + there.month - 1
