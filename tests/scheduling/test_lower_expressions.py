from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.printer import print_schedule
from everly.grammar.tree import And, Calendar, Except, Expr, Field, Not, Or, Schedule, Star
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.lower import Scope, lower, unbounded
from everly.scheduling.resolver import resolve
from everly.scheduling.testing.cron import cron_lines
from everly.scheduling.testing.trees import calendars, schedules, times_on_days
from everly.scheduling.zone_names import find_zone
from tests.firings import firings, instant
from tests.scheduling.oracle import fires

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia")
_CHANGES = (
    "2024-03-10T06:30",  # New York's gap
    "2024-11-03T05:30",  # and its fold
    "2024-03-31T00:30",
    "2024-10-27T00:30",
    "2024-10-05T15:00",  # Lord Howe's half hours
    "2024-04-06T14:30",
    "2018-11-04T02:30",  # Sao Paulo skips midnight
    "2018-02-18T01:30",  # and repeats the hour before it
    "2011-12-30T09:00",  # Apia skips a day
    "2024-02-29T12:00",
)


def _near_changes() -> st.SearchStrategy[int]:
    """Instants within a day and a half of a clock change or a leap day."""
    changes = [instant(datetime.fromisoformat(f"{change}+00:00")) for change in _CHANGES]
    return st.builds(int.__add__, st.sampled_from(changes), st.integers(-130_000, 130_000))


def _leaves(expr: Expr, scope: Scope) -> Iterator[tuple[Expr, Scope]]:
    match expr:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _leaves(operand, scope)
        case Except(base, removed):
            yield from _leaves(base, scope)
            yield from _leaves(removed, scope)
        case Not(operand):
            yield from _leaves(operand, scope)
        case Schedule():
            yield from _leaves(expr.expr, scope.inside(expr))
        case _:
            yield expr, scope


def _candidates(schedule: Schedule, scope: Scope, points: list[int]) -> set[int]:
    """Where the answer may change: next to what the leaves hold around the points, and the points."""
    found = set(points)
    for leaf, place in _leaves(schedule, scope):
        instants = unbounded(leaf, place)
        for point in points:
            ends = (instants.ceil(point), instants.floor(point))
            found |= {end + step for end in ends if end is not None for step in (-1, 0, 1)}
    return {each for each in found if MIN_INSTANT + 86_400 <= each <= MAX_INSTANT - 86_400}


@settings(max_examples=250, deadline=None)
@given(schedules(), st.sampled_from(_ZONES), _near_changes(), st.lists(_near_changes(), min_size=1, max_size=4))
def test_schedule_holds_what_its_meaning_said_a_second_time_holds(
    schedule: Schedule, name: str, now: int, points: list[int]
) -> None:
    zone = find_zone(name)
    try:
        tree = resolve(schedule, print_schedule(schedule), now=now, zone=zone).schedule
    except ScheduleError:
        assume(False)
    instants = lower(tree, anchor=now, zone=zone)
    moments = {
        each: fires(tree, _EPOCH + timedelta(seconds=now), zone.tzinfo, _EPOCH + timedelta(seconds=each))
        for each in _candidates(tree, Scope(zone, now), [now, *points])
    }
    assert {each for each in moments if instants.contains(each)} == {each for each, held in moments.items() if held}
    for point in (now, *points):
        later = min((each for each, held in moments.items() if held and each >= point), default=None)
        earlier = max((each for each, held in moments.items() if held and each <= point), default=None)
        following, previous = instants.ceil(point), instants.floor(point)
        assert later is None or (following is not None and point <= following <= later)
        assert earlier is None or (previous is not None and point >= previous >= earlier)


_EVERY = Field((Star(),), starred=True)
_CHANGES_OF_ZONES = (
    ("America/New_York", "2024-03-10T07:00"),
    ("America/New_York", "2024-11-03T06:00"),
    ("Europe/Berlin", "2024-10-27T01:00"),
    ("Australia/Lord_Howe", "2024-10-05T15:30"),
    ("Australia/Lord_Howe", "2024-04-06T15:00"),
    ("America/Sao_Paulo", "2018-11-04T03:00"),
    ("America/Sao_Paulo", "2018-02-18T02:00"),
)


def _daily_lines() -> st.SearchStrategy[Expr]:
    """Cron lines that fire every day, so that what they do on the day of a clock change is seen."""
    return cron_lines().map(lambda line: replace(line, day=_EVERY, month=_EVERY, weekday=_EVERY, year=None))


@settings(max_examples=150, deadline=None)
@given(_daily_lines() | calendars() | times_on_days(), st.sampled_from(_CHANGES_OF_ZONES), st.integers(0, 40))
def test_hours_around_a_clock_change_hold_what_the_second_telling_holds(
    leaf: Expr, change: tuple[str, str], ago: int
) -> None:
    name, when = change
    zone, middle = find_zone(name), instant(datetime.fromisoformat(f"{when}+00:00"))
    now = middle - ago * 86_400
    schedule = Schedule(leaf)
    instants = lower(schedule, anchor=now, zone=zone)
    moments = set(range(middle - 9_000, middle + 9_000, 60))
    moments |= set(islice(instants.between(middle - 9_000, middle + 9_000), 100))
    begin = _EPOCH + timedelta(seconds=now)
    for each in moments:
        assert instants.contains(each) == fires(schedule, begin, zone.tzinfo, _EPOCH + timedelta(seconds=each))


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(-400, 400))
def test_days_of_an_interval_are_those_the_second_telling_holds(leaf: Calendar, shift: int) -> None:
    zone, now = find_zone("UTC"), instant(_NOW) + shift * 86_400
    instants = lower(Schedule(leaf), anchor=now, zone=zone)
    begin = _EPOCH + timedelta(seconds=now)
    second = leaf.at[0] if leaf.at else now % 86_400
    midnight = now - now % 86_400 + second
    for each in range(midnight, midnight + 500 * 86_400, 86_400):
        assert instants.contains(each) == fires(Schedule(leaf), begin, UTC, _EPOCH + timedelta(seconds=each))


