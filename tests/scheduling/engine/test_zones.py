import struct
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from importlib.resources import files
from itertools import chain
from pathlib import Path
from random import Random

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.zones import EARLY_YEARS, LATE_YEARS, Phase, Transition, Zone
from everly.scheduling.testing import ClockChange
from tests.scheduling.engine.oracle import CHANGES, DAY, ZONES, instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tzif(name: str) -> bytes:
    """A zone's data file, from where zoneinfo reads it."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return files("tzdata.zoneinfo").joinpath(name).read_bytes()


def listed_changes(data: bytes) -> Iterator[Transition]:
    """The changes of UTC offset that a TZif file lists, read by RFC 8536 from its 64-bit block."""
    sizes = struct.unpack(">6l", data[20:44])
    block = 44 + sizes[3] * 5 + sizes[4] * 6 + sizes[5] + sizes[2] * 8 + sizes[1] + sizes[0]
    _, _, _, times, types, _ = struct.unpack(">6l", data[block + 20 : block + 44])
    start = block + 44
    instants = struct.unpack(f">{times}q", data[start : start + 8 * times])
    indices = data[start + 8 * times : start + 9 * times]
    offsets = [struct.unpack(">lBB", data[start + 9 * times + 6 * n :][:6])[0] for n in range(types)]
    before = offsets[0]
    for at, index in zip(instants, indices, strict=True):
        if offsets[index] != before:
            yield Transition(at, before, offsets[index])
        before = offsets[index]


ALL_DATA = {tzif(name): name for name in sorted(zoneinfo.available_timezones())}


def test_every_change_in_the_tz_database_is_found_to_the_second() -> None:
    """Aliases share their data, so each set of data is read once."""
    seen = 0
    for data, name in ALL_DATA.items():
        zone = Zone(name, zoneinfo.ZoneInfo(name))
        for change in listed_changes(data):
            seen += 1
            assert list(zone.transitions(change.instant, change.instant)) == [change], name
            if change.after < change.before:
                end = change.instant + change.before - change.after
                assert zone.piece(end - 1).phase is Phase.REPEATED, name
                assert zone.piece(end).phase is Phase.ORDINARY, name
    assert seen > 10_000


def test_offsets_at_any_instant_are_those_of_zoneinfo() -> None:
    random = Random(1)
    for name in ALL_DATA.values():
        info = zoneinfo.ZoneInfo(name)
        zone = Zone(name, info)
        for _ in range(3):
            for low, high in ((MIN_INSTANT + DAY, MAX_INSTANT - DAY), (0, 2**32)):
                at = random.randrange(low, high)
                there = (EPOCH + timedelta(seconds=at)).astimezone(info)
                assert timedelta(seconds=zone.offset(at)) == there.utcoffset(), (name, at)
                assert (zone.piece(at).phase is Phase.REPEATED) == bool(there.fold), (name, at)


@pytest.mark.parametrize(("name", "centre"), CHANGES)
def test_pieces_tile_the_line_around_a_change(name: str, centre: int) -> None:
    zone = ZONES[name]
    at = centre - 400 * DAY
    while at < centre + 400 * DAY:
        piece = zone.piece(at)
        assert piece.start <= at <= piece.last
        assert zone.piece(piece.last) == piece
        assert zone.piece(piece.start) == piece
        if piece.last < MAX_INSTANT:
            assert zone.piece(piece.last + 1).start == piece.last + 1
        at = piece.last + 1


def test_a_zone_keeps_no_more_years_than_it_reads() -> None:
    zone = Zone("Europe/Berlin", zoneinfo.ZoneInfo("Europe/Berlin"))
    for year in range(1, 10_000, 7):
        assert zone.offset(instant(f"{year:04}-07-01T00:00")) > 0
    assert len(zone._years) <= LATE_YEARS.stop - EARLY_YEARS.start


@pytest.mark.parametrize(
    ("text", "wall", "wanted"),
    [
        ("ordinary", "2024-06-01T09:00:00", "2024-06-01T07:00:00"),
        ("in the gap", "2024-03-31T02:30:00", "2024-03-31T01:00:00"),
        ("gap end", "2024-03-31T03:00:00", "2024-03-31T01:00:00"),
        ("in the fold", "2024-10-27T02:30:00", "2024-10-27T00:30:00"),
        ("after the fold", "2024-10-27T03:00:00", "2024-10-27T02:00:00"),
    ],
)
def test_first_instant_of_a_reading_in_berlin(text: str, wall: str, wanted: str) -> None:
    assert ZONES["Europe/Berlin"].first_instant(instant(wall)) == instant(wanted), text


@given(st.sampled_from(CHANGES), st.integers(-3 * DAY, 3 * DAY))
@settings(max_examples=200, deadline=None)
def test_first_instant_is_the_first_that_reads_as_much(change: ClockChange, shift: int) -> None:
    zone = ZONES[change.zone]
    wall = zone.reading(change.instant) + shift
    found = zone.first_instant(wall)
    assert zone.reading(found) >= wall > zone.reading(found - 1) or zone.piece(found).start == found
    assert zone.reading(found - 1) < wall


NEW_YEARS = [
    ClockChange("Africa/Monrovia", instant("1972-01-07T00:44:30")),
    ClockChange("Asia/Manila", instant("1844-12-31T15:56:08")),
    ClockChange("Europe/Berlin", instant("2024-01-01T00:00")),
    ClockChange("America/New_York", instant("9998-01-01T00:00")),
    ClockChange("Australia/Lord_Howe", instant("0002-01-01T00:00")),
    ClockChange("Pacific/Kwajalein", instant("2150-01-01T00:00")),
]


@given(st.sampled_from([*CHANGES, *NEW_YEARS]), st.integers(-3 * DAY, 3 * DAY))
@settings(max_examples=300, deadline=None)
def test_the_first_reading_from_an_instant_on_is_the_least_that_is_not_reached_before(
    change: ClockChange, shift: int
) -> None:
    zone, at = ZONES[change.zone], change.instant + shift
    wall = zone.first_reading(at)
    assert zone.first_instant(wall) >= at > zone.first_instant(wall - 1)


@given(
    st.sampled_from([*CHANGES, *NEW_YEARS]),
    st.lists(st.integers(-3 * DAY, 3 * DAY), max_size=20),
    st.sampled_from([1, 900, DAY]),
)
@settings(max_examples=200, deadline=None)
def test_readings_in_a_row_are_reached_at_the_instants_of_each(
    change: ClockChange, shifts: list[int], scale: int
) -> None:
    zone = ZONES[change.zone]
    walls = sorted({zone.reading(change.instant) + shift // scale * scale for shift in shifts})
    half = len(walls) // 2
    found = list(zone.first_instants([tuple(walls[:half]), tuple(walls[half:])]))
    assert [*chain.from_iterable(found)] == sorted({zone.first_instant(wall) for wall in walls})
    assert all(found)


def test_years_that_are_alike_are_kept_once() -> None:
    zone = Zone("America/New_York", zoneinfo.ZoneInfo("America/New_York"))
    for year in range(2007, 2140):
        zone.piece(instant(f"{year}-07-01T00:00"))
    assert len(zone._years) == 2140 - 2007
    assert len({id(pieces) for pieces in zone._years.values()}) <= 14


def test_a_skipped_day_is_one_gap() -> None:
    apia = ZONES["Pacific/Apia"]
    start = instant("2011-12-30T10:00:00")
    assert list(apia.transitions(start - 30 * DAY, start + 30 * DAY)) == [Transition(start, -36_000, 50_400)]


def test_fixed_offsets_are_known_without_a_date() -> None:
    assert Zone("UTC", UTC).fixed == 0
    assert Zone("UTC", zoneinfo.ZoneInfo("UTC")).fixed == 0
    assert Zone("+05:30", timezone(timedelta(hours=5, minutes=30))).fixed == 19_800
    assert Zone("x", tz.tzoffset("x", -3600)).fixed == -3600
    assert Zone("Europe/Berlin", zoneinfo.ZoneInfo("Europe/Berlin")).fixed is None


class Dateless(tzinfo):
    """An offset that must not be asked for with a date."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        assert moment is None
        return timedelta(hours=2)

    def fromutc(self, moment: datetime) -> datetime:
        raise AssertionError(moment)

    def dst(self, moment: datetime | None) -> None: ...

    def tzname(self, moment: datetime | None) -> str:
        raise AssertionError(moment)


