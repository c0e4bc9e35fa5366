"""Instants and datetimes: an instant is whole seconds since the beginning of 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The instant 0."""

_SECOND = timedelta(seconds=1)


def instant_at(moment: datetime) -> int:
    """The instant of an aware datetime, cut down to the whole second."""
    return (moment - EPOCH) // _SECOND


def utc_datetime(instant: int) -> datetime:
    """The datetime of an instant, in UTC.

    Raises:
        OverflowError: It is not in the years 1 to 9999.
    """
    return EPOCH + timedelta(seconds=instant)
