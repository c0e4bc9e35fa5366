"""What no library in Python can go below: a trigger that knows its next firing and only makes the datetime."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from benchmarks.options import Options
from benchmarks.results import Row, Section
from benchmarks.timing import Step, in_turn, time_steps

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Minimal:
    """Fires every hour: an addition, and the datetime of the sum."""

    def __init__(self, zone: tzinfo) -> None:
        self._last = 1_714_608_000
        self._begin = _EPOCH.replace(tzinfo=zone)
        self._fromutc = zone.fromutc

    def next(self) -> datetime:
        """The next hour in UTC."""
        self._last += 3600
        return _EPOCH + timedelta(0, self._last)

    def next_there(self) -> datetime:
        """The next hour in the zone."""
        self._last += 3600
        return self._fromutc(self._begin + timedelta(0, self._last))


def limits(options: Options) -> Section:
    """The least that a firing can cost, to read the other tables by."""
    makes: dict[str, Callable[[], Step]] = {
        "UTC": lambda: Minimal(UTC).next,
        options.zone: lambda: Minimal(ZoneInfo(options.zone)).next_there,
    }
    runs = {name: time_steps(make, options.firings) for name, make in makes.items()}
    times = in_turn(runs, options.rounds)
    rows = tuple(Row(f"an addition and a datetime, {name}", time) for name, time in times.items())
    return Section("the limit", "time of one firing of a trigger that decides nothing", rows)
