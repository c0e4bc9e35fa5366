"""Schedules with a branch that never fires beside one that does: answers, and how much work they may take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TypeVar

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.preview import preview

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)
_MOST_CALLS = 500_000
"""For a few firings; a search that looks at every day to the end of the calendar makes millions for one."""

ResultT = TypeVar("ResultT")


def with_calls(work: Callable[[], ResultT]) -> tuple[ResultT, int]:
    """What a function returns, and how many calls of Python functions it made."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return result, calls


def firings(text: str, count: int) -> list[datetime]:
    """The first firings of a schedule."""
    instants = compile_schedule(text, now=_NOW).instants
    found: list[datetime] = []
    at = instants.ceil(0)
    while at is not None and len(found) < count:
        found.append(datetime.fromtimestamp(at, UTC))
        at = instants.ceil(at + 1)
    return found


def test_fortnights_from_a_wednesday_hold_no_monday() -> None:
    text = "(every 2 weeks & mon) | hourly starting 2024-05-01 in Europe/Berlin"
    found, calls = with_calls(lambda: firings(text, 20))
    begin = datetime(2024, 4, 30, 22, tzinfo=UTC)
    assert found == [begin + timedelta(hours=hour) for hour in range(20)]
    assert calls < _MOST_CALLS


def test_three_weeks_from_a_wednesday_hold_no_monday_either() -> None:
    text = "(every 3 weeks at 09:00 & mon) | every 10 minutes in America/New_York"
    found, calls = with_calls(lambda: firings(text, 20))
    assert found == [_NOW + timedelta(minutes=10 * step) for step in range(20)]
    assert calls < _MOST_CALLS


def refusal(text: str) -> str:
    """Why a text is no schedule that fires."""
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=_NOW)
    (found,) = caught.value.diagnostics
    return found.message


def test_five_weeks_from_a_tuesday_hold_no_last_saturday() -> None:
    text = "(every 5 weeks) & last Saturday starting 2024-02-27 19:30 in UTC"
    message, calls = with_calls(lambda: refusal(text))
    assert message == "'(every 5 weeks)' and 'last Saturday' exclude each other"
    assert calls < _MOST_CALLS


def test_steps_that_meet_on_a_clock_are_laid_on_what_both_leave() -> None:
    texts = [
        "((daily at 02:30 | every 31 hours) & every 40 minutes & !sat & every 7919 seconds & 31st & (oct | mar))",
        "(every 500 seconds & every 90 minutes except mon) except (every 25 minutes & mon | every 7919 seconds & mon)",
    ]
    for text in texts:
        _, calls = with_calls(lambda text=text: answer(f"{text} in Australia/Lord_Howe"))  # type: ignore[misc]
        assert calls < _MOST_CALLS, text


def answer(text: str) -> list[datetime] | str:
    """The first firings, or why there are none."""
    try:
        return firings(text, 3)
    except ScheduleError as error:
        return str(error)


def test_a_branch_that_never_fires_is_searched_once() -> None:
    """What was found of a branch holds until the search comes to it."""
    text = "(every 2 weeks & mon) | hourly starting 2024-05-01 in Europe/Berlin"
    _, few = with_calls(lambda: firings(text, 20))
    _, many = with_calls(lambda: firings(text, 220))
    assert many - few < 200 * 100


_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_EXCEPTIONS = [f"every {7 + 2 * number} hours & {_WEEKDAYS[number % 7]}" for number in range(12)]


@pytest.mark.parametrize("base", ["hourly", "every 7 minutes & 09:00-17:00"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_exceptions_that_drift_on_days_add_to_each_other_and_do_not_multiply(base: str, zone: str) -> None:
    text = " except ".join([f"({base})", *(f"({each})" for each in _EXCEPTIONS)])
    compiled, calls = with_calls(lambda: compile_schedule(text, now=_NOW, timezone=zone))
    start = int(_NOW.timestamp())
    found = {*compiled.instants.between(start, start + 60 * 86_400)}
    wanted, *taken = (
        {*compile_schedule(each, now=_NOW, timezone=zone).instants.between(start, start + 60 * 86_400)}
        for each in (base, *_EXCEPTIONS)
    )
    assert found == wanted.difference(*taken)
    assert calls < 8 * _MOST_CALLS


def test_backward_a_branch_that_never_fires_is_not_searched_for_before_each_firing() -> None:
    text = "(daily at 02:30 except 00:00-06:00) | every 30 minutes until 2024-06-01 in Australia/Lord_Howe"
    schedule = compile_schedule(text, now=_NOW)
    first, last = (int(datetime(2024, 5, day, tzinfo=UTC).timestamp()) for day in (21, 26))
    found, calls = with_calls(lambda: preview(schedule, count=500, start=first, stop=last, reverse=True).firings)
    assert len(found) == 240
    assert calls < _MOST_CALLS
