"""What no trigger in Python can go well below: one that hands on the sum of its last firing and a timedelta."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import accumulate, repeat
from operator import add
from zoneinfo import ZoneInfo

from benchmarks.options import Options
from benchmarks.results import Row, Section
from benchmarks.timing import Step, in_turn, time_steps

_later: Callable[[datetime, timedelta], datetime] = add


class Minimal:
    """Fires every hour, for ever: a method that hands on the sum of a datetime and a timedelta."""

    def __init__(self, zone: tzinfo) -> None:
        begin = datetime(2024, 5, 2, tzinfo=zone)
        hours: Iterator[datetime] = accumulate(repeat(timedelta(hours=1)), _later, initial=begin)
        self._hours = hours if zone is UTC else map(zone.fromutc, hours)

    def next(self) -> datetime:
        """The next hour."""
        return next(self._hours)


def limits(options: Options) -> Section:
    """The least that a firing can cost, to read the other tables by."""
    makes: dict[str, Callable[[], Step]] = {
        "UTC": lambda: Minimal(UTC).next,
        options.zone: lambda: Minimal(ZoneInfo(options.zone)).next,
    }
    runs = {name: time_steps(make, options.firings) for name, make in makes.items()}
    times = in_turn(runs, options.rounds)
    rows = tuple(Row(f"a call and an addition, {name}", time) for name, time in times.items())
    return Section("the limit", "time of one firing of a trigger that decides nothing", rows)
