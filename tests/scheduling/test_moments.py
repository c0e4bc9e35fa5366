from __future__ import annotations

import datetime as dt
import time
from calendar import monthrange
from collections.abc import Iterator
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import Kind
from everly.grammar.diagnostics.catalogue import (
    AMBIGUOUS_DATE,
    AMBIGUOUS_ZONE,
    BAD_INTERVAL,
    FRACTIONAL_UNIT,
    IMPOSSIBLE_DATE,
    LEFTOVER_WORDS,
    OUT_OF_RANGE,
    UNKNOWN_ZONE,
    UNREADABLE_MOMENT,
    WEEKDAY_CONFLICT,
)
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import (
    After,
    ClockTime,
    Date,
    DayOfMonth,
    FreeDate,
    Moment,
    NearDay,
    NextWeekday,
    Now,
    RelativeDay,
    Unit,
    When,
    Zone,
)
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.moments import read_moment
from everly.scheduling.zone_names import find_zone

NOW = "2024-05-01 12:31:52"  # a Wednesday
TODAY, TOMORROW = RelativeDay.TODAY, RelativeDay.TOMORROW
NOON, NINE = 43200, 32400


def instant(utc: str) -> int:
    return int(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC).timestamp())


def utc(seconds: int) -> str:
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).isoformat(" ")


def read(when: When, *, zone: str = "UTC", own: str | None = None, now: str = NOW, closing: bool = False) -> str:
    moment = Moment(when, None if own is None else Zone(own))
    return utc(read_moment(moment, now=instant(now), zone=find_zone(zone), closing=closing).instant)


def free(text: str) -> FreeDate:
    return FreeDate(text, span=Span(9, 9 + len(text)))


def fault_of(when: When, *, own: str | None = None, now: str = NOW, closing: bool = False) -> Fault:
    with pytest.raises(Fault) as caught:
        read(when, own=own, now=now, closing=closing)
    return caught.value


@pytest.fixture(params=["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def _any_host(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


TABLE: list[tuple[When, str]] = [
    (Now(), "2024-05-01 12:31:52"),
    (ClockTime(1800), "2024-05-01 00:30:00"),
    (ClockTime(0), "2024-05-01 00:00:00"),
    (ClockTime(86399), "2024-05-01 23:59:59"),
    (NearDay(TODAY, None), "2024-05-01 00:00:00"),
    (NearDay(TODAY, 39600), "2024-05-01 11:00:00"),
    (NearDay(TOMORROW, None), "2024-05-02 00:00:00"),
    (NearDay(TOMORROW, 1800), "2024-05-02 00:30:00"),
    (NearDay(TOMORROW, 36030), "2024-05-02 10:00:30"),
    (NextWeekday(2, None), "2024-05-01 00:00:00"),
    (NextWeekday(2, NINE), "2024-05-01 09:00:00"),
    (NextWeekday(0, 44100), "2024-05-06 12:15:00"),
    (NextWeekday(1, None), "2024-05-07 00:00:00"),
    (NextWeekday(3, None), "2024-05-02 00:00:00"),
    (DayOfMonth(2, None), "2024-05-02 00:00:00"),
    (DayOfMonth(1, 36000), "2024-05-01 10:00:00"),
    (DayOfMonth(31, None), "2024-05-31 00:00:00"),
    (Date(2024, 2, 29, None), "2024-02-29 00:00:00"),
    (Date(2025, 7, 1, NOON), "2025-07-01 12:00:00"),
    (Date(1, 1, 1, 0), "0001-01-01 00:00:00"),
    (Date(9999, 12, 31, 86399), "9999-12-31 23:59:59"),
    (After(Fraction(30), Unit.SECOND), "2024-05-01 12:32:22"),
    (After(Fraction(5), Unit.MINUTE), "2024-05-01 12:36:52"),
    (After(Fraction(3, 2), Unit.HOUR), "2024-05-01 14:01:52"),
    (After(Fraction(1, 2), Unit.DAY), "2024-05-02 00:31:52"),
    (After(Fraction(1), Unit.DAY), "2024-05-02 12:31:52"),
    (After(Fraction(2), Unit.WEEK), "2024-05-15 12:31:52"),
    (After(Fraction(2), Unit.MONTH), "2024-07-01 12:31:52"),
    (After(Fraction(8), Unit.MONTH), "2025-01-01 12:31:52"),
    (After(Fraction(7975), Unit.YEAR), "9999-05-01 12:31:52"),
    (After(Fraction(0), Unit.DAY), "2024-05-01 12:31:52"),
    (free("May 2, 2024"), "2024-05-02 00:00:00"),
    (free("May 2, 2024 10 PM"), "2024-05-02 22:00:00"),
    (free("Thursday May 2, 2024"), "2024-05-02 00:00:00"),
    (free("2 June"), "2024-06-02 00:00:00"),
    (free("Feb 29"), "2024-02-29 00:00:00"),
    (free("May 2023"), "2023-05-01 00:00:00"),
    (free("June"), "2024-06-01 00:00:00"),
    (free("2024-07"), "2024-07-01 00:00:00"),
    (free("2025"), "2025-01-01 00:00:00"),
    (free("Sunday 5th at noon"), "2024-05-05 12:00:00"),
    (free("10:00:05"), "2024-05-01 10:00:05"),
    (free("20240601 09:30"), "2024-06-01 09:30:00"),
]


@pytest.mark.usefixtures("_any_host")
@pytest.mark.parametrize(("when", "expected"), TABLE, ids=str)
def test_moments_are_those_of_the_given_now_on_any_host(when: When, expected: str) -> None:
    assert read(when) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # It is 00:31 on Thursday the second in Auckland, and still the first in UTC.
        (NearDay(TODAY, None), "2024-05-01 12:00:00"),
        (ClockTime(NINE), "2024-05-01 21:00:00"),
        (NextWeekday(3, None), "2024-05-01 12:00:00"),
        (NextWeekday(2, None), "2024-05-07 12:00:00"),
        (DayOfMonth(2, None), "2024-05-01 12:00:00"),
        (Date(2024, 5, 2, None), "2024-05-01 12:00:00"),
        (free("2024-05-02 09:00"), "2024-05-01 21:00:00"),
    ],
    ids=str,
)
def test_today_is_that_of_the_zone(when: When, expected: str) -> None:
    assert read(when, zone="Pacific/Auckland") == expected
    assert read(when, own="Pacific/Auckland") == expected


