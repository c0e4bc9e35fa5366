from __future__ import annotations

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import ClockTime, Date, FreeDate, Moment, NearDay, NextWeekday, RelativeDay, Zone


def moment(text: str) -> Moment:
    found = parse(f"daily starting {text}").starting
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("2024-05-10", "2024-05-10", None),
        ("20240510", "2024-05-10", None),
        ("2024-131", "2024-05-10", None),
        ("2023-365", "2023-12-31", None),
        ("2024-366", "2024-12-31", None),
        ("2024-W19-5", "2024-05-10", None),
        ("2024w195", "2024-05-10", None),
        ("2020-W53-7", "2021-01-03", None),
        ("2025-W01-1", "2024-12-30", None),
        ("20240510T10:00", "2024-05-10", "10:00:00"),
        ("20240510T1000", "2024-05-10", "10:00:00"),
        ("20240510t100030", "2024-05-10", "10:00:30"),
        ("20240510T10", "2024-05-10", "10:00:00"),
        ("202405101000", "2024-05-10", "10:00:00"),
        ("20240510100030", "2024-05-10", "10:00:30"),
        ("on 202405101000", "2024-05-10", "10:00:00"),
        ("at 2024-05-10T10:00", "2024-05-10", "10:00:00"),
        ("20240510 10:00", "2024-05-10", "10:00:00"),
        ("2024-131T10:00", "2024-05-10", "10:00:00"),
        ("2024-W19-5T1000", "2024-05-10", "10:00:00"),
        ("2024W195T10:00", "2024-05-10", "10:00:00"),
        ("2024-W19-5 10:00", "2024-05-10", "10:00:00"),
        ("2024-05-10 10h30", "2024-05-10", "10:30:00"),
        ("2024-05-10 10h", "2024-05-10", "10:00:00"),
        ("2024-05-10 at 10h30m15", "2024-05-10", "10:30:15"),
        ("10:00 2024-05-10", "2024-05-10", "10:00:00"),
        ("9am on 20240510", "2024-05-10", "09:00:00"),
        ("2024-05-10, 10:00", "2024-05-10", "10:00:00"),
        ("2024-05-10T10:00:52.999999", "2024-05-10", "10:00:52"),
        ("2024-05-10T10:00:52,999", "2024-05-10", "10:00:52"),
        ("2024-05-10 10:00:52.999", "2024-05-10", "10:00:52"),
        ("2024-05-10T10:00.0", "2024-05-10", "10:00:00"),
        ("Fri 2024-05-10", "2024-05-10", None),
        ("Friday, 2024-W19-5", "2024-05-10", None),
        ("fri 2024W195 at 10:00", "2024-05-10", "10:00:00"),
        ("Fri 2024-131", "2024-05-10", None),
        ("Fri 2024-05-10T10:00", "2024-05-10", "10:00:00"),
        ("Fri, 202405101000", "2024-05-10", "10:00:00"),
        ("on 2024-05-10 Fri, 10h30", "2024-05-10", "10:30:00"),
        ("9am Fri 20240510", "2024-05-10", "09:00:00"),
    ],
)
def test_an_iso_date_is_read_as_it_is_parsed(text: str, day: str, clock: str | None) -> None:
    year, month, number = (int(part) for part in day.split("-"))
    assert moment(text) == Moment(Date(year, month, number, None if clock is None else seconds(clock)))


def seconds(clock: str) -> int:
    hour, minute, second = (int(part) for part in clock.split(":"))
    return hour * 3600 + minute * 60 + second


