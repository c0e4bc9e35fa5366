"""Explanations are true and complete: what they say, read back, fires when the schedule does, and never else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Schedule
from everly.scheduling.compiler import Compiled, compile_schedule, compile_tree
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.testing import ClockChange, instants_near_changes, schedules
from everly.scheduling.zone_names import find_zone
from tests.scheduling.decisions.universes import pairs
from tests.scheduling.explanation.reading.sentences import reads
from tests.scheduling.explanation.reading.words import IncompleteError, NotUnderstoodError
from tests.scheduling.explanation.test_sentences import SENTENCES, compiled
from tests.scheduling.rewriting.intervals import intervals
from tests.scheduling.simplify import dense

NOW = datetime(2024, 5, 1, tzinfo=UTC)
DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CASES = json.loads((Path(__file__).parents[2] / "conformance/cron_cases.json").read_text(encoding="utf-8"))
_LISTED = [case for kind in ("cases", "dom_dow", "dst") for case in _CASES[kind] if case["expected"]]

_IN_UTC = st.integers(1_200_000_000, 1_900_000_000).map(lambda now: ClockChange("UTC", now))
_SAFE = range(MIN_INSTANT + 2 * DAY, MAX_INSTANT - 2 * DAY)
"""Instants at which `datetime` can be asked in any zone."""


def instants_to_ask(compiled: Compiled) -> set[int]:
    """The first firings, those after some years, the last, and their neighbours, from the first on or the present."""
    first, last = compiled.instants.ceil(MIN_INSTANT), compiled.instants.floor(MAX_INSTANT)
    assert first is not None
    assert last is not None
    found = [*islice(compiled.instants.between(first, last), 40), last]
    for days in (100, 400, 1500, 4000):
        found += islice(compiled.instants.between(first + days * DAY, last), 8)
    near = {each + step for each in found for step in (-DAY, -3600, -60, -1, 0, 1, 60, 3600, DAY, 7 * DAY)}
    return {each for each in near if each >= min(first, compiled.now) and each in _SAFE}


def check_true(compiled: Compiled) -> bool:
    """Hold a sentence against the engine; False where it says that it does not tell all."""
    sentence = explain(compiled).sentence
    try:
        says = reads(sentence, compiled.zone.tzinfo)
    except IncompleteError:
        return False
    for instant in instants_to_ask(compiled):
        at = _EPOCH + timedelta(seconds=instant)
        assert says(at) == compiled.instants.contains(instant), (sentence, at)
    return True


def compiled_near(schedule: Schedule, near: ClockChange) -> Compiled:
    try:
        return compile_tree(schedule, "", now=near.instant, zone=find_zone(near.zone))
    except ScheduleError:
        reject()


@st.composite
def ending(draw: st.DrawFn, trees: st.SearchStrategy[Schedule]) -> Schedule:
    """A schedule that fires up to some day of some year, mostly for a short time."""
    year, month, day = draw(st.integers(2009, 2032)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    return parse(f"({print_schedule(draw(trees))}) until {year}-{month:02}-{day:02}")


@pytest.mark.parametrize("written", [written for written, _ in SENTENCES])
def test_a_sentence_that_is_shown_here_is_true(written: str) -> None:
    assert check_true(compiled(written))


@settings(deadline=None, max_examples=60)
@given(schedules(1) | dense.schedules(1), _IN_UTC)
def test_the_sentence_of_any_schedule_is_true(schedule: Schedule, near: ClockChange) -> None:
    check_true(compiled_near(schedule, near))


@settings(deadline=None, max_examples=30)
@given(dense.schedules(2), instants_near_changes())
def test_the_sentence_of_a_schedule_in_a_zone_is_true(schedule: Schedule, near: ClockChange) -> None:
    check_true(compiled_near(schedule, near))


@settings(deadline=None, max_examples=40)
@given(intervals(1), instants_near_changes())
def test_the_sentence_of_intervals_in_a_zone_is_true(schedule: Schedule, near: ClockChange) -> None:
    check_true(compiled_near(schedule, near))


@settings(deadline=None, max_examples=60)
@given(ending(intervals(1) | dense.schedules(1)), _IN_UTC | instants_near_changes())
def test_the_sentence_of_a_schedule_that_ends_is_true(schedule: Schedule, near: ClockChange) -> None:
    check_true(compiled_near(schedule, near))


@settings(deadline=None, max_examples=40)
@given(intervals(1), _IN_UTC)
def test_the_sentence_of_intervals_that_drift_is_true(schedule: Schedule, near: ClockChange) -> None:
    check_true(compiled_near(schedule, near))


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def counted_periods(draw: st.DrawFn) -> str:
    """Every so many weeks, months or years, from some day on that is mostly the first of none of them."""
    number, unit = draw(st.integers(2, 5)), draw(st.sampled_from(("weeks", "months", "years", "days")))
    days = draw(st.sets(st.sampled_from(_WEEKDAYS), min_size=1, max_size=5))
    on = f" on {','.join(sorted(days, key=_WEEKDAYS.index))}" if unit == "weeks" else ""
    times = draw(st.sampled_from(("", " at 09:00", " at 09:00,17:00")))
    less = draw(st.sampled_from(("", "", " except jan", " except 1st", " except wed")))
    day = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 800)))
    begin = f"{day:%Y-%m-%d}{draw(st.sampled_from(('', ' 05:30', ' 12:00')))}"
    end = draw(st.sampled_from(("", f" until {day + timedelta(days=900):%Y-%m-%d}")))
    return f"(every {number} {unit}{on}{times}){less} starting {begin}{end}"


@settings(deadline=None, max_examples=60)
@given(counted_periods(), st.integers(0, 800), st.sampled_from(("UTC", "Europe/Berlin", "America/New_York")))
def test_the_sentence_of_what_begins_within_a_week_or_a_month_is_true(text: str, days: int, zone: str) -> None:
    try:
        check_true(compile_schedule(text, now=NOW + timedelta(days=days - 400, hours=12), timezone=zone))
    except ScheduleError:
        reject()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "every 2 weeks on mon-wed at 09:00 starting 2025-09-24",
            (
                "At 09:00 from Monday to Wednesday of every second week, counted from that of 24 September 2025, "
                "starting on 24 September 2025."
            ),
        ),
        (
            "every 2 weeks on mon-wed at 09:00 starting 2025-09-22",
            "At 09:00 from Monday to Wednesday of every second week, counted from that of 22 September 2025.",
        ),
        (
            "(every 2 weeks on sat,sun at 09:00) except jan starting 2026-01-14 until 2026-08-02",
            (
                "At 09:00 on Saturdays and Sundays of every second week, counted from that of 1 February 2026, "
                "from 1 February to 2 August 2026."
            ),
        ),
        (
            "(every 3 weeks on fri,sat) | daily at 09:00 & mon starting 2025-03-15",
            (
                "Starting on 15 March 2025: at 00:00 on Fridays and Saturdays of every third week, counted from that "
                "of 15 March 2025; and at 09:00 on Mondays."
            ),
        ),
    ],
)
def test_a_schedule_that_begins_within_a_counted_week_says_when(text: str, sentence: str) -> None:
    """The week that is counted from has days before, on which nothing fires."""
    found = compile_schedule(text, now=NOW, timezone="UTC")
    assert check_true(found)
    assert explain(found).sentence == sentence


@pytest.mark.parametrize("case", _LISTED, ids=lambda case: f"{case['expr']} {case['tz']} {case['start']}")
def test_the_sentence_of_a_cron_line_holds_what_other_programs_list(case: dict[str, str]) -> None:
    """The engine has no say here: the sentence, read back, is held against times that independent programs agree on."""
    start = datetime.fromisoformat(case["start"])
    line = compile_schedule(case["expr"], now=start, timezone=case["tz"])
    says = reads(explain(line).sentence, ZoneInfo(case["tz"]))
    listed = [start.astimezone(UTC), *(datetime.fromisoformat(each).astimezone(UTC) for each in case["expected"])]
    assert all(map(says, listed[1:]))
    for one, other in pairwise(listed):
        assert not any(says(between) for between in minutes_between(one, other))


def minutes_between(one: datetime, other: datetime) -> list[datetime]:
    """Whole minutes after a moment and before another: all of some hours, and one of each day."""
    first = one.replace(second=0, microsecond=0) + timedelta(minutes=1)
    many = int((other - first).total_seconds() // 60)
    chosen = {*range(min(many, 200)), *range(max(0, many - 200), many), *range(0, many, 1440)}
    return [at for each in chosen if one < (at := first + timedelta(minutes=each)) < other]


@settings(deadline=None, max_examples=60)
@given(pairs())
def test_schedules_with_other_instants_share_no_sentence(pair: tuple[Compiled, Compiled]) -> None:
    left, right = pair
    sentences = [explain(each).sentence for each in pair]
    if sentences[0] == sentences[1] and "cannot tell" not in sentences[0] and "irregular" not in sentences[0]:
        # Equal schedules rest on the clocks of the same zones, too, which need not show in what fires.
        assert compare(left, right).relation is Relation.EQUAL


def test_the_reader_tells_one_sentence_from_another() -> None:
    """It would not notice a false sentence otherwise."""
    friday = datetime(2024, 9, 13, 9, 0, tzinfo=UTC)
    assert reads("At 09:00 on the 13th of the month or on Mondays.")(friday)
    assert reads("At 09:00 on Fridays that fall on the 13th of the month.")(friday)
    assert not reads("At 09:00 on Mondays that fall on the 13th of the month.")(friday)
    assert not reads("Every 7 minutes from minute 1 to 57 of every hour, on Fridays.")(friday)
    assert not reads("Every hour from 10:00 to 17:00, from Monday to Friday.")(friday)
    assert not reads("At 09:00 from Monday to Friday except 13 September.")(friday)
    assert not reads("At 09:00 from Monday to Friday, starting on 14 September 2024.")(friday)
    assert not reads("At 09:00 from Monday to Friday in Europe/Berlin.")(friday)
    assert not reads("Every 7 hours, counted from 03:00 on 13 September 2024.")(friday)
    with pytest.raises(NotUnderstoodError, match="no times"):
        reads("At 09:00 on fine days.")
    with pytest.raises(IncompleteError):
        reads("At times that one sentence cannot tell, first at 09:00 on 13 September 2024.")


def test_days_that_begin_later_do_not_hide_where_the_schedule_ends() -> None:
    """The last day lacks the late times, which is said of it by its end alone."""
    schedule = parse("(every 3 hours | every year at 09:00) until 2025-01-01")
    whole = compiled_near(schedule, ClockChange("Australia/Lord_Howe", 1_712_415_600))
    assert "until 1 January 2025" in explain(whole).sentence
    assert check_true(whole)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("every 7 hours & mon until 2026-11-27 @ Europe/Berlin", ", until 23 November 2026: "),
        ("every 10 hours except (every 22 hours & mon) @ America/New_York", "in America/New_York."),
    ],
)
def test_an_end_is_said_where_more_would_fire_and_nowhere_else(text: str, ends: str) -> None:
    """Days that go on from some date on are no end of these days, nor is a last firing that is left out anyhow."""
    assert ends in explain(compiled(text)).sentence
    assert check_true(compiled(text))
