"""The days on which a zone's clock skips times: what fires then fires right after, whichever of them was meant."""

from __future__ import annotations

from functools import lru_cache

from everly.scheduling.engine.civil import DAY, WEEK, year_start
from everly.scheduling.engine.dayset import NONE, Days, DaySet, day_set
from everly.scheduling.engine.times import Times, span
from everly.scheduling.engine.zones import LATE_YEARS, Zone, year_of_kind


def skipping_days(zone: Zone, times: Times) -> Days:
    """The days of the year on which, by its lasting rules, the zone's clock skips some of these times."""
    found: Days = NONE
    for skipped, days in _skipped(zone):
        if times & skipped:
            found |= days
    return found


@lru_cache(maxsize=64)
def _skipped(zone: Zone) -> tuple[tuple[Times, DaySet], ...]:
    """Times that the clock skips, and on which days of each kind of year; those of gaps over midnight are left out."""
    found: dict[Times, list[int]] = {}
    for kind in range(14):
        start = year_start(year_of_kind(kind, LATE_YEARS))
        for change in zone.transitions(start * DAY, (start + 365 + (kind >= WEEK)) * DAY - 1):
            (day, first), (other, last) = (
                divmod(change.instant + offset, DAY) for offset in (change.before, change.after - 1)
            )
            if change.after > change.before and day == other:
                found.setdefault(span(first, last), [0] * 14)[kind] |= 1 << day - start
    return tuple((times, day_set(tuple(masks))) for times, masks in found.items())