@pytest.mark.parametrize(
    ("text", "written", "zone"),
    [
        ("2024-05-01T12:31:52.123456+00:00", "+00:00", "UTC"),
        ("2024-05-01 12:31:52.123456+00:00", "+00:00", "UTC"),
        ("20240501T123152Z", "Z", "UTC"),
        ("2024-W18-3T12:31:52-03", "-03", "-03:00"),
        ("1800-01-01T00:00:00+00:53:28", "+00:53:28", "+00:53:28"),
    ],
)
def test_what_isoformat_writes_keeps_its_offset(text: str, written: str, zone: str) -> None:
    assert moment(text).zone == Zone(zone)
    source = f"daily starting {text}"
    parsed = parse(source).starting
    assert parsed is not None
    assert parsed.zone is not None
    assert parsed.zone.span.of(source) == written


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("10:00:00.9", ClockTime(36000)),
        ("at 10:00", ClockTime(36000)),
        ("on Monday", NextWeekday(0, None)),
        ("Monday, 10:00", NextWeekday(0, 36000)),
        ("Monday 10h30", NextWeekday(0, 37800)),
        ("tomorrow, at 10h", NearDay(RelativeDay.TOMORROW, 36000)),
        ("01-02-2024", FreeDate("01-02-2024")),
        ("10/May/2024", FreeDate("10/May/2024")),
        ("May-10-2024", FreeDate("May-10-2024")),
        ("May '24", FreeDate("May '24")),
        ("May 2 10h30", FreeDate("May 2 10h30")),
    ],
)
def test_other_moments(text: str, read: object) -> None:
    assert moment(text).when == read


@pytest.mark.parametrize(
    ("text", "zone"), [("Thu May  2 10:36:28 UTC 2024", "UTC"), ("Thu May 2 10:36:28 -03 2024", "-03:00")]
)
def test_what_date_prints_has_its_zone_before_the_year(text: str, zone: str) -> None:
    assert moment(text) == Moment(FreeDate("Thu May 2 10:36:28 2024"), Zone(zone))
    printed = print_schedule(parse(f"daily starting {text}"))
    assert parse(printed).starting == moment(text)


