from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.diagnostics.catalogue import (
    AMBIGUOUS_DATE,
    ENDS_BEFORE_START,
    IMPOSSIBLE_DATE,
    LEFTOVER_WORDS,
    OUT_OF_RANGE,
    UNKNOWN_ZONE,
)
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.span import Span
from everly.grammar.tree import (
    And,
    At,
    Calendar,
    ClockTime,
    Date,
    Elapsed,
    Except,
    Expr,
    FreeDate,
    Moment,
    NearDay,
    Not,
    Now,
    Or,
    RelativeDay,
    Schedule,
    Unit,
    Weekdays,
    Zone,
)
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.resolver import Resolved, instant_of, resolve
from everly.scheduling.testing.trees import schedules
from everly.scheduling.zone_names import find_zone

DAILY = Calendar(1, Unit.DAY)
HOURLY = Elapsed(3600)
NINE, TEN = 32400, 36000


def instant(utc: str) -> int:
    return int(dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC).timestamp())


NOW = instant("2024-05-01 12:31:52")


def run(schedule: Schedule, *, zone: str = "UTC", now: int = NOW, text: str = "") -> Resolved:
    return resolve(schedule, text, now=now, zone=find_zone(zone))


def starting(moment: Moment, expr: Expr = DAILY) -> Schedule:
    return Schedule(expr, starting=moment)


def on(day: str, time: int | None = None, zone: str | None = None) -> Moment:
    year, month, number = (int(part) for part in day.split("-"))
    return Moment(Date(year, month, number, time), None if zone is None else Zone(zone))


@pytest.mark.parametrize(
    ("schedule", "zone", "printed", "home"),
    [
        (Schedule(DAILY), "UTC", "daily", "UTC"),
        (Schedule(DAILY), "Asia/Tokyo", "daily", "Asia/Tokyo"),
        (starting(Moment(Now())), "UTC", "daily starting 2024-05-01 12:31:52", "UTC"),
        (starting(Moment(Now())), "Asia/Tokyo", "daily starting 2024-05-01 21:31:52", "Asia/Tokyo"),
        (starting(Moment(ClockTime(1800))), "UTC", "daily starting 2024-05-01 00:30", "UTC"),
        (starting(on("2024-06-03")), "UTC", "daily starting 2024-06-03 00:00", "UTC"),
        (
            Schedule(DAILY, zone=Zone("america/new_york")),
            "UTC",
            "daily in America/New_York",
            "America/New_York",
        ),
        (
            starting(on("2025-07-01", 43200, "europe/berlin")),
            "UTC",
            "daily starting 2025-07-01 12:00 in Europe/Berlin",
            "Europe/Berlin",
        ),
        (
            starting(on("2025-07-01", NINE, "+0200")),
            "Asia/Tokyo",
            "daily starting 2025-07-01 09:00 in +02:00",
            "+02:00",
        ),
        (
            Schedule(DAILY, starting=on("2025-07-01", 43200, "America/New_York"), zone=Zone("Europe/Berlin")),
            "UTC",
            "daily starting 2025-07-01 18:00 in Europe/Berlin",
            "Europe/Berlin",
        ),
        (
            Schedule(DAILY, until=on("2025-07-01", NINE, "America/New_York")),
            "Europe/Berlin",
            "daily until 2025-07-01 15:00",
            "Europe/Berlin",
        ),
        (
            Schedule(DAILY, starting=on("2024-06-03"), until=on("2024-06-05")),
            "UTC",
            "daily starting 2024-06-03 00:00 until 2024-06-05 23:59:59",
            "UTC",
        ),
        (
            # until is read in the zone that the beginning gave the schedule
            Schedule(DAILY, starting=on("2024-06-03", NINE, "Asia/Tokyo"), until=on("2024-06-05")),
            "UTC",
            "daily starting 2024-06-03 09:00 until 2024-06-05 23:59:59 in Asia/Tokyo",
            "Asia/Tokyo",
        ),
        (
            starting(on("2024-03-31", 9000), DAILY),  # a time that the clock skips
            "Europe/Berlin",
            "daily starting 2024-03-31 03:00",
            "Europe/Berlin",
        ),
    ],
)
def test_moments_are_written_in_the_wall_clock_of_their_scope(
    schedule: Schedule, zone: str, printed: str, home: str
) -> None:
    resolved = run(schedule, zone=zone)
    assert (print_schedule(resolved.schedule), resolved.zone.name) == (printed, home)


