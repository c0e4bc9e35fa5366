from collections.abc import Iterator
from datetime import timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.engine import algebra, days
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayrules import Woven
from everly.scheduling.engine.dayset import ALL
from everly.scheduling.engine.formula import Firing, Frame
from everly.scheduling.engine.nodes import EMPTY
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.times import ALL_DAY, NEVER, at, clock, span
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import Pattern, Span, Zoned, wall_firing, window
from everly.scheduling.engine.zones import EARLY_YEARS, LATE_YEARS, Piece, Zone
from tests.scheduling.engine.oracle import DAY, ZONES, clocks, instant, steps

NINE = at([9 * 3600])


def daily(zone: str, *times: str) -> Zoned | Pattern:
    seconds = [int(each[:2]) * 3600 + int(each[3:]) * 60 for each in times]
    built = wall_firing(wall_set(at(seconds), ALL), ZONES[zone])
    assert isinstance(built, Zoned | Pattern)
    return built


def spans(zoned: Zoned, first: int, last: int) -> Iterator[Span]:
    """The spans that meet the instants from first to last."""
    while first <= last:
        span = zoned._span(first)
        yield span
        first = span.last + 1


def walked(zoned: Zoned, first: int, last: int) -> Iterator[int]:
    """The members from first to last, both ends in, told span by span."""
    for each in spans(zoned, first, last):
        inside = Pattern(each.plan).between(max(first, each.start) + each.offset, min(last, each.last) + each.offset)
        yield from (wall - each.offset for wall in inside)


@pytest.mark.parametrize(
    ("zone", "time", "first", "last", "fires"),
    [
        (
            "Pacific/Apia",
            "09:00",
            "2011-12-29T11:00",
            "2012-01-01T00:00",
            ["29T19:00", "30T10:00", "30T19:00", "31T19:00"],
        ),
        ("Europe/Berlin", "02:30", "2024-03-30T00:00", "2024-04-01T12:00", ["30T01:30", "31T01:00", "01T00:30"]),
        ("Europe/Berlin", "02:30", "2024-10-26T00:00", "2024-10-28T12:00", ["26T00:30", "27T00:30", "28T01:30"]),
        ("Australia/Lord_Howe", "02:15", "2024-10-05T00:00", "2024-10-06T23:00", ["05T15:30", "06T15:15"]),
        ("Australia/Lord_Howe", "01:45", "2024-04-05T00:00", "2024-04-07T00:00", ["05T14:45", "06T14:45"]),
        ("America/Sao_Paulo", "00:00", "2018-11-03T00:00", "2018-11-05T12:00", ["03T03:00", "04T03:00", "05T02:00"]),
        ("America/Sao_Paulo", "23:30", "2018-02-17T00:00", "2018-02-19T12:00", ["17T01:30", "18T01:30", "19T02:30"]),
        ("America/Toronto", "23:30", "1919-03-30T00:00", "1919-04-01T12:00", ["30T04:30", "31T04:30", "01T03:30"]),
        ("America/Toronto", "00:15", "1919-03-30T00:00", "1919-04-01T12:00", ["30T05:15", "31T04:30", "01T04:15"]),
        ("Europe/Dublin", "01:30", "2024-03-30T00:00", "2024-04-01T12:00", ["30T01:30", "31T01:00", "01T00:30"]),
        (
            "Africa/Monrovia",
            "00:30",
            "1972-01-06T00:00",
            "1972-01-08T12:00",
            ["06T01:14:30", "07T00:44:30", "08T00:30"],
        ),
    ],
)
def test_a_daily_firing_where_the_clock_changes(zone: str, time: str, first: str, last: str, fires: list[str]) -> None:
    found = list(daily(zone, time).between(instant(first), instant(last)))
    months = {"01T": last[:8] if fires[0][:2] != "01" else first[:8]}
    wanted = [instant(months.get(each[:3], first[:8]) + each) for each in fires]
    assert found == wanted