@pytest.mark.parametrize(
    ("text", "kind", "place", "fixed"),
    [
        ("2024-05-01 at", "unfinished", "at", "2024-05-01"),
        ("2024-05-01 on", "unfinished", "on", "2024-05-01"),
        ("2024-05-01,", "unfinished", ",", "2024-05-01"),
        ("2024-05-01 at until 2024-06-01", "unfinished", "at", "2024-05-01 until 2024-06-01"),
        ("2024-05-01 at UTC", "unfinished", "at", "2024-05-01 UTC"),
        ("now at", "unfinished", "at", "now"),
        ("at", "unreadable-moment", "at", None),
        (",", "unreadable-moment", ",", None),
        ("at at 10:00", "unexpected-word", "at", "at 10:00"),
        ("on at 10:00", "unexpected-word", "at", "on 10:00"),
        ("Monday at on 10:00", "unexpected-word", "on", "Monday at 10:00"),
        ("Monday,, 10:00", "unexpected-word", ",", "Monday, 10:00"),
        (", 2024-05-01", "unexpected-word", ",", None),
        ("at , 10:00", "unexpected-word", ",", "at 10:00"),
        ("foo", "unknown-word", "foo", None),
        ("soonish", "unknown-word", "soonish", None),
        ("at foo", "unknown-word", "foo", None),
        ("tomorow", "unknown-word", "tomorow", "tomorrow"),
        ("tomorow 10:00", "leftover-words", "tomorow", "tomorrow 10:00"),
        ("10:00 tomorow", "leftover-words", "tomorow", "10:00 tomorrow"),
        ("10:00 on Munday", "leftover-words", "Munday", "10:00 on monday"),
        ("soonish 2024-05-01", "leftover-words", "soonish", None),
        ("soonish 2024-05-01 UTC", "leftover-words", "soonish", None),
        ("UTC", "unreadable-moment", "UTC", None),
        ("utc", "unreadable-moment", "utc", None),
        ("Europe/Berlin", "unreadable-moment", "Europe/Berlin", None),
        ("+02:00", "unreadable-moment", "+02:00", None),
        ("CST", "unreadable-moment", "CST", None),
        ("2024-W19", "unreadable-moment", "2024-W19", "2024-W19-1"),
        ("2024W19 10:00", "unreadable-moment", "2024W19", "2024-W19-1 10:00"),
        ("24-05-01", "unreadable-moment", "24-05-01", None),
        ("10h30", "unreadable-moment", "10h30", None),
        ("2h", "unreadable-moment", "2h", None),
        ("2024-W53-1", "impossible-date", "2024-W53-1", None),
        ("2024-W10-8", "impossible-date", "2024-W10-8", None),
        ("9999-W52-7", "impossible-date", "9999-W52-7", None),
        ("2023-366", "impossible-date", "2023-366", None),
        ("2024-000", "impossible-date", "2024-000", None),
        ("0000-001", "impossible-date", "0000-001", None),
        ("20241310", "impossible-date", "20241310", None),
        ("20240230T1000", "impossible-date", "20240230", None),
        ("202402301000", "impossible-date", "20240230", None),
        ("20240510256000", "out-of-range", "256000", None),
        ("2024-05-10 25h", "out-of-range", "25h", None),
        ("10:30.5", "out-of-range", "10:30.5", None),
        ("2024-05-10T10.5", "out-of-range", "2024-05-10T10.5", None),
        ("2024-05-10T10:30,5Z", "out-of-range", "2024-05-10T10:30,5Z", None),
        ("2024-05-10T10:00Z UTC", "leftover-words", "UTC", None),
        ("10:00 UTC Europe/Berlin", "leftover-words", "UTC", None),
        ("Thu 2024-W19-5", "weekday-conflict", "Thu", "Friday 2024-W19-5"),
        ("2024-05-10T10:00 monday", "weekday-conflict", "monday", "2024-05-10T10:00 Friday"),
        ("Thu, 2024-05-10 at 9am", "weekday-conflict", "Thu", "Friday, 2024-05-10 at 9am"),
        ("Fri 2024-W54-5", "impossible-date", "2024-W54-5", None),
        ("Fri 2024-05-10T10:00 11:00", "leftover-words", "2024-05-10T10:00", None),
        ("Fri 2024-05-10 at 9", "unexpected-word", "9", "Fri 2024-05-10 at 09:00"),
        ("1234567890123456", "out-of-range", "1234567890123456", None),
    ],
)
def test_what_is_wrong_and_where(text: str, kind: str, place: str, fixed: str | None) -> None:
    source = f"daily starting {text}"
    with pytest.raises(ScheduleError) as caught:
        parse(source)
    (found,) = caught.value.diagnostics
    assert (found.kind.name, found.span.of(source)) == (kind, place)
    assert [fix.apply(source) for fix in found.fixes] == ([] if fixed is None else [f"daily starting {fixed}"])


@pytest.mark.parametrize("text", ["daily at 10:00:00.5", "hourly & 10:00:00.5-11:00"])
def test_a_time_of_day_that_is_no_moment_has_no_fraction(text: str) -> None:
    with pytest.raises(ScheduleError, match="finer than a second"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "name", "fixed"),
    [
        ("daily in America/New York", "America/New York", "daily in America/New_York"),
        ("(daily in America/New York) | hourly", "America/New York", "(daily in America/New_York) | hourly"),
        ("daily in New York", "New York", "daily in New_York"),
    ],
)
def test_a_zone_with_a_blank_is_unknown_as_a_whole(text: str, name: str, fixed: str | None) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    (found,) = caught.value.diagnostics
    assert (found.kind.name, found.span.of(text)) == ("unknown-zone", name)
    assert [fix.apply(text) for fix in found.fixes] == ([] if fixed is None else [fixed])


def test_a_place_with_a_blank_beside_a_time_is_one_zone() -> None:
    assert moment("10:00 America/New York").zone == Zone("America/New York")


@pytest.mark.parametrize("name", ["UTC+02:00", "gmt-05:30", "UTC+2"])
def test_an_offset_from_utc_is_one_zone(name: str) -> None:
    zone = parse(f"daily in {name}").zone
    assert zone == Zone(name)