def test_a_year_left_out_is_that_of_now_in_the_zone() -> None:
    assert read(free("May 2"), now="2023-12-31 23:00:00", zone="Asia/Tokyo") == "2024-05-01 15:00:00"


def test_the_zone_beside_a_moment_goes_before_the_other() -> None:
    noon = Date(2024, 7, 1, NOON)
    assert read(noon, zone="Asia/Tokyo", own="America/New_York") == "2024-07-01 16:00:00"
    assert read(noon, own="EST") == "2024-07-01 17:00:00"
    assert read(noon, own="+02:00") == "2024-07-01 10:00:00"


@pytest.mark.parametrize(("count", "unit"), [(1, Unit.MONTH), (13, Unit.MONTH)])
def test_months_ahead_end_at_the_months_end(count: int, unit: Unit) -> None:
    now = "2023-01-31 08:00:00" if count == 13 else "2024-01-31 08:00:00"
    assert read(After(Fraction(count), unit), now=now) == "2024-02-29 08:00:00"


def test_a_year_after_a_leap_day_is_the_end_of_february() -> None:
    assert read(After(Fraction(1), Unit.YEAR), now="2024-02-29 08:00:00") == "2025-02-28 08:00:00"


def test_days_ahead_keep_the_time_of_day_and_hours_ahead_do_not() -> None:
    def read_there(when: When) -> str:  # at 09:00 in Berlin, where the clock skips an hour that night
        return read(when, zone="Europe/Berlin", now="2024-03-30 08:00:00")

    assert read_there(After(Fraction(1), Unit.DAY)) == "2024-03-31 07:00:00"
    assert read_there(After(Fraction(24), Unit.HOUR)) == "2024-03-31 08:00:00"
    assert read_there(After(Fraction(3, 2), Unit.DAY)) == "2024-03-31 20:00:00"