def test_a_fixed_offset_is_one_piece_and_its_tzinfo_is_not_asked_again() -> None:
    zone = Zone("+02:00", Dateless())
    assert zone.piece(0) == (MIN_INSTANT, MAX_INSTANT, 7200, 7200, Phase.ORDINARY)
    assert (zone.offset(0), zone.reading(0), zone.first_instant(7200)) == (7200, 7200, 0)
    assert zone.first_instant(MIN_INSTANT) == MIN_INSTANT
    assert list(zone.transitions(MIN_INSTANT, MAX_INSTANT)) == []


def test_any_tzinfo_will_do() -> None:
    rules = tz.tzstr("EST5EDT,M3.2.0,M11.1.0")
    zone, new_york = Zone("rules", rules), Zone("America/New_York", zoneinfo.ZoneInfo("America/New_York"))
    start, end = instant("2030-01-01T00:00:00"), instant("2060-01-01T00:00:00")
    assert list(zone.transitions(start, end)) == list(new_york.transitions(start, end))
    assert hash(zone) == hash(Zone("rules", rules))
    assert zone != new_york


def test_the_calendar_ends_without_an_exception() -> None:
    zone = ZONES["America/New_York"]
    assert zone.piece(MIN_INSTANT).start == MIN_INSTANT
    assert zone.piece(MAX_INSTANT).last == MAX_INSTANT
    assert list(zone.transitions(MAX_INSTANT - DAY, MAX_INSTANT + DAY)) == []
    assert list(zone.transitions(MIN_INSTANT - DAY, MIN_INSTANT + DAY)) == []
    assert zone.first_instant(MIN_INSTANT) == MIN_INSTANT + 17_762
    assert zone.first_instant(MAX_INSTANT) == MAX_INSTANT + 18_000
