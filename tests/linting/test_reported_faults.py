"""The faults that come back in one library for cron lines after the other.

Each is caught by the compiler or by a rule, or is shown to be no fault here. What people ask for stands in
`test_reported_wishes`.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given

from everly import explain, parse, print_schedule
from everly.grammar.diagnostics import Severity
from everly.linting.dialects import Dialect
from everly.linting.rules import same_schedule
from everly.scheduling.testing import ClockChange, instants_near_changes
from tests.firings import firings
from tests.linting.judge import across
from tests.linting.said import compiled, fixes, refused, said


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("0 0 * * mon#1", ["2024-05-06", "2024-06-03"]),
        ("0 0 * * 1-5/2", ["2024-05-01", "2024-05-03", "2024-05-06"]),
        ("0 0 1 jan-jun/2 *", ["2024-05-01", "2025-01-01"]),
        ("0 0 LW * *", ["2024-05-31", "2024-06-28"]),
        ("every monday except jan 1", ["2024-05-06", "2024-05-13"]),
        ("every 6 hours and mon & 00:00-01:00", ["2024-05-06", "2024-05-13"]),
    ],
)
def test_nothing_of_what_was_written_is_dropped(text: str, dates: list[str]) -> None:
    """The patterns of apscheduler end early; fugit and later lose what they do not know."""
    assert [each[:10] for each in firings(compiled(text), len(dates))] == dates


@pytest.mark.parametrize(
    "text", ["0 0 lastxyz * *", "0 0 * * mon#1x", "0 0 1-5/2y * *", "0 22-2 * * *", "0 9 * * fri, "]
)
def test_what_nothing_reads_is_refused(text: str) -> None:
    assert refused(text).severity is Severity.ERROR


@pytest.mark.parametrize("text", ["every day at 16:15 and 18:30", "daily at 9:00 and 17:00"])
def test_and_between_times_is_no_second_time_that_is_lost(text: str) -> None:
    assert refused(text).name == "and-between-times"
    assert fixes(text) == [text.replace(" and", ",")]


@pytest.mark.parametrize(("text", "name"), [("*/90 * * * *", "step-past-field"), ("0 */17 * * *", "uneven-step")])
def test_a_step_is_no_interval(text: str, name: str) -> None:
    assert name in said(text)


def test_every_four_months_counts_from_its_beginning_and_not_from_january() -> None:
    dates = firings(compiled("every 4 months starting 2024-02-10"), 3)
    assert [each[:10] for each in dates] == ["2024-02-10", "2024-06-10", "2024-10-10"]


def test_no_horizon_gives_up() -> None:
    rare = compiled("0 0 29 2 * & mon & jan-feb starting 2097-01-01")
    assert firings(rare, 1) == ["2112-02-29T00:00:00+00:00"]
    assert refused("0 0 31 2 *").name == "never-fires"


@pytest.mark.parametrize(("minutes", "day"), [(90, "2024-03-10"), (60, "2024-11-03")])
def test_intervals_are_elapsed_time_and_not_the_difference_of_two_clocks(minutes: int, day: str) -> None:
    """By the clock, 90 minutes are one hour when it skips one, and an hour is two when it shows one twice."""
    change = compiled(f"every {minutes} minutes starting {day} 00:00", "America/New_York")
    times = [datetime.fromisoformat(each) for each in firings(change, 6)]
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(minutes=minutes)}


@given(change=instants_near_changes())
def test_next_previous_and_membership_agree_and_only_go_on(change: ClockChange) -> None:
    """croniter#258, croncpp#32, and cronsim from within a fold."""
    found = compiled("30 1,2 * * *", change.zone, datetime(1800, 1, 1, tzinfo=UTC)).instants
    following, before = found.ceil(change.instant), found.floor(change.instant - 1)
    assert following is not None
    assert before is not None
    assert before < change.instant <= following
    assert found.contains(following)
    assert found.contains(before)
    assert (found.ceil(before + 1), found.floor(following - 1)) == (following, before)


def test_the_first_firing_is_kept_when_the_beginning_has_a_later_time_of_day() -> None:
    text = "0 9 * * mon starting 2024-06-01 12:00"
    assert firings(compiled(text), 1) == ["2024-06-03T09:00:00+00:00"]


def test_words_inside_names_are_left_alone() -> None:
    """An `or` inside America/New_York was a union once."""
    assert print_schedule(parse("daily in America/New_York")) == "daily in America/New_York"
    assert "alias" not in said("daily at 09:00 in America/Port_of_Spain")


def test_what_meets_seldom_is_found_by_arithmetic() -> None:
    """A search by coincidence ended in "maximum iterations"."""
    assert firings(compiled("secondly and yearly"), 2) == ["2024-05-01T00:00:00+00:00", "2025-05-01T00:00:00+00:00"]


def test_sunday_is_0_and_7_and_a_name_whatever_the_program_counts_from() -> None:
    (first, second) = across(same_schedule.RULE, "0 0 * * 0", "0 0 * * 7", "0 0 * * sun")
    assert (first.others[0][0], second.others[0][0]) == (0, 0)
    assert "foreign-syntax" in said("0 0 * * 7", Dialect.KUBERNETES)


@pytest.mark.parametrize("text", ["0 0 9 * * *", "0 30 4 * * mon-fri"])
def test_a_field_of_seconds_which_programs_read_at_either_end_is_pointed_out(text: str) -> None:
    assert "seconds-field" in said(text)
    assert {"foreign-syntax"} <= said(text, Dialect.KUBERNETES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5-5 * * * *", "equal-range"),
        ("0 0 2-2 * *", "equal-range"),
        ("0 22-2 * * *", "backwards-range"),
        ("0 0 * 11-2 *", "backwards-range"),
    ],
)
def test_ranges_that_programs_read_four_ways_are_pointed_out(text: str, name: str) -> None:
    assert name in said(text)


def test_what_is_explained_is_the_meaning_and_not_the_text() -> None:
    """`*/90` was "every 90 minutes", `61` "at 61 minutes past the hour", and day-or-weekday "and"."""
    assert refused("*/90 * * * *").name == "step-past-field"
    assert refused("61 * * * *").name == "out-of-range"
    assert " or on Fridays" in explain(compiled("0 0 13 * fri")).sentence


@pytest.mark.parametrize("text", ["0,4 0 * * *", "0-59/4 12 * * *", "0,30,31 3 1 1 *", "*/2 * * * *"])
def test_firings_that_are_too_near_are_found_wherever_they_are(text: str) -> None:
    """actionlint measures the first gap after 1970 only, and lets `0,4 0 * * *` pass."""
    assert "too-frequent" in said(text, Dialect.GITHUB)


@pytest.mark.parametrize("text", ["0,5 0 * * *", "*/5 * * * *", "0 0 1 1 *", "58 0,23 * * *"])
def test_firings_that_are_far_enough_apart_are_left_alone(text: str) -> None:
    assert "too-frequent" not in said(text, Dialect.GITHUB)


def test_what_never_fires_is_not_called_too_frequent() -> None:
    """A check that looks at the first gap after 1970 only finds "once per 0 seconds"."""
    assert said("0 0 31 2 *", Dialect.GITHUB) == {"never-fires"}


def test_rules_look_at_what_a_line_says_and_not_at_its_next_firings() -> None:
    assert "every-minute" in said("* 9 29 2 *")
    assert "uneven-step" in said("*/7 * 29 2 *")
