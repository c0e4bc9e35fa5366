"""Sets made anew, and what is kept for all sets: neither is counted less for having been asked about before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine import calendars, days, effort, zoned
from everly.scheduling.engine.anew import anew
from everly.scheduling.engine.calendars import calendar_of
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import Days
from everly.scheduling.engine.effort import at_most
from everly.scheduling.engine.nodes import InstantSet, Intersection
from everly.scheduling.engine.searched import Searched
from everly.scheduling.engine.step import Step
from everly.scheduling.testing import schedule_texts

NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)


def taken(ask: Callable[[], object]) -> int:
    """How many counted steps a question takes."""
    plenty = 1 << 40
    with at_most(plenty):
        ask()
        return plenty - (effort._LEFT.get() or 0)


def read(text: str) -> InstantSet:
    return compile_schedule(text, now=NOW).instants


@settings(max_examples=40)
@given(schedule_texts())
def test_what_is_made_anew_is_the_same_set(text: str) -> None:
    try:
        instants = read(text)
    except ScheduleError:
        return
    made = anew(instants)
    assert made == anew(made)
    assert made.ceil(MIN_INSTANT) == instants.ceil(MIN_INSTANT)
    assert made.floor(MAX_INSTANT) == instants.floor(MAX_INSTANT)
    if not isinstance(instants, Searched):
        assert (made, hash(made)) == (instants, hash(instants))


@pytest.mark.parametrize(
    "text",
    [
        "every 10 hours & mon in Europe/Berlin",
        "(every 3 days at 09:00 & every 5 weeks on tue,sat at 09:00) | every 7 months on the 3rd fri at 09:00",
        "(every 3 days at 09:00 in Europe/Berlin) | (every 5 weeks on tue,sat at 10:00 in Europe/Dublin)",
    ],
)
def test_it_has_forgotten_what_it_was_asked_and_the_set_that_it_is_made_from_has_not(text: str) -> None:
    instants = read(text)

    def ask(each: InstantSet) -> int:
        return taken(lambda: [each.ceil(MIN_INSTANT), each.floor(MAX_INSTANT), each.ceil(1 << 33)])

    first = ask(anew(instants))
    ask(instants)
    assert ask(anew(instants)) == first > ask(instants)


def test_what_remembers_nothing_is_itself_and_what_stands_twice_is_made_once() -> None:
    step, often = Step(0, 7), read("every 3 days at 09:00 in Europe/Berlin")
    assert anew(step) is step
    made = anew(Intersection((often, often)))
    assert isinstance(made, Intersection)
    assert made.operands[0] is made.operands[1] is not often


FORTNIGHT = days.week_periods(2, 4)


@pytest.mark.parametrize("rule", [FORTNIGHT & days.years(2024, 2030), FORTNIGHT & days.month_days([13])])
def test_the_days_of_a_rule_count_alike_whether_or_not_they_are_known(rule: Days) -> None:
    years = range(2024, 2030)
    for kept in (calendars._known_calendar, calendars._leaf_calendar):
        kept.cache_clear()
    unknown = taken(lambda: calendar_of(rule))
    assert unknown == taken(lambda: calendar_of(rule)) > 0
    assert taken(lambda: [rule.mask(year) for year in years]) == len(years)


def test_the_clock_changes_of_zones_count_alike_whether_or_not_they_are_known() -> None:
    instants = read("mon at 09:00 in Europe/Berlin")
    zoned._cuts.cache_clear()
    unknown = taken(lambda: anew(instants).floor(MAX_INSTANT))
    assert unknown == taken(lambda: anew(instants).floor(MAX_INSTANT))
