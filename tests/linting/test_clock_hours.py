"""Firings in hours that are skipped or repeated, against all firings of the years to come, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from everly.linting.clock_hours import AHEAD, Touched, in_folds, in_gaps
from everly.linting.rule import Subject
from everly.scheduling.clock_changes import Mark
from everly.scheduling.preview import Firing, Firings
from tests.linting.rules.judged import subject

_DAYS = st.sampled_from(("daily", "sun", "last sun", "mon-sat", "oct", "every 2 weeks on sun"))
_NIGHT = st.builds("{:02}:{:02}".format, st.sampled_from((0, 1, 2, 3, 12, 23)), st.sampled_from((0, 15, 30)))
_CITIES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago")
_ZONES = st.sampled_from((*_CITIES, "Asia/Tokyo", "UTC"))
_LINES = st.builds("{} {} * * sun".format, st.sampled_from(("0", "30", "0,30")), st.sampled_from("0123"))
_DAY = 86400
_START = datetime(2024, 1, 1, tzinfo=UTC)
_MOMENTS = st.integers(0, 10**8).map(lambda seconds: _START + timedelta(seconds=seconds))


def at_night() -> st.SearchStrategy[str]:
    times = st.lists(_NIGHT, min_size=1, max_size=2).map(", ".join)
    return _LINES | st.builds("{} at {}".format, _DAYS, times)


def near_changes(about: Subject) -> Iterator[Firing]:
    """All firings within a day of a clock change in the years to come."""
    now = about.compiled.now
    for change in about.compiled.zone.transitions(now, now + AHEAD):
        start = max(now + 1, change.instant - _DAY)
        yield from Firings(about.compiled, 1000, start, min(change.instant + _DAY, now + AHEAD))


def first_marked(about: Subject, *marks: Mark) -> list[int]:
    return [each.instant for each in near_changes(about) if each.mark in marks][:1]


def instants(found: list[Touched]) -> list[int]:
    return [each.instant for each in found]


@settings(max_examples=60)
@given(at_night(), _ZONES, _MOMENTS)
def test_it_is_the_first_firing_that_a_clock_change_touches(text: str, zone: str, now: datetime) -> None:
    about = subject(text, zone=zone, now=now)
    assert instants(list(in_gaps(about))) == first_marked(about, Mark.SHIFTED, Mark.MERGED)
    assert instants(list(in_folds(about))) == first_marked(about, Mark.FIRST_OF_TWO)


@settings(max_examples=60)
@given(at_night(), _ZONES, _MOMENTS)
def test_what_is_said_of_a_firing_is_what_the_clock_shows(text: str, zone: str, now: datetime) -> None:
    about = subject(text, zone=zone, now=now)
    for found in in_gaps(about):
        assert found.zone.reading(found.zone.first_instant(found.reading)) != found.reading
        assert found.instant == found.change.instant
    for found in in_folds(about):
        assert found.zone.reading(found.instant) == found.zone.reading(found.again) == found.reading
        assert found.instant < found.change.instant <= found.again
        assert not about.compiled.instants.contains(found.again)
