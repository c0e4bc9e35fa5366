"""Datetimes made many at a time are those that the zone makes of each instant, fold and all."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from everly import parse_schedule
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.zones import Piece, Zone
from everly.scheduling.instants import EPOCH
from everly.scheduling.testing import ClockChange
from everly.scheduling.triggers.datetimes import datetimes
from tests.scheduling.engine.oracle import CHANGES, ZONES

HOUR = 3600
Block = Iterable[int]


def each_by_itself(blocks: Iterable[Block], zone: Zone) -> list[datetime]:
    begin = EPOCH.replace(tzinfo=zone.tzinfo)
    return [zone.tzinfo.fromutc(begin + timedelta(0, instant)) for block in blocks for instant in block]


def assert_alike(blocks: list[Block], zone: Zone) -> None:
    found, wanted = list(datetimes(iter(blocks), zone)), each_by_itself(blocks, zone)
    assert found == wanted
    assert [moment.fold for moment in found] == [moment.fold for moment in wanted]
    assert all(moment.tzinfo is zone.tzinfo for moment in found)


@given(
    st.sampled_from(CHANGES),
    st.lists(st.integers(0, 40), max_size=80),
    st.sampled_from([1, 60, 900, 1800, HOUR, 7 * HOUR, DAY, 5 * DAY, 30 * DAY]),
    st.integers(1, 30),
)
@settings(max_examples=300, deadline=None)
def test_over_clock_changes(change: ClockChange, distances: list[int], scale: int, size: int) -> None:
    zone = ZONES[change.zone]
    instant = change.instant - scale * 20 * min(len(distances), 20)
    instants = [instant := instant + (distance + 1) * scale for distance in distances]
    assert_alike([tuple(instants[place : place + size]) for place in range(0, len(instants), size)], zone)


@given(st.sampled_from(CHANGES), st.integers(1, 3 * DAY), st.integers(1, 300), st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_evenly_spaced(change: ClockChange, step: int, before: int, count: int) -> None:
    first = change.instant - before * step
    assert_alike([range(first, first + count * step + 1, step)], ZONES[change.zone])


class Odd(ZoneInfo):
    """A zone whose datetimes are not what its clock alone would make them."""

    def fromutc(self, moment: datetime) -> datetime:
        return super().fromutc(moment).replace(microsecond=7)


ZONES_OF_ALL_KINDS: list[tuple[str, tzinfo]] = [
    ("UTC", UTC),
    ("Etc/UTC", ZoneInfo("Etc/UTC")),
    ("+05:30", timezone(timedelta(hours=5, minutes=30))),
    ("-12:00", timezone(-timedelta(hours=12))),
    ("Africa/Casablanca", ZoneInfo("Africa/Casablanca")),
    ("Europe/Dublin", ZoneInfo("Europe/Dublin")),
    ("odd", Odd.no_cache("Europe/Berlin")),
    ("tz/Berlin", tz.gettz("Europe/Berlin") or UTC),
]


@pytest.mark.parametrize(("name", "there"), ZONES_OF_ALL_KINDS, ids=[name for name, _ in ZONES_OF_ALL_KINDS])
def test_in_zones_of_all_kinds(name: str, there: tzinfo) -> None:
    begin = 1_711_800_000  # the night before clocks go on in Europe
    half_hours = range(begin, begin + 400 * DAY, 1800)
    months = tuple(begin + month * 31 * DAY + month * month for month in range(80))
    blocks: list[Block] = [half_hours, (), (begin + 500 * DAY,), months, iter((begin + 7000 * DAY,))]
    found = list(datetimes(iter(blocks), Zone(name, there)))
    blocks[-1] = (begin + 7000 * DAY,)
    assert found == each_by_itself(blocks, Zone(name, there))
    assert [each.fold for each in found] == [each.fold for each in each_by_itself(blocks, Zone(name, there))]


def test_at_both_ends_of_the_calendar() -> None:
    for zone in (Zone("UTC", UTC), ZONES["Europe/Berlin"]):
        assert_alike([range(MIN_INSTANT + DAY, MIN_INSTANT + 90 * DAY, HOUR)], zone)
        assert_alike([range(MAX_INSTANT - 90 * DAY, MAX_INSTANT - DAY, HOUR)], zone)
    alone: list[Block] = [range(MIN_INSTANT, MAX_INSTANT, MAX_INSTANT)]
    assert_alike(alone, Zone("UTC", UTC))


def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often a zone's pieces were asked for."""
    asked: list[int] = []
    piece = Zone.piece

    def noted(zone: Zone, instant: int) -> Piece:
        asked.append(instant)
        return piece(zone, instant)

    monkeypatch.setattr(Zone, "piece", noted)
    return lambda: len(asked)


def test_a_clock_is_asked_once_for_all_firings_between_its_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2024, 5, 2, tzinfo=UTC)
    trigger = parse_schedule("every 10 seconds", now=now, timezone="America/New_York")
    looks = counted(monkeypatch)
    assert len(list(islice(trigger.between(now, now + timedelta(days=400)), 1_000_000))) == 1_000_000
    assert looks() < 10
    days = [range(start, start + DAY, HOUR) for start in range(1_720_000_000, 1_725_000_000, DAY)]
    before = looks()
    assert len(list(datetimes(iter(days), ZONES["Europe/Berlin"]))) == 24 * len(days)
    assert looks() - before == 1
