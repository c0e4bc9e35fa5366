from __future__ import annotations

import datetime as dt
import pickle
import zoneinfo
from typing import Any

import pytest
from dateutil import tz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics.catalogue import AMBIGUOUS_ZONE, OUT_OF_RANGE, UNKNOWN_ZONE
from everly.grammar.parser import parse
from everly.scheduling import zone_abbreviations
from everly.scheduling.zone_names import ZoneError, find_zone, offset_name, zone_from

HOUR = 3600


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("AMERICA/PORT_OF_SPAIN", "America/Port_of_Spain"),
        ("us/pacific", "US/Pacific"),
        ("est5edt", "EST5EDT"),
        ("CET", "CET"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("z", "UTC"),
        (" UTC ", "UTC"),
        ("+00:00", "UTC"),
        ("-00:00", "UTC"),
        ("UTC+0", "UTC"),
    ],
)
def test_names_in_any_case_have_one_spelling(written: str, name: str) -> None:
    assert find_zone(written).name == name


def test_utc_is_the_utc_of_datetime() -> None:
    assert find_zone("gmt").tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("written", "name", "seconds"),
    [
        ("+02:00", "+02:00", 2 * HOUR),
        ("+0200", "+02:00", 2 * HOUR),
        ("+02", "+02:00", 2 * HOUR),
        ("-0530", "-05:30", -5 * HOUR - 1800),
        ("+23:59", "+23:59", 24 * HOUR - 60),
        ("+00:19:32", "+00:19:32", 1172),
    ],
)
def test_an_offset_is_ahead_of_utc_when_it_is_positive(written: str, name: str, seconds: int) -> None:
    zone = find_zone(written)
    assert (zone.name, zone.fixed) == (name, seconds)


def test_est_is_five_hours_behind_utc_all_year() -> None:
    assert find_zone("EST").fixed == -5 * HOUR


def test_etc_zones_keep_their_posix_sign() -> None:
    assert find_zone("Etc/GMT+5").offset(0) == -5 * HOUR


@pytest.mark.parametrize("written", ["+24:00", "-99", "+05:60", "+02:00:61"])
def test_an_offset_of_a_day_is_out_of_range(written: str) -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone(written)
    assert caught.value.kind is OUT_OF_RANGE


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("UTC+2", ("+02:00", "-02:00")),
        ("gmt-5", ("-05:00", "+05:00")),
        ("UTC+05:30", ("+05:30", "-05:30")),
        ("CST", ("America/Chicago", "Asia/Shanghai", "America/Havana")),
        ("ist", ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem")),
    ],
)
def test_what_programs_read_differently_is_ambiguous(written: str, names: tuple[str, ...]) -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone(written)
    assert (caught.value.kind, caught.value.names) == (AMBIGUOUS_ZONE, names)
    assert all(name in caught.value.help for name in names)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Berln", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Asia/Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("US/New_York", "America/New_York"),
        ("Lodnon", "Europe/London"),
        ("Tokio", "Asia/Tokyo"),
        ("Europ/Paris", "Europe/Paris"),
        ("PDT", "America/Los_Angeles"),
        ("+2", "+02:00"),
        ("+2:30", "+02:30"),
    ],
)
def test_an_unknown_zone_comes_with_the_nearest_name(written: str, nearest: str) -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone(written)
    assert (caught.value.kind, caught.value.names[0]) == (UNKNOWN_ZONE, nearest)
    assert nearest in caught.value.help


@pytest.mark.parametrize(
    "written",
    ["localtime", "posix/UTC", "right/UTC", "posixrules", "Factory", "Europe", "../UTC", "/etc/localtime", "", "a\0b"],
)
def test_what_is_no_place_is_unknown(written: str) -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone(written)
    assert caught.value.kind is UNKNOWN_ZONE


def test_the_database_is_listed_only_when_a_name_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed() -> set[str]:
        raise AssertionError("the database was listed")

    monkeypatch.setattr("zoneinfo.available_timezones", listed)
    find_zone.cache_clear()
    assert find_zone("Europe/Berlin").name == "Europe/Berlin"


def test_no_message_repeats_a_name_without_end() -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone("x" * 100_000)
    assert len(str(caught.value)) < 200


def test_every_abbreviation_leads_to_zones_and_is_none_itself() -> None:
    known = zoneinfo.available_timezones()
    for table in (zone_abbreviations.AMBIGUOUS, zone_abbreviations.UNLISTED):
        for abbreviation, names in table.items():
            assert abbreviation not in known
            assert known.issuperset(names)