def test_a_time_that_the_clock_skips_is_the_first_instant_after() -> None:
    assert read(Date(2024, 3, 31, 9000), zone="Europe/Berlin") == "2024-03-31 01:00:00"


def test_a_time_that_the_clock_repeats_is_the_first_pass() -> None:
    assert read(Date(2024, 10, 27, 9000), zone="Europe/Berlin") == "2024-10-27 00:30:00"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (Date(2024, 5, 2, None), "2024-05-02 23:59:59"),
        (Date(2024, 5, 2, 0), "2024-05-02 00:00:00"),
        (NearDay(TOMORROW, None), "2024-05-02 23:59:59"),
        (NextWeekday(4, None), "2024-05-03 23:59:59"),
        (DayOfMonth(31, None), "2024-05-31 23:59:59"),
        (free("May 2, 2024"), "2024-05-02 23:59:59"),
        (free("May 2, 2024 10:00"), "2024-05-02 10:00:00"),
        (free("10:00"), "2024-05-01 10:00:00"),
        (ClockTime(NINE), "2024-05-01 09:00:00"),
        (After(Fraction(1), Unit.DAY), "2024-05-02 12:31:52"),
        (Now(), "2024-05-01 12:31:52"),
    ],
    ids=str,
)
def test_an_end_without_a_time_is_the_end_of_its_day(when: When, expected: str) -> None:
    assert read(when, closing=True) == expected


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Sao_Paulo", Date(2018, 2, 17, None), "2018-02-18 02:59:59"),  # 23:00 to 24:00 comes twice
        ("America/Sao_Paulo", Date(2018, 11, 3, None), "2018-11-04 02:59:59"),  # the next day begins at 01:00
        ("Pacific/Apia", Date(2011, 12, 30, None), "2011-12-30 09:59:59"),  # a day that was left out
        ("Europe/Berlin", Date(2024, 10, 27, None), "2024-10-27 22:59:59"),
        ("America/New_York", Date(9999, 12, 31, None), "9999-12-31 23:59:59"),  # where the calendar ends, in UTC
    ],
)
def test_the_end_of_a_day_is_its_last_instant_whatever_the_clock_does(zone: str, day: Date, expected: str) -> None:
    assert read(day, zone=zone, closing=True) == expected


@pytest.mark.parametrize("text", ["May 2024", "2024", "June", "2024-05"])
def test_an_end_needs_its_day(text: str) -> None:
    assert fault_of(free(text), closing=True).kind is UNREADABLE_MOMENT


LONG = 10**30


@pytest.mark.parametrize(
    ("when", "kind"),
    [
        (Date(2023, 2, 29, None), IMPOSSIBLE_DATE),
        (Date(2024, 13, 1, None), IMPOSSIBLE_DATE),
        (Date(0, 1, 1, None), IMPOSSIBLE_DATE),
        (free("Feb 30"), IMPOSSIBLE_DATE),
        (free("31/04/2024"), IMPOSSIBLE_DATE),
        (free("31/31/2024"), IMPOSSIBLE_DATE),
        (free("Friday May 2, 2024"), WEEKDAY_CONFLICT),
        (free("Monday 5th"), WEEKDAY_CONFLICT),
        (free("5"), UNREADABLE_MOMENT),
        (free("2024-05-01 and mon-fri"), LEFTOVER_WORDS),
        (After(Fraction(1, 2), Unit.MONTH), FRACTIONAL_UNIT),
        (After(Fraction(1, 2), Unit.YEAR), FRACTIONAL_UNIT),
        (After(Fraction(1, 2), Unit.SECOND), BAD_INTERVAL),
        (After(Fraction(1, 7), Unit.SECOND), BAD_INTERVAL),
        *((After(Fraction(LONG), unit), OUT_OF_RANGE) for unit in Unit),
        (After(Fraction(7976), Unit.YEAR), OUT_OF_RANGE),
    ],
    ids=str,
)
def test_moments_that_mean_nothing(when: When, kind: Kind) -> None:
    assert fault_of(when).kind is kind