def test_a_window_is_read_in_both_passes_and_not_in_a_gap() -> None:
    half_past = window(wall_set(clock([2], [30], [0]), ALL), ZONES["Europe/Berlin"])
    assert list(half_past.between(instant("2024-10-27T00:00:00"), instant("2024-10-27T03:00:00"))) == [
        instant("2024-10-27T00:30:00"),
        instant("2024-10-27T01:30:00"),
    ]
    assert list(half_past.between(instant("2024-03-31T00:00:00"), instant("2024-03-31T12:00:00"))) == []


def test_firings_skipped_by_one_gap_become_one() -> None:
    found = list(
        daily("Europe/Berlin", "02:00", "02:30", "03:00").between(
            instant("2024-03-31T00:00"), instant("2024-03-31T09:00")
        )
    )
    assert found == [instant("2024-03-31T01:00")]


def test_a_fixed_zone_is_a_pattern_in_utc() -> None:
    zone = Zone("+02:00", timezone(timedelta(hours=2)))
    assert wall_firing(wall_set(NINE, ALL), zone) == window(wall_set(at([7 * 3600]), ALL), ZONES["UTC"])
    monday = window(wall_set(ALL_DAY, days.weekdays([0])), zone)
    assert monday.ceil(instant("2024-05-01T00:00")) == instant("2024-05-05T22:00")
    assert monday.floor(instant("2024-05-08T00:00")) == instant("2024-05-06T21:59:59")


def test_nothing_on_a_wall_is_the_empty_set() -> None:
    assert (
        window(wall_set(NEVER, ALL), ZONES["UTC"]) == wall_firing(wall_set(NEVER, ALL), ZONES["Europe/Berlin"]) == EMPTY
    )


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Apia", "Asia/Manila"])
def test_the_calendar_ends_without_an_exception(zone: str) -> None:
    nine = daily(zone, "09:00")
    last = nine.floor(MAX_INSTANT + 10**9)
    first = nine.ceil(MIN_INSTANT - 10**9)
    assert last is not None
    assert first is not None
    assert MAX_INSTANT - DAY < last <= MAX_INSTANT
    assert MIN_INSTANT <= first < MIN_INSTANT + DAY
    assert (
        nine.ceil(last + 1)
        is nine.ceil(MAX_INSTANT + 1)
        is nine.floor(first - 1)
        is nine.floor(MIN_INSTANT - 1)
        is None
    )
    assert not nine.contains(MAX_INSTANT + 1)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize("year", [1500, 1759, 1760, 2100, 2101, 2102, 2400, 9998])
def test_years_known_by_kind_answer_like_the_spans_of_the_zone(zone: str, year: int) -> None:
    """Near and far are two ways to one answer: here each year is walked span by span, whichever way ceil takes."""
    start = instant(f"{year}-01-01T00:00")
    shape = wall_set(span(23 * 3600 + 1800, 3 * 3600), days.weekdays([5, 6, 0])) | wall_set(NINE, days.month_days([1]))
    for built in (wall_firing(wall_set(clock([0, 2], [0, 30], [0]), ALL), ZONES[zone]), window(shape, ZONES[zone])):
        assert isinstance(built, Zoned)
        end = start + 365 * DAY
        told = sum(
            each.plan.count(max(start, each.start) + each.offset, min(end, each.last) + each.offset)
            for each in spans(built, start, end)
        )
        assert built.count(start, end) == told
        for probe in range(start, start + 365 * DAY, 5 * DAY + 4321):
            found = built.ceil(probe)
            assert found is not None
            assert built.contains(found)
            assert built.floor(found) == found
            assert found == probe or built.floor(found - 1) == built.floor(probe)


def test_a_far_answer_is_found_across_the_years() -> None:
    far = wall_firing(wall_set(NINE, days.years(9000, 9000) & days.month_date(2, 29)), ZONES["America/New_York"])
    assert far.ceil(0) is None
    far = wall_firing(wall_set(NINE, days.years(9004, 9004) & days.month_date(2, 29)), ZONES["America/New_York"])
    assert far.ceil(0) == far.floor(MAX_INSTANT) == instant("9004-02-29T14:00")
    early = wall_firing(wall_set(NINE, days.years(4, 4) & days.month_date(2, 29)), ZONES["Europe/Berlin"])
    assert early.ceil(MIN_INSTANT) == early.floor(0) == instant("0004-02-29T08:06:32")
    assert (EARLY_YEARS.start, LATE_YEARS.start) == (1760, 2101)