def test_every_name_of_the_database_is_found_in_lower_case() -> None:
    names = {name for name in zoneinfo.available_timezones() if name not in {"Factory", "localtime"}}
    same = {"GMT", "GMT+0", "GMT-0"}  # UTC
    assert {find_zone(name.lower()).name for name in names} == names - same


@settings(deadline=None)
@given(st.text(max_size=30) | st.text("+-:0123456789utcgmUTCGMz/ ", max_size=12))
@example("\ud800")
@example("utc+")
@example("Europe/")
def test_any_text_is_a_zone_or_a_zone_error(name: str) -> None:
    try:
        found = find_zone(name).name
    except ZoneError as error:
        found = next(iter(error.names), "UTC")
    zone = find_zone(found)
    assert find_zone(zone.name) == zone


@settings(deadline=None)
@given(st.integers(-86399, 86399))
def test_every_offset_has_a_name_that_leads_back_to_it(seconds: int) -> None:
    assert find_zone(offset_name(seconds)).fixed == seconds


class PytzLike(dt.tzinfo):
    """As the zones of pytz: the name is an attribute, and there is no offset without a date."""

    def __init__(self, zone: str | None) -> None:
        self.zone = zone

    def utcoffset(self, when: dt.datetime | None) -> dt.timedelta | None:
        return None if when is None else dt.timedelta(hours=1)

    dst = utcoffset

    def tzname(self, when: dt.datetime | None) -> str:
        return f"{self.zone} at {when}"


@pytest.mark.parametrize(
    ("argument", "name"),
    [
        ("europe/berlin", "Europe/Berlin"),
        (zoneinfo.ZoneInfo("Europe/Berlin"), "Europe/Berlin"),
        (dt.UTC, "UTC"),
        (dt.timezone(dt.timedelta(hours=5, minutes=30), "IST"), "+05:30"),
        (dt.timezone(-dt.timedelta(seconds=1172)), "-00:19:32"),
        (tz.gettz("Europe/Berlin"), "Europe/Berlin"),
        (tz.tzutc(), "UTC"),
        (tz.tzoffset("there", 3600), "+01:00"),
        (PytzLike("America/New_York"), "America/New_York"),
    ],
)
def test_a_timezone_argument_gets_a_name_that_can_be_stored(argument: str | dt.tzinfo, name: str) -> None:
    assert zone_from(argument).name == name


@pytest.mark.parametrize(
    "argument",
    [tz.tzstr("EST5EDT"), PytzLike(None), PytzLike("Nowhere"), dt.timezone(dt.timedelta(microseconds=1)), "x"],
)
def test_a_zone_that_no_name_can_stand_for_is_refused(argument: str | dt.tzinfo) -> None:
    with pytest.raises(ZoneError):
        zone_from(argument)


@pytest.mark.parametrize("argument", [None, 5, b"UTC", dt.timedelta(hours=1)])
def test_what_is_no_zone_at_all_is_a_type_error(argument: Any) -> None:
    with pytest.raises(TypeError, match=type(argument).__name__):
        zone_from(argument)


class Nameless(dt.tzinfo):
    """A zone that says nothing but its offset."""

    def dst(self, _: dt.datetime | None, /) -> None:
        return None

    def tzname(self, _: dt.datetime | None, /) -> None:
        return None


class Seasonal(Nameless):
    """A zone without a name whose clock changes, though it answers without a date too."""

    def utcoffset(self, moment: dt.datetime | None, /) -> dt.timedelta:
        return dt.timedelta(hours=1 if moment is None or moment.month < 6 else 2)


class Dated(Nameless):
    """A zone without a name that cannot do without a date."""

    def utcoffset(self, moment: Any, /) -> dt.timedelta:
        return dt.timedelta(hours=moment.month)


@pytest.mark.parametrize("zone", [Seasonal(), Dated()])
def test_a_zone_without_a_name_whose_clock_changes_is_refused(zone: dt.tzinfo) -> None:
    with pytest.raises(ZoneError, match="has no name"):
        zone_from(zone)


def test_a_zone_error_can_be_pickled() -> None:
    with pytest.raises(ZoneError) as caught:
        find_zone("Europe/Berln")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.names) == (str(caught.value), caught.value.names)


@pytest.mark.parametrize("name", sorted(name for name in zoneinfo.available_timezones() if "/" not in name))
def test_no_zone_of_one_word_is_taken_for_a_slip_of_a_day(name: str) -> None:
    for written in (name, name.lower()):
        moment = parse(f"daily starting 10:00 {written}").starting
        assert moment is not None
        assert moment.zone is not None