def test_the_second_pass_of_a_fold_is_written_in_utc_and_the_scope_keeps_its_zone() -> None:
    second_pass = instant("2024-10-27 01:30")
    resolved = run(starting(Moment(Now())), zone="Europe/Berlin", now=second_pass)
    assert print_schedule(resolved.schedule) == "daily starting 2024-10-27 01:30 UTC in Europe/Berlin"
    assert resolved.zone.name == "Europe/Berlin"
    assert resolved.schedule.starting is not None
    assert instant_of(resolved.schedule.starting, resolved.zone) == second_pass


def test_an_end_in_the_second_pass_keeps_the_zone_beside_it_alone() -> None:
    schedule = Schedule(DAILY, until=on("2024-10-27", 5400, "UTC"))
    assert print_schedule(run(schedule, zone="Europe/Berlin").schedule) == "daily until 2024-10-27 01:30 UTC"


def inner_scopes() -> Schedule:
    """A scope in every place that can hold one; the inner ones say 'starting tomorrow' in different ways."""
    tomorrow = Moment(NearDay(RelativeDay.TOMORROW, None))
    plain, tokyo = starting(tomorrow), Schedule(DAILY, starting=tomorrow, zone=Zone("Asia/Tokyo"))
    beside = starting(replace(tomorrow, zone=Zone("Asia/Tokyo")))
    return Schedule(
        Or((And((plain, Not(Schedule(Weekdays((0,)), until=tomorrow)))), Except(tokyo, beside), At(plain, (NINE,)))),
        zone=Zone("Europe/Berlin"),
    )


def test_scopes_within_take_their_zone_from_the_one_around() -> None:
    printed = print_schedule(run(inner_scopes()).schedule)
    tomorrow, there = "(daily starting 2024-05-02 00:00)", "(daily starting 2024-05-02 00:00 in Asia/Tokyo)"
    assert printed == (
        f"{tomorrow} & !(mon until 2024-05-02 23:59:59) | ({there} except {there}) | {tomorrow} at 09:00"
        " in Europe/Berlin"
    )


def test_a_window_that_picks_days_may_be_a_scope() -> None:
    schedule = Schedule(Calendar(1, Unit.WEEK, on=Schedule(Weekdays((0,)), starting=Moment(Now()))))
    calendar = run(schedule).schedule.expr
    assert calendar == Calendar(1, Unit.WEEK, on=starting(on("2024-05-01", 45112), Weekdays((0,))))


def free(word: str, text: str) -> FreeDate:
    start = text.index(word)
    return FreeDate(word, span=Span(start, start + len(word)))


def error_of(schedule: Schedule, text: str = "") -> ScheduleError:
    with pytest.raises(ScheduleError) as caught:
        run(schedule, text=text)
    return caught.value


def test_all_faults_are_reported_at_once_each_at_its_place() -> None:
    text = "(daily starting Feb 30 2024 until May 2 2024 foo) | hourly in Europe/Berln"
    inner = Schedule(
        DAILY, starting=Moment(free("Feb 30 2024", text)), until=Moment(free("May 2 2024 foo", text)), span=Span(0, 49)
    )
    error = error_of(Schedule(Or((inner, HOURLY)), zone=Zone("Europe/Berln", span=Span(62, 74))), text)
    assert [(found.kind, found.span.of(text)) for found in error.diagnostics] == [
        (UNKNOWN_ZONE, "Europe/Berln"),
        (IMPOSSIBLE_DATE, "Feb 30 2024"),
        (LEFTOVER_WORDS, "foo"),
    ]
    assert "did you mean Europe/Berlin" in str(error)


def test_an_unknown_zone_beside_a_beginning_is_reported_once() -> None:
    error = error_of(starting(on("2024-05-01", None, "Nowhere")))
    assert [found.kind for found in error.diagnostics] == [UNKNOWN_ZONE]


