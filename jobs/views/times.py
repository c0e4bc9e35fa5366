"""Moments and durations in words. Moments are whole milliseconds since 1970 in UTC unless said otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from everly.frozen import frozen

if TYPE_CHECKING:
    from everly.jobs.ledger import Schedule

__all__ = [
    "Clock",
    "clock_of",
    "duration_text",
    "moment_of_history",
    "moment_text",
    "relative_text",
    "short_moment",
    "utc_text",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAY_NAME_A_ZONE = re.compile(r"\b(in|starting|beginning)\b", re.IGNORECASE)
_UNITS = (("year", 365 * 86_400), ("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))
_SHORT_UNITS = {"year": "y", "day": "d", "hour": "h", "minute": "min", "second": "s"}
_SHORT = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000))


@frozen
class Clock:
    """The clock that moments are shown by."""

    name: str
    zone: tzinfo

    def at(self, moment: int) -> datetime | None:
        """What it shows at a moment; None outside years 1 to 9999."""
        try:
            return (_EPOCH + timedelta(milliseconds=moment)).astimezone(self.zone)
        except OverflowError:
            return None


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_UTC = Clock("UTC", UTC)


def clock_of(schedule: Schedule | None) -> Clock:
    """The clock of a schedule's own zone, UTC where there is none or its zone is no longer known."""
    if schedule is None:
        return _UTC
    named = _named(schedule.text) if _MAY_NAME_A_ZONE.search(schedule.text) else None
    name = named or schedule.zone
    if name == "UTC":
        return _UTC
    from everly.scheduling.zone_names import ZoneError, find_zone  # not above: most jobs need none of it

    try:
        zone = find_zone(name)
    except ZoneError:
        return _UTC
    return Clock(zone.name, zone.tzinfo)


def _named(text: str) -> str | None:
    """The zone that a schedule names for itself: by its `in`, else in its `starting`."""
    from everly.grammar.diagnostics import ScheduleError
    from everly.grammar.parser import parse

    try:
        schedule = parse(text)
    except ScheduleError:  # of a version that read it otherwise
        return None
    named = schedule.zone or (schedule.starting.zone if schedule.starting else None)
    return None if named is None else named.name


def moment_text(moment: int, clock: Clock) -> str:
    """What a clock shows at a moment, to the second, with the zone's short name."""
    local = clock.at(moment)
    return "outside years 1 to 9999" if local is None else f"{local:%Y-%m-%d %H:%M:%S %Z}"


def short_moment(moment: int, now: int, clock: Clock) -> str:
    """What a clock shows at a moment, without what goes without saying: today's date, no seconds, this year."""
    local, today = clock.at(moment), clock.at(now)
    if local is None or today is None:
        return "outside years 1 to 9999"
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if local.date() == today.date():
        return time
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    return f"{day} {time}" if local.year == today.year else f"{day} {local.year}"


def moment_of_history(moment: int, now: int, clock: Clock) -> str:
    """The same to the second, also of another year, and with the zone's short name where that is not UTC."""
    local, today = clock.at(moment), clock.at(now)
    if local is None or today is None:
        return "outside years 1 to 9999"
    day = f"{local.day} {_MONTHS[local.month - 1]} " if local.date() != today.date() else ""
    year = f"{local.year} " if local.year != today.year else ""
    return f"{day}{year}{local:%H:%M:%S}{'' if clock == _UTC else f' {local:%Z}'}"


def utc_text(moment: int) -> str:
    """A moment as ISO 8601 in UTC, to the millisecond."""
    local = _UTC.at(moment)
    return "" if local is None else local.isoformat(timespec="milliseconds")


def relative_text(moment: int, now: int, *, short: bool = False) -> str:
    """How far off a moment is, in its largest unit: `in 5 minutes` (short: `in 5 min`), `2 hours ago`, `now`."""
    seconds = abs(moment - now) // 1000
    for unit, length in _UNITS:
        if seconds >= length:
            many = seconds // length
            words = f"{many:,} {_SHORT_UNITS[unit] if short else unit + 's' * (many > 1)}"
            return f"in {words}" if moment > now else f"{words} ago"
    return "now"


def duration_text(length: int) -> str:
    """A duration of some milliseconds, in its two largest units: `0.25 s`, `5 s`, `1 h 30 min`."""
    if length < 10_000:
        return f"{max(length, 0) / 1000:.3g} s"
    for place, (unit, size) in enumerate(_SHORT):
        if length >= size:
            rest = [(name, length % size // part) for name, part in _SHORT[place + 1 : place + 2]]
            return " ".join([f"{length // size} {unit}", *(f"{many} {name}" for name, many in rest if many)])
    raise AssertionError(length)
