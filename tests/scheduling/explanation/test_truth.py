"""Explanations are true: what they say, read back, fires when the schedule does."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.instants import utc_datetime
from tests.scheduling.explanation.reader import reads

NOW = datetime(2024, 5, 1, tzinfo=UTC)
DAY = 86_400

_MINUTES = ("0", "30", "*", "*/15", "*/7", "5-59/10", "0,45", "1,2,5", "7", "*/2", "*/25")
_HOURS = ("*", "9", "9-17", "*/2", "*/5", "8,12,17", "22,23,0", "0-6/3", "9-12,14-17")
_DAYS = (
    "*",
    "1",
    "15",
    "1,15",
    "1-7",
    "*/2",
    "L",
    "L-2",
    "LW",
    "15W",
    "1,L",
    "13",
    "29-31",
    "2-30/4",
    "1st mon",
    "last fri",
)
_MONTHS = ("*", "6", "jun-aug", "jan,jul", "*/3", "nov-dec", "2", "1-11")
_WEEKDAYS = ("*", "mon", "mon-fri", "sat,sun", "mon,wed,fri", "fri#2", "5L", "fri-mon", "mon-thu,sat", "fri#1,fri#3")
_EXCEPTIONS = ("", " except dec 25", " except last day", " & !13th", " & fri", " & 1st-7th", " except dec 24-jan 2")


@st.composite
def lines(draw: st.DrawFn) -> str:
    fields = (draw(st.sampled_from(pool)) for pool in (_MINUTES, _HOURS, _DAYS, _MONTHS, _WEEKDAYS))
    return f"({' '.join(fields)}){draw(st.sampled_from(_EXCEPTIONS))}"


def instants_to_ask(compiled: Compiled, seeds: list[int]) -> set[int]:
    """The first firings and those after some moments, their neighbours, and the moments themselves."""
    begin = compiled.now
    found = list(islice(compiled.instants.between(begin, MAX_INSTANT), 40))
    for seed in seeds:
        found += islice(compiled.instants.between(begin + seed, MAX_INSTANT), 3)
    near = {each + step for each in found for step in (-DAY, -3600, -60, -1, 0, 1, 60, 3600, DAY, 7 * DAY)}
    return {each for each in near | {begin + seed for seed in seeds} if begin <= each < begin + 12_000 * DAY}


@settings(deadline=None, max_examples=60)
@given(lines(), st.lists(st.integers(0, 4000 * DAY), min_size=5, max_size=15))
def test_a_sentence_read_back_fires_when_the_schedule_does(line: str, seeds: list[int]) -> None:
    try:
        compiled = compile_schedule(line, now=NOW)
    except ScheduleError:
        return
    sentence = explain(compiled).sentence
    if (
        " times of day from " in sentence
        or ", and " in sentence
        or re.search(r"\d{4}|\b(starting on|since)\b", sentence)
    ):
        return
    says = reads(sentence)
    for instant in instants_to_ask(compiled, seeds):
        at = utc_datetime(instant)
        assert says(at) == compiled.instants.contains(instant), (sentence, at)


def test_the_reader_tells_one_sentence_from_another() -> None:
    """It would not notice a false sentence otherwise."""
    friday = datetime(2024, 9, 13, 9, 0, tzinfo=UTC)
    assert reads("At 09:00 on the 13th of the month or on Mondays.")(friday)
    assert reads("At 09:00 on Fridays that fall on the 13th of the month.")(friday)
    assert not reads("At 09:00 on Mondays that fall on the 13th of the month.")(friday)
    assert not reads("Every 7 minutes from minute 1 to 57, starting again each hour, on Fridays.")(friday)
    assert not reads("Every hour from 10:00 to 17:00, from Monday to Friday.")(friday)
    with pytest.raises(ValueError, match="not understood"):
        reads("At 09:00 on fine days.")