def test_a_warning_is_handed_on_and_does_not_come_again() -> None:
    text = "daily starting 01/02/2024"
    resolved = run(starting(Moment(free("01/02/2024", text))), text=text)
    assert [(found.kind, found.span.of(text)) for found in resolved.warnings] == [(AMBIGUOUS_DATE, "01/02/2024")]
    assert resolved.warnings[0].fixes[0].apply(text) == "daily starting 2024-01-02"
    assert run(resolved.schedule, text=text).warnings == ()


def test_an_end_before_the_beginning_is_an_error_at_the_end() -> None:
    text = "daily starting 2024-06-03 until 2024-06-02"
    begin, end = Span(15, 25), Span(32, 42)
    schedule = Schedule(
        DAILY, starting=replace(on("2024-06-03"), span=begin), until=replace(on("2024-06-02"), span=end)
    )
    (found,) = error_of(schedule, text).diagnostics
    assert (found.kind, found.span, found.related[0].span) == (ENDS_BEFORE_START, end, begin)
    assert found.message == "the end, 2024-06-02 23:59:59, lies before the beginning, 2024-06-03 00:00"


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(DAILY, until=on("2024-04-30")),  # before now
        Schedule(DAILY, until=Moment(ClockTime(TEN))),  # today at 10:00, which is over
        starting(on("2024-06-03"), And((HOURLY, Schedule(Weekdays((0,)), until=on("2024-06-02"))))),
        Schedule(Except(HOURLY, Schedule(DAILY, starting=on("2020-02-01"), until=on("2020-01-01")))),
        Schedule(Or((HOURLY, Schedule(DAILY, starting=on("2020-02-01"), until=on("2020-01-01"))))),
    ],
)
def test_ends_before_beginnings(schedule: Schedule) -> None:
    assert [found.kind for found in error_of(schedule).diagnostics] == [ENDS_BEFORE_START]


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(DAILY, until=on("2024-05-01")),
        Schedule(DAILY, starting=on("2024-06-03", NINE), until=on("2024-06-03", NINE)),
        Schedule(DAILY, starting=on("2020-01-01"), until=on("2020-02-01")),
        # What is taken away may have ended before the rest begins.
        starting(on("2024-06-03"), Except(HOURLY, Schedule(Weekdays((0,)), until=on("2024-06-02")))),
        starting(on("2024-06-03"), Except(HOURLY, Or((DAILY, Schedule(DAILY, until=on("2024-06-02")))))),
        starting(on("2024-06-03"), And((HOURLY, Not(Schedule(Weekdays((0,)), until=on("2024-06-02")))))),
        # A part that is over is no fault of the whole, which would break when time passes.
        Schedule(Or((HOURLY, Schedule(DAILY, until=on("2024-04-30"))))),
        starting(on("2024-06-03"), Or((HOURLY, Schedule(DAILY, until=on("2024-06-02"))))),
        starting(on("2024-06-03"), Or((HOURLY, Schedule(DAILY, starting=on("2020-01-01"), until=on("2020-02-01"))))),
    ],
)
def test_ends_that_are_sound(schedule: Schedule) -> None:
    assert run(schedule).schedule.expr is not None


def test_an_end_before_the_beginning_at_the_edge_of_the_calendar_can_be_said() -> None:
    schedule = Schedule(
        DAILY, starting=on("0001-01-01", TEN, "UTC"), until=on("0001-01-01", 0, "UTC"), zone=Zone("America/New_York")
    )
    kinds = [found.kind for found in error_of(schedule).diagnostics]
    assert kinds == [ENDS_BEFORE_START, OUT_OF_RANGE]


def test_an_end_before_a_now_beyond_the_calendar_can_be_said() -> None:
    with pytest.raises(ScheduleError, match="lies before now, 9999-12-31 23:59:59"):
        run(Schedule(DAILY, until=on("2024-04-30")), now=MAX_INSTANT + 1)