def _days(text: str, count: int, zone: str = "UTC") -> list[str]:
    return [each[:16] for each in firings(compile_schedule(text, now=_NOW, timezone=zone), count)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("(daily starting 2024-01-01)", "daily starting 2024-01-01"),
        ("((daily starting 2024-01-01) in UTC)", "daily starting 2024-01-01"),
        ("daily at 09:00 & (mon-fri until 2024-06-01)", "daily at 09:00 & mon-fri until 2024-06-01"),
        ("hourly & !(mon-fri | 09:00-17:00)", "hourly & !mon-fri & !09:00-17:00"),
        ("hourly & !(mon-fri & 09:00-17:00)", "hourly & (!mon-fri | !09:00-17:00)"),
        ("hourly except mon except tue", "hourly & !mon & !tue"),
        ("hourly except (0 12 * * * | 0 0 * * *)", "hourly except 0 0,12 * * *"),
        ("every 15th at noon", "15th at noon"),
        ("daily or 0 14 * * * except sun", "(daily | 0 14 * * *) except sun"),
        ("daily except dec 25 or jan 1", "daily & !dec 25 & !jan 1"),
    ],
)
def test_two_ways_to_say_a_schedule_fire_alike(text: str, same: str) -> None:
    assert _days(text, 500) == _days(same, 500)


def test_parts_with_a_beginning_keep_theirs_and_the_others_begin_now() -> None:
    assert _days("(daily starting 2024-04-29) | hourly", 5) == [
        "2024-04-29T00:00",
        "2024-04-30T00:00",
        "2024-05-01T00:00",
        "2024-05-01T12:31",
        "2024-05-01T13:31",
    ]


def test_outer_beginning_bounds_and_inner_beginning_sets_the_phase() -> None:
    text = "(every 2 days starting 2024-01-01) | every 2 days starting 2024-05-08 06:00"
    assert _days(text, 4) == ["2024-05-08T06:00", "2024-05-10T00:00", "2024-05-10T06:00", "2024-05-12T00:00"]


def test_what_except_removes_is_not_bounded_by_now() -> None:
    text = "(every 6 hours starting 2024-05-01) except daily at 12:00"
    assert _days(text, 3) == ["2024-05-01T00:00", "2024-05-01T06:00", "2024-05-01T18:00"]


def test_windows_are_not_bounded_by_now() -> None:
    assert _days("(daily starting 2024-04-29) & mon-tue", 3) == [
        "2024-04-29T00:00",
        "2024-04-30T00:00",
        "2024-05-06T00:00",
    ]


def test_complement_of_a_bounded_window_holds_all_outside_its_bounds() -> None:
    text = "daily at 09:00 & !(mon-sun starting 2024-05-03 until 2024-05-05)"
    assert _days(text, 3) == ["2024-05-02T09:00", "2024-05-06T09:00", "2024-05-07T09:00"]


def test_end_without_a_time_is_the_last_second_of_its_day() -> None:
    assert _days("daily at 23:59 until 2024-05-02", 9) == ["2024-05-01T23:59", "2024-05-02T23:59"]


def test_each_scope_has_its_own_zone() -> None:
    text = "(daily at 09:00 in America/New_York) | daily at 09:00 in Asia/Tokyo"
    compiled = compile_schedule(text, now=_NOW)
    assert firings(compiled, 2) == ["2024-05-01T22:00:00+09:00", "2024-05-02T09:00:00+09:00"]


def test_zone_of_the_beginning_is_the_zone_of_the_schedule() -> None:
    compiled = compile_schedule("daily starting 2025-07-01 12:00 Europe/Berlin", now=_NOW)
    assert firings(compiled, 1) == ["2025-07-01T12:00:00+02:00"]
    assert firings(compiled, 1, after=datetime(2025, 12, 1, tzinfo=UTC)) == ["2025-12-01T12:00:00+01:00"]


def test_elapsed_time_ignores_the_clock_changes_that_calendar_time_follows() -> None:
    now = datetime(2024, 3, 9, 14, tzinfo=UTC)  # 09:00 in New York, where the clock changes in the night
    by_calendar = compile_schedule("daily", now=now, timezone="America/New_York")
    elapsed = compile_schedule("every 24 hours", now=now, timezone="America/New_York")
    assert firings(by_calendar, 2)[1] == "2024-03-10T09:00:00-04:00"
    assert firings(elapsed, 2)[1] == "2024-03-10T10:00:00-04:00"


def test_interval_counts_from_its_own_anchor_not_from_another_operand() -> None:
    text = "(every 2 weeks on mon at 09:00 starting 2024-05-06) | (every 2 weeks on mon at 10:00 starting 2024-05-13)"
    assert _days(text, 3) == ["2024-05-06T09:00", "2024-05-13T10:00", "2024-05-20T09:00"]