# Where the spans of single years meet the patterns of all years, and places in the midst of either.
SEAMS = [instant(f"{year}-01-01T00:00") for year in (1760, 1761, 1800, 2100, 2101, 2102, 2141)]
SEAM_ZONES = ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Europe/Berlin", "America/Sao_Paulo"]
HOUR = 3600


@st.composite
def seams(draw: st.DrawFn) -> tuple[int, Zoned | None]:
    """An instant near a seam or one of its clock changes, and a zoned set: a clock, joined with a step or another."""
    zone = draw(st.sampled_from(SEAM_ZONES))
    seam = draw(st.sampled_from(SEAMS)) + draw(st.sampled_from([-300, -59, 0, 0, 0, 67, 95, 276, 306])) * DAY
    leaf = clocks(seam, [zone, zone, draw(st.sampled_from(SEAM_ZONES))])
    built = draw(leaf).build()
    for combine in draw(st.lists(st.sampled_from([algebra.intersection, algebra.union, None]), max_size=2)):
        other = draw(st.one_of(leaf, steps(seam))).build()
        built = combine([built, other]) if combine else algebra.difference(built, other)
    return seam, built if isinstance(built, Zoned) else None


@given(seams(), st.integers(-20, 20))
@settings(max_examples=60, deadline=None)
def test_answers_across_the_seams_are_those_of_the_span_walk(scene: tuple[int, Zoned | None], day: int) -> None:
    seam, built = scene
    if built is None:
        return
    first, last = seam + day * DAY, seam + (day + 12) * DAY
    told = list(islice(walked(built, first, last), 200))
    point = first
    for wanted in told:
        assert built.ceil(point) == wanted
        point = wanted + 1
    if len(told) < 200:
        later = built.ceil(point)
        assert later is None or later > last
    point = told[-1] if told else last
    for wanted in reversed(told):
        assert built.floor(point) == wanted
        point = wanted - 1
    if len(told) < 200:
        assert built.count(first, last) == len(told)


@pytest.mark.parametrize("hours", [5, 11, 31])
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_folded_step_agrees_with_the_arithmetic_on_both_sides_of_the_seams(hours: int, zone: str) -> None:
    """Such a plan has a cell for each turn of the step, and the pattern of far years must not multiply them."""
    step = Step(0, hours * HOUR)
    open_days = days.weekdays(range(5)) | days.years(2099, 2103) | days.years(1757, 1762)
    clock = window(wall_set(ALL_DAY, open_days - days.month_date(2, 29)), Zone(zone, ZoneInfo(zone)))
    built = algebra.intersection([step, clock])
    assert isinstance(built, Zoned)
    for year in (1758, 1760, 2100, 2101, 2104, 9000):
        for month in (1, 3, 4, 10, 11, 12):
            first = instant(f"{year:04}-{month:02}-01T00:00")
            wanted = [each for each in step.between(first, first + 40 * DAY) if clock.contains(each)]
            assert list(built.between(first, first + 40 * DAY)) == wanted
            assert built.count(first, first + 40 * DAY) == len(wanted)
            assert built.floor(first + 40 * DAY) == wanted[-1]


def test_a_pattern_of_far_years_has_no_more_cells_than_its_plans_have_in_their_spans() -> None:
    clock = window(wall_set(ALL_DAY, days.years(2024, 2024)), ZONES["America/New_York"])
    built = algebra.intersection([Step(0, 31 * HOUR), clock])
    assert isinstance(built, Zoned)
    assert built.ceil(instant("2025-02-01T00:00")) is built.floor(instant("2023-12-01T00:00")) is None
    plans = {shape: len(plan) for shape, plan in built._plans.items()}
    cuts = 3  # a plan rules all of some days, the end of one and the beginning of another
    for pattern in built._patterns.values():
        # What a plan holds is cut at midnight once more, for UTC reads another time.
        assert sum(map(len, pattern.parts)) <= 2 * cuts * sum(plans.values())


