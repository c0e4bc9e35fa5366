"""Random schedules against programs that others wrote: cronsim and croniter for cron lines, dateutil for intervals.

Where one of them is known to differ, its dialect is left out of the random lines, and a case below says who is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter
from cronsim import CronSim, CronSimError
from dateutil.rrule import DAILY, FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule
from dateutil.rrule import weekday as rrule_weekday
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.diagnostics.catalogue import NEVER_FIRES
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT
from tests.firings import firings, instant

_COUNT = 6
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_WEEKDAY = 4
_ZONES = (
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",  # clocks change at midnight
    "America/St_Johns",  # half an hour off
    "Asia/Kolkata",
    "Europe/Dublin",  # winter time is the one with negative daylight saving
    "Europe/London",
    "Pacific/Apia",  # skipped 2011-12-30
)
_STARTS = (
    datetime(2011, 12, 29, tzinfo=UTC),
    datetime(2018, 2, 17, tzinfo=UTC),
    datetime(2018, 11, 3, tzinfo=UTC),
    datetime(2023, 12, 31, tzinfo=UTC),
    datetime(2024, 2, 28, tzinfo=UTC),
    datetime(2024, 3, 9, tzinfo=UTC),
    datetime(2024, 3, 30, tzinfo=UTC),
    datetime(2024, 10, 26, tzinfo=UTC),
    datetime(2024, 11, 2, tzinfo=UTC),
)
_FREQUENCIES: dict[str, Literal[0, 1, 2, 3]] = {"days": DAILY, "weeks": WEEKLY, "months": MONTHLY, "years": YEARLY}
_RRULE_WEEKDAYS = {"mon": MO, "tue": TU, "wed": WE, "thu": TH, "fri": FR, "sat": SA, "sun": SU}


@st.composite
def _plain_items(draw: st.DrawFn, kind: int) -> str:
    """A value, a range, or a range with a step."""
    low, high = _BOUNDS[kind]
    first, last = sorted(draw(st.sets(st.integers(low, high), min_size=2, max_size=2)))
    size = 7 if kind == _WEEKDAY else high - low + 1
    step = draw(st.integers(1, size))
    forms = [f"{first}", f"{first}-{last}", f"{first}-{last}/{step}"]
    return draw(st.sampled_from(forms if kind == _WEEKDAY else [*forms, f"{first}/{step}"]))


def _stars(kind: int) -> st.SearchStrategy[str]:
    low, high = _BOUNDS[kind]
    steps = st.integers(1, 7 if kind == _WEEKDAY else high - low + 1)
    return st.just("*") | steps.map(lambda step: f"*/{step}")


def _lists(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(items, min_size=1, max_size=3).map(",".join)


def _lines(*, special: bool) -> st.SearchStrategy[str]:
    """Lines of the dialect that all share; with what cronsim has beyond croniter if `special`."""
    fields = [_stars(kind) | _lists(_plain_items(kind)) for kind in range(5)]
    if special:
        fields = [field | _lists(_stars(kind) | _plain_items(kind)) for kind, field in enumerate(fields)]
        fields[2] |= st.sampled_from(["L", "LW", "15,L"])
        nth = st.builds("{}#{}".format, st.integers(0, 7), st.integers(1, 5))
        fields[_WEEKDAY] |= nth | st.integers(0, 7).map("{}L".format) | st.sampled_from(["mon-fri", "SUN", "tue,Thu"])
    return st.tuples(*fields).map(" ".join)


def _starts() -> st.SearchStrategy[datetime]:
    """Minutes around clock changes and leap days."""
    return st.builds(
        lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(_STARTS), st.integers(0, 2880)
    )


def _ours(line: str, start: datetime, zone: str) -> list[datetime]:
    """The next firings as instants; none if we refuse the line because it never fires."""
    try:
        compiled = compile_schedule(line, now=start, timezone=zone)
    except ScheduleError as error:
        if error.diagnostics[0].kind is not NEVER_FIRES:
            raise
        return []
    return [datetime.fromisoformat(each).astimezone(UTC) for each in firings(compiled, _COUNT, after=start)]


def _cronsim(line: str, start: datetime) -> list[datetime]:
    try:
        return [each.astimezone(UTC) for each in islice(CronSim(line, start), _COUNT)]
    except CronSimError:  # it refuses days that no month has
        return []


def _croniter(line: str, start: datetime) -> Iterator[datetime]:
    # Its flag of this name means: both day fields must hold where one begins with a star, as Debian has it.
    return croniter(line, start, ret_type=datetime, implement_cron_bug=True, max_years_between_matches=100).all_next()


@settings(max_examples=250, deadline=None)
@given(_lines(special=True), st.sampled_from(_ZONES), _starts())
def test_cron_line_fires_as_cronsim_has_it_in_any_zone(line: str, zone: str, start: datetime) -> None:
    local = start.astimezone(ZoneInfo(zone))
    theirs = _cronsim(line, local)
    ours = _ours(line, local, zone)
    if len(theirs) == _COUNT:
        assert ours == theirs
    else:  # it looks 50 years ahead and no further
        assert ours[: len(theirs)] == theirs
        assert all(each.year - start.year >= 49 for each in ours[len(theirs) :])


@settings(max_examples=150, deadline=None)
@given(_lines(special=False), _starts())
def test_cron_line_fires_as_croniter_has_it_in_utc(line: str, start: datetime) -> None:
    ours = _ours(line, start, "UTC")
    if ours:
        assert list(islice(_croniter(line, start), len(ours))) == ours


@pytest.mark.parametrize(
    ("line", "start", "zone", "first"),
    [
        # The clock goes from 02:00 to 02:30, and 05:00 comes that day like every day. cronsim 2.8 loses it: 05:30.
        ("*/30 5 * * *", "2024-10-05T12:00:00+10:30", "Australia/Lord_Howe", "2024-10-06T05:00:00+11:00"),
        # `4/3` runs to the end of the week, Saturday, whatever number Sunday has. cronsim 2.8 goes on to 7: Sunday.
        ("0 0 * * 4/3", "2024-10-05T12:00:00+00:00", "UTC", "2024-10-10T00:00:00+00:00"),
        # A range of one value is that value. croniter 7 takes it to go all the way around: 13:00.
        ("0 9-9 * * *", "2024-10-05T12:00:00+00:00", "UTC", "2024-10-06T09:00:00+00:00"),
        # The `*` does not begin the field, so either day field will do, as in Debian. croniter 7 wants both: Tuesday.
        ("0 0 12,* * 2", "2024-10-05T12:00:00+00:00", "UTC", "2024-10-06T00:00:00+00:00"),
    ],
)
def test_line_fires_rightly_where_another_program_is_known_to_differ(
    line: str, start: str, zone: str, first: str
) -> None:
    now = datetime.fromisoformat(start)
    assert firings(compile_schedule(line, now=now, timezone=zone), 1, after=now) == [first]


def _anchors() -> st.SearchStrategy[datetime]:
    moments = st.datetimes(datetime(1900, 1, 1), datetime(2300, 12, 31), timezones=st.just(UTC))
    return moments.map(lambda moment: moment.replace(day=min(moment.day, 28), microsecond=0))


def _assert_fires_alike(text: str, anchor: datetime, rule: rrule) -> None:
    compiled = compile_schedule(text, now=anchor)
    found = compiled.instants.between(instant(anchor), MAX_INSTANT)
    assert list(islice(found, 8)) == [instant(each) for each in islice(rule, 8)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(_FREQUENCIES)), st.integers(1, 60), _anchors())
def test_interval_fires_as_dateutil_has_it(unit: str, count: int, anchor: datetime) -> None:
    _assert_fires_alike(f"every {count} {unit}", anchor, rrule(_FREQUENCIES[unit], dtstart=anchor, interval=count))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 9), st.sets(st.sampled_from(sorted(_RRULE_WEEKDAYS)), min_size=1), _anchors())
def test_weeks_on_weekdays_fire_as_dateutil_has_it(count: int, days: set[str], anchor: datetime) -> None:
    weekdays = [_RRULE_WEEKDAYS[day] for day in days]
    rule = rrule(WEEKLY, dtstart=anchor, interval=count, byweekday=weekdays, wkst=MO)
    _assert_fires_alike(f"every {count} weeks on {','.join(days)}", anchor, rule)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 15), st.sampled_from([*range(1, 29), -1, -2, -5]), _anchors())
def test_months_on_a_day_fire_as_dateutil_has_it(count: int, day: int, anchor: datetime) -> None:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(abs(day) % 10 if abs(day) not in {11, 12, 13} else 0, "th")
    named = f"{day}{suffix}" if day > 0 else "last day" if day == -1 else f"{-day}{suffix}-last day"
    rule = rrule(MONTHLY, dtstart=anchor, interval=count, bymonthday=day)
    _assert_fires_alike(f"every {count} months on the {named}", anchor, rule)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 15), st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(sorted(_RRULE_WEEKDAYS)), _anchors())
def test_months_on_an_nth_weekday_fire_as_dateutil_has_it(count: int, nth: int, day: str, anchor: datetime) -> None:
    named = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}[nth]
    weekday: rrule_weekday = _RRULE_WEEKDAYS[day](nth)
    _assert_fires_alike(
        f"every {count} months on the {named} {day}",
        anchor,
        rrule(MONTHLY, dtstart=anchor, interval=count, byweekday=weekday),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 12), st.integers(1, 28), _anchors())
def test_years_on_a_date_fire_as_dateutil_has_it(count: int, month: int, day: int, anchor: datetime) -> None:
    name = datetime(2024, month, day).strftime("%b %d").lower()
    rule = rrule(YEARLY, dtstart=anchor, interval=count, bymonth=month, bymonthday=day)
    _assert_fires_alike(f"every {count} years on {name}", anchor, rule)


def test_months_from_the_31st_use_the_last_day_where_dateutil_skips_the_month() -> None:
    anchor = datetime(2024, 1, 31, tzinfo=UTC)
    ours = firings(compile_schedule("monthly", now=anchor), 3)
    theirs = [each.isoformat() for each in islice(rrule(MONTHLY, dtstart=anchor), 3)]
    # Both are in use; ours loses no month, and `daily & 31st` is the other.
    assert [each[:10] for each in ours] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert [each[:10] for each in theirs] == ["2024-01-31", "2024-03-31", "2024-05-31"]
    assert firings(compile_schedule("daily & 31st", now=anchor), 3) == theirs
