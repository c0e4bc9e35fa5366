from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.span import Span
from everly.grammar.tree import Schedule
from everly.scheduling.testing.spelling import spellings
from everly.scheduling.testing.trees import schedules
from tests.strategies.texts import slips, texts

# Each example has a time limit of its own, and the first would pay for reading the grammar.
parse("daily")

MANY = settings(deadline=None, max_examples=200)
A_MOMENT = 2.0
"""Seconds that no text may take, with a wide margin for a busy machine; milliseconds are usual."""


def read(text: str) -> Schedule | ScheduleError:
    try:
        return parse(text)
    except ScheduleError as error:
        return error


def places(diagnostic: Diagnostic) -> list[Span]:
    edits = [edit.span for fix in diagnostic.fixes for edit in fix.edits]
    return [diagnostic.span, *(label.span for label in diagnostic.related), *edits]


@MANY
@given(schedules())
def test_parsing_canonical_text_gives_the_tree_back(schedule: Schedule) -> None:
    assert parse(print_schedule(schedule)) == schedule


@MANY
@given(st.data())
def test_every_spelling_of_a_tree_is_read_into_it(data: st.DataObject) -> None:
    schedule = data.draw(schedules())
    assert parse(data.draw(spellings(schedule))) == schedule


@MANY
@given(texts())
def test_any_text_is_a_schedule_or_an_error_that_shows_its_place(text: str) -> None:
    found = read(text)
    if isinstance(found, ScheduleError):
        assert found.diagnostics
        assert str(found).startswith("error[E")
        spans = [span for diagnostic in found.diagnostics for span in places(diagnostic)]
        assert [span for span in spans if not 0 <= span.start <= span.end <= len(text)] == []


@MANY
@given(slips())
def test_canonical_text_is_read_into_the_tree_of_whatever_can_be_read(text: str) -> None:
    found = read(text)
    if isinstance(found, Schedule):
        canonical = print_schedule(found)
        assert parse(canonical, limited=False) == found


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000 + ")" * 50_000,
        "!" * 100_000,
        "daily" + " & daily" * 20_000,
        "daily except sun" * 6_000,
        "mon," * 25_000,
        "9" * 100_000,
        " " * 100_000,
        "!" * 9_000 + "mon & daily",
        "(" * 50 + "daily" + ")" * 50,
        "daily" + " & (daily | hourly)" * 500,
        "1," * 4_000 + "1 * * * *",
        "daily starting " + "may " * 2_000,
        "daily at " + "09:00," * 1_500,
        "2024-01-01 - " * 700,
        "daily in " + "a/" * 4_000,
    ],
)
def test_long_text_takes_no_more_than_a_moment(text: str) -> None:
    begun = time.perf_counter()
    found = read(text)
    _ = str(found) if isinstance(found, ScheduleError) else print_schedule(found)
    assert time.perf_counter() - begun < A_MOMENT