def test_only_absolute_moments_have_an_instant_of_their_own() -> None:
    with pytest.raises(ValueError, match="not an absolute moment"):
        instant_of(Moment(Now()), find_zone("UTC"))
    with pytest.raises(ValueError, match="not an absolute moment"):
        instant_of(on("2024-05-01"), find_zone("UTC"))


ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "-03:30",
)
instants = st.integers(instant("1900-01-01"), instant("2037-01-01"))


def near_clock_changes() -> st.SearchStrategy[tuple[str, int]]:
    """Zones, and instants within a few hours of a clock change there."""
    changes = {
        zone: [change.instant for change in find_zone(zone).transitions(instant("2005-01-01"), instant("2020-01-01"))]
        for zone in ZONES
    }
    near = [(zone, change) for zone, found in changes.items() for change in found]
    return st.builds(lambda pair, off: (pair[0], pair[1] + off), st.sampled_from(near), st.integers(-9000, 9000))


@settings(deadline=None)
@given(st.tuples(st.sampled_from(ZONES), instants) | near_clock_changes())
def test_every_instant_comes_back_from_its_absolute_moment(place: tuple[str, int]) -> None:
    zone, now = place
    resolved = run(starting(Moment(Now())), zone=zone, now=now)
    assert resolved.schedule.starting is not None
    assert instant_of(resolved.schedule.starting, find_zone(zone)) == now


@settings(deadline=None)
@given(schedules(depth=1), st.tuples(st.sampled_from(ZONES), instants) | near_clock_changes(), instants)
def test_resolving_again_changes_nothing_whatever_now_is(schedule: Schedule, place: tuple[str, int], now: int) -> None:
    zone, then = place
    try:
        first = run(schedule, zone=zone, now=then)
    except ScheduleError:
        reject()
    until = first.schedule.until
    if first.schedule.starting is None and until is not None:
        now = min(now, instant_of(until, first.zone))  # later it is over
    again = resolve(first.schedule, "", now=now, zone=first.zone)
    assert (again.schedule, again.zone) == (first.schedule, first.zone)
    assert print_schedule(again.schedule) == print_schedule(first.schedule)


@settings(deadline=None)
@given(schedules(depth=1), st.tuples(st.sampled_from(ZONES), instants) | near_clock_changes())
def test_a_resolved_schedule_can_be_stored_as_text(schedule: Schedule, place: tuple[str, int]) -> None:
    zone, now = place
    try:
        resolved = run(schedule, zone=zone, now=now)
    except ScheduleError:
        reject()
    text = print_schedule(resolved.schedule)
    assert resolve(parse(text), text, now=now, zone=resolved.zone).schedule == resolved.schedule


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("daily starting 01-02-2024UTC+02:00", ["daily starting 01-02-2024+02:00"]),
        ("daily starting 10:30,13of", []),
        ("daily starting 10:30,13 2024/05/02", ["daily starting 10:30 2024/05/02"]),
        ("daily in Europe/Berln", ["daily in Europe/Berlin"]),
    ],
)
def test_a_repair_is_offered_only_when_it_leads_on(text: str, mended: list[str]) -> None:
    with pytest.raises(ScheduleError) as caught:
        resolve(parse(text), text, now=NOW, zone=find_zone("UTC"))
    (found,) = caught.value.diagnostics
    assert [fix.apply(text) for fix in found.fixes] == mended


def test_a_repair_of_one_fault_is_offered_beside_the_others() -> None:
    text = "(daily starting 24/05/01) | hourly until 2024-05-31 in Europe/Berln"
    with pytest.raises(ScheduleError) as caught:
        resolve(parse(text), text, now=NOW, zone=find_zone("UTC"))
    zone, year = caught.value.diagnostics
    assert (zone.kind, len(zone.fixes), len(year.fixes)) == (UNKNOWN_ZONE, 1, 2)


def test_the_repairs_of_a_warning_lead_on_too() -> None:
    text = "daily starting 01/02/2024 until 2024-01-20"
    (warning,) = resolve(parse(text), text, now=NOW, zone=find_zone("UTC")).warnings
    assert warning.kind is AMBIGUOUS_DATE
    assert [fix.apply(text) for fix in warning.fixes] == ["daily starting 2024-01-02 until 2024-01-20"]
