"""Firings in order and back, where a listing ends, and the days of a calendar."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.preview import Mark, day_end, day_start, days_of, local_time, preview
from everly.scheduling.zone_names import find_zone

NOW = datetime(2024, 5, 1, 12, 31, 52, 123456, tzinfo=UTC)
SCHEDULES = (
    "daily and mon-fri",
    "every 7 hours & mon-fri & may starting 2024-05-01 in Europe/Berlin",
    "0 9,17 * * * | hourly & sat starting 2024-03-30 in Europe/Berlin",
    "daily at 02:30, 03:00 in America/New_York starting 2024-03-08",
    "daily at 01:30 in America/New_York starting 2024-11-01 until 2024-11-05",
    "every 13 minutes & every 17 minutes starting 2024-04-30",
)


def compiled(text: str) -> Compiled:
    return compile_schedule(text, now=NOW)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_a_firing_is_an_instant_and_its_local_time() -> None:
    first, second = preview(compiled("daily at 09:00 in Asia/Tokyo"), count=2).firings
    assert first.instant == at("2024-05-02T09:00+09:00")
    assert str(first.local) == "2024-05-02 09:00:00+09:00"
    assert (first.mark, second.mark) == (None, None)


def test_utc_is_the_one_of_datetime() -> None:
    (firing,) = preview(compiled("daily"), count=1).firings
    assert firing.local.tzinfo is UTC
    assert firing.local == NOW.replace(microsecond=0)


def test_the_second_pass_of_a_fold_is_told_by_fold() -> None:
    firings = preview(compiled("hourly in America/New_York starting 2024-11-03 01:00"), count=2).firings
    assert [(str(firing.local), firing.local.fold) for firing in firings] == [
        ("2024-11-03 01:00:00-04:00", 0),
        ("2024-11-03 01:00:00-05:00", 1),
    ]


def test_marks_are_given() -> None:
    gap = preview(compiled("daily at 02:30 in America/New_York starting 2024-03-10"), count=2)
    assert [firing.mark for firing in gap.firings] == [Mark.SHIFTED, None]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_listing_is_complete_when_nothing_is_left_in_its_direction(reverse: bool) -> None:
    three = compiled("daily starting 2024-05-01 until 2024-05-03")
    assert preview(three, count=2, reverse=reverse).complete is False
    assert preview(three, count=3, reverse=reverse).complete is True
    assert preview(three, count=9, reverse=reverse).complete is True
    assert len(preview(three, count=9, reverse=reverse).firings) == 3


def test_an_end_asked_for_makes_no_listing_complete() -> None:
    endless = compiled("daily starting 2024-05-01")
    assert preview(endless, count=9, stop=at("2024-05-02T12:00Z")).complete is False
    assert (
        preview(endless, count=9, start=at("2024-05-02T12:00Z"), stop=at("2024-05-04T00:00Z"), reverse=True).complete
        is False
    )
    over = compiled("daily starting 2024-05-01 until 2024-05-03")
    assert preview(over, count=9, start=at("2025-01-01T00:00Z")) == preview(
        over, count=1, start=at("2024-05-04T00:00Z")
    )
    assert preview(over, count=9, start=at("2025-01-01T00:00Z")).complete is True


def test_bounds_are_inclusive() -> None:
    start, stop = at("2024-05-02T00:00Z"), at("2024-05-03T00:00Z")
    found = preview(compiled("daily starting 2024-05-01"), count=9, start=start, stop=stop)
    assert [firing.instant for firing in found.firings] == [start, stop]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SCHEDULES), st.integers(-40, 40), st.integers(0, 40), st.integers(1, 30))
def test_a_listing_holds_the_members_in_order_and_back(text: str, offset: int, days: int, count: int) -> None:
    schedule = compiled(text)
    start = schedule.anchor + offset * 86_400 + 1234
    stop = start + days * 86_400
    members = list(schedule.instants.between(start, stop))
    forward = preview(schedule, count=count, start=start, stop=stop)
    backward = preview(schedule, count=count, start=start, stop=stop, reverse=True)
    assert [firing.instant for firing in forward.firings] == members[:count]
    assert [firing.instant for firing in backward.firings] == members[::-1][:count]
    marks = {firing.instant: firing.mark for firing in forward.firings}
    assert all(marks.get(firing.instant, firing.mark) == firing.mark for firing in backward.firings)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SCHEDULES), st.sampled_from(["UTC", "Pacific/Kiritimati", "America/New_York"]), st.integers(-9, 9)
)
def test_the_days_are_those_on_which_a_listing_falls(text: str, name: str, offset: int) -> None:
    schedule, zone = compiled(text), find_zone(name)
    start = schedule.anchor + offset * 86_400
    stop = start + 20 * 86_400 + 4321
    listed = (datetime.fromtimestamp(instant, zone.tzinfo) for instant in schedule.instants.between(start, stop))
    counts = Counter(local.date() for local in listed)
    assert days_of(schedule, zone, start=start, stop=stop, most=1000) == counts
    capped = days_of(schedule, zone, start=start, stop=stop, most=1)
    assert capped == {day: min(count, 2) for day, count in counts.items()}


def test_a_day_begins_and_ends_with_the_clock_of_its_zone() -> None:
    zone = find_zone("America/New_York")
    assert day_start(date(2024, 3, 10), zone) == at("2024-03-10T00:00-05:00")
    assert day_end(date(2024, 3, 10), zone) == at("2024-03-10T23:59:59-04:00")
    skipped = find_zone("Pacific/Apia")
    assert day_start(date(2011, 12, 30), skipped) == day_start(date(2011, 12, 31), skipped)
    assert day_end(date.max, find_zone("UTC")) == MAX_INSTANT
    assert day_start(date.min, find_zone("UTC")) == MIN_INSTANT


def test_local_times_outside_the_calendar_are_none_and_not_listed() -> None:
    tokyo = find_zone("Asia/Tokyo")
    assert local_time(MAX_INSTANT, tokyo) is None
    assert local_time(MIN_INSTANT, find_zone("America/New_York")) is None
    found = preview(compiled("daily starting 9999-12-30 in Asia/Tokyo"), count=9)
    assert [str(firing.local) for firing in found.firings] == ["9999-12-30 00:00:00+09:00", "9999-12-31 00:00:00+09:00"]
    assert found.complete is True