@pytest.mark.parametrize(
    ("name", "kind"), [("Europe/Berln", UNKNOWN_ZONE), ("CST", AMBIGUOUS_ZONE), ("UTC+2", AMBIGUOUS_ZONE)]
)
def test_a_bad_zone_is_blamed_at_its_word(name: str, kind: Kind) -> None:
    moment = Moment(ClockTime(NINE), Zone(name, span=Span(20, 20 + len(name))))
    with pytest.raises(Fault) as caught:
        read_moment(moment, now=instant(NOW), zone=find_zone("UTC"))
    assert (caught.value.kind, caught.value.span) == (kind, Span(20, 20 + len(name)))
    assert caught.value.fixes


def test_a_day_that_this_month_lacks_leads_to_the_next_that_has_it() -> None:
    fault = fault_of(DayOfMonth(31, 36000, span=Span(17, 30)), now="2024-06-10 00:00:00")
    assert (fault.kind, fault.message) == (IMPOSSIBLE_DATE, "there is no 31 June 2024")
    assert fault.fixes[0].apply("monthly starting 31st at 10:00") == "monthly starting 2024-07-31 10:00"


@pytest.mark.parametrize("day", [29, 30, 31])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_every_month_is_there_or_has_a_next(day: int, month: int) -> None:
    now = f"2023-{month:02}-15 00:00:00"
    if day <= monthrange(2023, month)[1]:
        assert read(DayOfMonth(day, None), now=now) == f"2023-{month:02}-{day} 00:00:00"
    else:
        assert fault_of(DayOfMonth(day, None), now=now).fixes[0].edits[0].text == f"2023-{month + 1:02}-{day}"


def test_a_wrong_weekday_is_blamed_at_its_word_and_the_true_one_offered() -> None:
    fault = fault_of(free("Monday May 2, 2024"))
    assert (fault.kind, fault.span) == (WEEKDAY_CONFLICT, Span(9, 15))
    assert fault.message == "2024-05-02 is not a Monday but a Thursday"
    assert fault.fixes[0].apply("starting Monday May 2, 2024") == "starting Thursday May 2, 2024"


def test_a_weekday_can_tell_that_the_day_came_first() -> None:
    fault = fault_of(free("Thu 01/02/2024"))
    assert fault.fixes[0].apply("starting Thu 01/02/2024") == "starting 2024-02-01"


def test_a_date_that_could_be_two_is_read_month_first_with_a_warning() -> None:
    moment = Moment(free("01/02/2024 10:00"))
    reading = read_moment(moment, now=instant(NOW), zone=find_zone("UTC"))
    assert utc(reading.instant) == "2024-01-02 10:00:00"
    (warning,) = reading.warnings
    assert (warning.kind, warning.span) == (AMBIGUOUS_DATE, Span(9, 25))
    fixed = [fix.apply("starting 01/02/2024 10:00") for fix in warning.fixes]
    assert fixed == ["starting 2024-01-02 10:00", "starting 2024-02-01 10:00"]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("24/05/01", ["2024-05-01", "2001-05-24"]),
        ("24 05 01", ["2024-05-01", "2001-05-24"]),
        ("13/05/24 10:00", ["2013-05-24 10:00", "2024-05-13 10:00"]),
        ("10:00 13/05/24", ["2013-05-24 10:00", "2024-05-13 10:00"]),
        ("Wed 24/05/01", ["2024-05-01", "2001-05-24"]),
        ("Mon 24/05/01", ["2024-05-01", "2001-05-24"]),
    ],
)
def test_a_short_year_that_could_come_first_is_refused_with_both_readings(text: str, fixed: list[str]) -> None:
    fault = fault_of(free(text))
    assert (fault.kind, fault.span) == (UNREADABLE_MOMENT, Span(9, 9 + len(text)))
    assert fault.message == f"'{text}' could begin or end with its year"
    assert [fix.edits[0].text for fix in fault.fixes] == fixed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thu 24/05/01", "2001-05-24"),
        ("31/05/99", "1999-05-31"),
        ("24/05/32", "2032-05-24"),
        ("25.12.24", "2024-12-25"),
        ("13/5/24", "2024-05-13"),
        ("05/13/24", "2024-05-13"),
    ],
)
def test_a_short_year_closes_a_date_that_has_no_other_reading(text: str, day: str) -> None:
    assert read(free(text)) == f"{day} 00:00:00"