def test_a_set_limited_to_some_years_is_over_without_a_look_at_each_year(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    mask = Woven.mask

    def counted(rule: Woven, year: int) -> int:
        looked.append(year)
        return mask(rule, year)

    monkeypatch.setattr(Woven, "mask", counted)
    for zone in ("UTC", "Europe/Berlin"):
        built = algebra.intersection(
            [Step(0, 31 * HOUR), window(wall_set(ALL_DAY, days.years(2024, 2030)), ZONES[zone])]
        )
        assert built.ceil(instant("2105-01-01T00:00")) is None
        assert built.floor(instant("1700-01-01T00:00")) is None
    assert max(looked) <= 2106
    assert min(looked) >= 1699


RARE = {
    "yearly": wall_set(at([0]), days.month_date(1, 1)),
    "skipped and repeated": wall_set(at([2 * HOUR + 1800]), days.nth_weekday(2, 6) | days.nth_weekday(1, 6)),
    "29 february": wall_set(at([86_399]), days.month_date(2, 29)),
    "two times": wall_set(at([0, 5]), days.months([12]) & days.month_days([30, 31])),
    "fortnights": wall_set(NINE, days.week_periods(2, 4) & days.weekdays([5])),
    "a decade": wall_set(at([0]), days.years(2095, 2104) & days.month_date(1, 1)),
}


@pytest.mark.parametrize("zone", [*SEAM_ZONES, "Pacific/Apia", "Asia/Manila", "America/Juneau"])
@pytest.mark.parametrize("name", RARE)
def test_firings_that_are_looked_up_are_those_that_the_plans_tell(name: str, zone: str) -> None:
    fires = wall_firing(RARE[name], ZONES.get(zone) or Zone(zone, ZoneInfo(zone)))
    assert isinstance(fires, Zoned)
    mondays = algebra.intersection([fires, window(wall_set(ALL_DAY, days.weekdays([0, 6])), ZONES["Europe/Berlin"])])
    stepped = algebra.intersection([fires, Step(0, 7 * 60)])
    for each in (fires, mondays, stepped):
        if not isinstance(each, Zoned):
            continue
        assert (each._lookup is not None) is (each is not mondays)
        for first in (
            MIN_INSTANT,
            instant("1844-12-01T00:00"),
            instant("2023-12-30T11:11"),
            instant("9980-01-01T00:00"),
        ):
            last = first + 19 * 365 * DAY
            told = list(walked(each, first, last))
            assert list(each.between(first, last)) == told
            point = first
            for wanted in told[:5]:
                assert each.ceil(point) == wanted
                point = wanted + 1
            if told:
                assert list(each.between(told[0], told[-1])) == told
                assert list(each.between(told[0] + 1, told[-1] - 1)) == told[1:-1]


def test_a_rare_firing_costs_a_look_up_and_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[int] = []
    reaching = Zone._reaching

    def counted(zone: Zone, wall: int) -> tuple[int, int, int]:
        looked_up.append(wall)
        return reaching(zone, wall)

    def planned(_firing: Firing, _wall: WallSet, _frame: Frame) -> WallSet:
        raise AssertionError("a plan is made")

    monkeypatch.setattr(Zone, "_reaching", counted)
    monkeypatch.setattr(Firing, "narrow", planned)
    fires = wall_firing(RARE["yearly"], ZONES["America/New_York"])
    listed = list(islice(fires.between(instant("2024-05-02T00:00"), MAX_INSTANT), 500))
    assert len(listed) == 500
    assert 500 <= (before := len(looked_up)) <= 532  # the years of a block
    assert fires.ceil(instant("9000-05-02T00:00")) == instant("9001-01-01T05:00")
    assert len(looked_up) == before + 1


def test_a_search_begins_where_the_days_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first years are not walked through, clock change by clock change."""
    visited: list[int] = []
    span_at = Zoned._span

    def counted(zoned: Zoned, at: int) -> Span:
        visited.append(at)
        return span_at(zoned, at)

    monkeypatch.setattr(Zoned, "_span", counted)
    for wall in (
        wall_set(ALL_DAY, days.years(2030, 2030)),
        wall_set(ALL_DAY, days.years(2030, 2030) & days.months([7])),
    ):
        built = algebra.intersection([Step(0, 10), window(wall, ZONES["America/New_York"])])
        assert isinstance(built, Zoned)
        visited.clear()
        found = built.ceil(instant("2024-05-02T00:00"))
        assert found == next(iter(built.between(instant("2024-05-02T00:00"), MAX_INSTANT)))
        assert len(visited) == 2  # one of each search


def test_a_list_that_comes_to_nothing_does_not_walk_through_all_years(monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[int] = []
    span_at = Zoned._span

    def counted(zoned: Zoned, at: int) -> Span:
        visited.append(at)
        return span_at(zoned, at)

    monkeypatch.setattr(Zoned, "_span", counted)
    berlin, new_york = (window(wall_set(NINE, ALL), ZONES[name]) for name in ("Europe/Berlin", "America/New_York"))
    both = algebra.intersection([berlin, new_york])
    assert isinstance(both, Zoned)
    assert list(both.between(instant("2090-01-01T00:00"), MAX_INSTANT)) == []
    assert list(both.between(instant("9000-01-01T00:00"), MAX_INSTANT - 10 * DAY)) == []
    assert len(visited) < 20 * 11  # the years that are listed by date, and then a few


@given(seams(), st.integers(-20, 20))
@settings(max_examples=60, deadline=None)
def test_what_a_search_skips_holds_nothing(scene: tuple[int, Zoned | None], day: int) -> None:
    seam, built = scene
    if built is None:
        return
    first = seam + day * DAY
    begin = built.formula.skip_to(first)
    assert begin is None or begin >= first
    last = first + 30 * DAY if begin is None else min(begin - 1, first + 30 * DAY)
    assert list(islice(walked(built, first, last), 1)) == []


def test_questions_within_one_span_read_the_zone_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    piece = Zone.piece

    def counted(zone: Zone, at: int) -> Piece:
        asked.append(at)
        return piece(zone, at)

    monkeypatch.setattr(Zone, "piece", counted)
    nine = daily("Europe/Berlin", "09:00")
    listed = list(nine.between(instant("2024-04-02T00:00"), instant("2024-10-02T00:00")))
    assert len(listed) == 183
    assert all(nine.contains(each) for each in listed)
    assert len(asked) == 1


def test_a_step_that_meets_a_firing_no_more_is_not_looked_for_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """New York kept local mean time, 4:56:02 behind, up to 1883; the step meets the beginning of a year only then."""
    fires = wall_firing(RARE["yearly"], ZONES["America/New_York"])
    met = algebra.intersection([fires, Step(4 * HOUR + 56 * 60 + 2, DAY)])
    assert isinstance(met, Zoned)
    assert met._lookup is not None
    looked_up: list[int] = []
    reaching = Zone._reaching

    def counted(zone: Zone, wall: int) -> tuple[int, int, int]:
        looked_up.append(wall)
        return reaching(zone, wall)

    monkeypatch.setattr(Zone, "_reaching", counted)
    years = [instant(f"{year}-01-01T04:56:02") for year in (1880, 1881, 1882, 1883)]
    assert list(met.between(instant("1879-06-01T00:00"), MAX_INSTANT)) == years
    assert len(looked_up) < 400
    later = algebra.intersection([fires, Step(5 * HOUR, DAY)])
    begun = [instant(f"{year}-01-01T05:00") for year in (1884, 1885, 1886)]
    assert list(islice(later.between(instant("1500-06-01T00:00"), MAX_INSTANT), 3)) == begun


def test_of_two_firings_the_one_that_is_a_part_of_the_other_is_what_both_hold() -> None:
    daily, weekly = (wall_firing(wall_set(NINE, each), ZONES["Europe/Berlin"]) for each in (ALL, days.weekdays([5])))
    assert algebra.intersection([daily, weekly]) == algebra.intersection([weekly, daily]) == weekly
