"""Instants around the clock changes that have broken schedulers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from everly.named import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY_AND_A_HALF = 130_000


class ClockChange(NamedTuple):
    """A zone by name, and the first instant of a new offset there, in seconds since 1970 in UTC."""

    zone: str
    instant: int


CLOCK_CHANGES = tuple(
    ClockChange(zone, (datetime.fromisoformat(utc).replace(tzinfo=UTC) - _EPOCH) // _SECOND)
    for zone, utc in (
        ("Pacific/Apia", "2011-12-30T10:00:00"),  # a whole day skipped
        ("Pacific/Kwajalein", "1993-08-21T12:00:00"),  # another
        ("Asia/Manila", "1844-12-31T15:56:08"),  # local mean time, a day skipped (15:56:08 behind to 8:03:52 ahead)
        ("America/Juneau", "1867-10-19T00:31:13"),  # local mean time, nearly a day repeated
        ("Australia/Lord_Howe", "2024-04-06T15:00:00"),  # half an hour
        ("Australia/Lord_Howe", "2024-10-05T15:30:00"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00"),  # a gap at midnight
        ("America/Sao_Paulo", "2018-02-18T02:00:00"),  # a fold over midnight
        ("America/Toronto", "1919-03-31T04:30:00"),  # a gap over midnight
        ("America/Havana", "2024-03-10T05:00:00"),
        ("Europe/Dublin", "2024-03-31T01:00:00"),  # negative daylight saving time
        ("Europe/Dublin", "2024-10-27T01:00:00"),
        ("Africa/Monrovia", "1972-01-07T00:44:30"),  # an offset with seconds
        ("Africa/Casablanca", "2024-04-14T02:00:00"),
        ("America/New_York", "2200-03-09T07:00:00"),  # known by rule alone
        ("America/New_York", "2023-11-05T06:00:00"),
        ("Europe/Berlin", "2024-03-31T01:00:00"),
    )
)
"""Gaps and folds of every kind that there has been: of a day, of half an hour, at midnight, in winter, before 1900."""


@cache
def clock_changes() -> st.SearchStrategy[ClockChange]:
    """One of `CLOCK_CHANGES`, from 1844 to 2200."""
    return st.sampled_from(CLOCK_CHANGES)


@cache
def instants_near_changes(within: int = _DAY_AND_A_HALF) -> st.SearchStrategy[ClockChange]:
    """A zone with a clock change, and an instant at most `within` seconds from it, one of three within two seconds."""
    close = st.integers(-min(2, within), min(2, within))
    away = st.integers(-within, within)
    return st.builds(
        lambda change, seconds: change._replace(instant=change.instant + seconds),
        clock_changes(),
        st.one_of(close, away, away),
    )


@cache
def datetimes_near_changes(within: int = _DAY_AND_A_HALF) -> st.SearchStrategy[datetime]:
    """Aware datetimes of `zoneinfo` zones in whole seconds, at most `within` seconds from a clock change.

    Their `fold` is right, and no reading is one that the clock skipped.
    """
    return instants_near_changes(within).map(
        lambda near: (_EPOCH + near.instant * _SECOND).astimezone(ZoneInfo(near.zone))
    )