@pytest.mark.parametrize("text", ["13/02/2024", "2/13/2024", "3/3/2024", "Tue 01/02/2024", "May 2, 2024", "2024/01/02"])
def test_a_date_that_could_only_be_one_has_no_warning(text: str) -> None:
    assert read_moment(Moment(free(text)), now=instant(NOW), zone=find_zone("UTC")).warnings == ()


@pytest.mark.parametrize(
    ("zone", "now"), [("America/New_York", "0001-01-01 00:00:00"), ("Asia/Tokyo", "9999-12-31 23:59:59")]
)
@pytest.mark.parametrize(
    "when", [DayOfMonth(1, None), NearDay(TODAY, None), free("May"), After(Fraction(1), Unit.MONTH)]
)
def test_a_now_that_the_zones_calendar_lacks_is_out_of_range(zone: str, now: str, when: When) -> None:
    with pytest.raises(Fault) as caught:
        read(when, zone=zone, now=now)
    assert caught.value.kind is OUT_OF_RANGE


@pytest.mark.parametrize("now", [MIN_INSTANT - 1, MAX_INSTANT + 1])
@pytest.mark.parametrize("when", [Now(), ClockTime(NINE), free("May"), After(Fraction(1), Unit.DAY)])
def test_a_now_beyond_the_calendar_is_out_of_range(now: int, when: When) -> None:
    with pytest.raises(Fault) as caught:
        read_moment(Moment(when), now=now, zone=find_zone("Europe/Berlin"))
    assert caught.value.kind is OUT_OF_RANGE


@pytest.mark.parametrize(
    ("when", "zone"),
    [
        (Date(9999, 12, 31, 86399), "America/New_York"),
        (Date(9999, 12, 31, 79200), "America/New_York"),
        (Date(1, 1, 1, 0), "Asia/Tokyo"),
        (Date(1, 1, 1, None), "Asia/Tokyo"),
    ],
)
def test_a_beginning_beyond_the_calendar_is_out_of_range(when: Date, zone: str) -> None:
    with pytest.raises(Fault) as caught:
        read(when, zone=zone)
    assert caught.value.kind is OUT_OF_RANGE


def test_an_end_before_the_calendar_is_out_of_range_and_one_after_it_is_its_end() -> None:
    with pytest.raises(Fault) as caught:
        read(Date(1, 1, 1, 0), zone="Asia/Tokyo", closing=True)
    assert caught.value.kind is OUT_OF_RANGE
    assert read(Date(9999, 12, 31, 79200), zone="America/New_York", closing=True) == "9999-12-31 23:59:59"
    assert read(Date(1, 1, 1, None), zone="Asia/Tokyo", closing=True) == "0001-01-01 14:41:00"


def test_the_calendar_begins_with_its_first_instant() -> None:
    assert read(Date(1, 1, 1, 33539), zone="Asia/Tokyo") == "0001-01-01 00:00:00"


ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia")


@settings(deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2037, 1, 1)),
    st.integers(0, 6),
    st.integers(0, 86399),
)
def test_the_next_weekday_is_within_a_week_of_today(zone: str, now: dt.datetime, weekday: int, clock: int) -> None:
    now = now.replace(microsecond=0)
    today = now.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).date()
    expected = next(day for day in (today + dt.timedelta(ahead) for ahead in range(7)) if day.weekday() == weekday)
    wall = Date(expected.year, expected.month, expected.day, clock)
    assert read(NextWeekday(weekday, clock), zone=zone, now=now.isoformat(" ")) == read(wall, zone=zone)


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2037, 1, 1)))
def test_a_date_and_time_is_what_datetime_makes_of_it(zone: str, wall: dt.datetime) -> None:
    wall = wall.replace(microsecond=0)
    there = wall.replace(tzinfo=ZoneInfo(zone))
    found = read(Date(wall.year, wall.month, wall.day, wall.hour * 3600 + wall.minute * 60 + wall.second), zone=zone)
    back = dt.datetime.fromisoformat(found).replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
    if there.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        assert there.astimezone(dt.UTC) == back
    else:  # skipped: the first instant after the gap reads later, the one before it earlier
        before = (back.astimezone(dt.UTC) - dt.timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        assert before.replace(tzinfo=None) < wall < back.replace(tzinfo=None)
