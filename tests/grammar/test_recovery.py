"""Several faults of one text: each is told at its place, and none is told that is not there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.parser import parse
from everly.grammar.recovery import MAX_FAULTS
from tests.grammar.faults import faults
from tests.strategies.texts import texts

FAULTY = (
    "61 * * * *",
    "0 25 * * mon",
    "*/90 * * * *",
    "0 9 * * mno",
    "every 2 dayz",
    "every 0 days",
    "daily at 25:00",
    "daily at 9:00 and 17:00",
    "every (mon | tue) at 9am",
    "daily & feb 30",
    "(hourly & fxi)",
    "mon,jan at 09:00",
    "(daily starting 2024-05-01 and mon-fri)",
    "(daily starting 2024-13-01)",
)
"""One fault each."""

SOUND = ("daily", "0 9 * * mon-fri", "(mon & jan) at 9am", "every 2 hours", "(daily starting now until 2030-01-01)")


def places(text: str) -> list[tuple[str, int, int]]:
    return [(found.name, found.span.start, found.span.end) for found in faults(text)]


@pytest.mark.parametrize("text", FAULTY)
def test_a_text_with_one_fault_has_one_finding(text: str) -> None:
    assert len(faults(text)) == 1


@given(st.lists(st.sampled_from((*FAULTY, *SOUND)), min_size=1, max_size=8), st.sampled_from((" | ", " or ")))
def test_each_part_of_a_union_has_the_faults_that_it_has_alone(parts: list[str], joint: str) -> None:
    expected, begin = [], 0
    for part in parts:
        if part in FAULTY:
            [(name, start, end)] = places(part)
            expected.append((name, begin + start, begin + end))
        begin += len(part) + len(joint)
    if expected:
        assert sorted(places(joint.join(parts)), key=lambda place: place[1]) == expected


def test_each_field_and_each_clause_has_its_own() -> None:
    assert places("61 25 32 13 8 starting 2024-13-01 until 2024-14-01") == [
        ("out-of-range", 0, 2),
        ("out-of-range", 3, 5),
        ("out-of-range", 6, 8),
        ("out-of-range", 9, 11),
        ("out-of-range", 12, 13),
        ("impossible-date", 23, 33),
        ("impossible-date", 40, 50),
    ]


def test_there_are_not_more_than_can_be_read() -> None:
    assert len(faults(" | ".join(["61 * * * *"] * 50))) == MAX_FAULTS


@pytest.mark.parametrize("text", ["((daily & mno | 61 * * * *", "daily at 9:00 and 17:00 &", "daily \N{EURO SIGN} mno"])
def test_what_the_rest_belongs_to_is_not_guessed(text: str) -> None:
    assert all(found.span.end <= len(text) for found in faults(text))


@given(texts())
def test_findings_do_not_overlap_and_speak_of_the_text(text: str) -> None:
    found = sorted(findings(text), key=lambda each: each.span)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(each.text == text and 0 <= each.span.start <= each.span.end <= len(text) for each in found)


def findings(text: str) -> tuple[Diagnostic, ...]:
    try:
        parse(text)
    except ScheduleError as error:
        return error.diagnostics
    return ()
