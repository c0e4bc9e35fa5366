"""The faults found in Meerschaum's schedules, by the number they have in the study of it: none of them is here.

Each row is what was typed, and what a user expects: fire times, or a diagnostic by name, with the text that its first
fix gives where there is one. The clock is that of Meerschaum's own tests unless the row says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from time import process_time

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from tests.firings import firings

_NOW = "2024-05-01T12:31:52+00:00"
_NEW_YORK = "America/New_York"
_SECONDS = 5  # rows of the study burned up to 160 seconds; a slow machine stays far below this


@dataclass(frozen=True)
class Row:
    """One schedule of a numbered row: when it fires first, or why it is refused."""

    number: int
    text: str
    fires: tuple[str, ...] = ()
    error: str | None = None
    fixed: str | None = None
    warns: str | None = None
    now: str = _NOW
    zone: str = "UTC"

    @property
    def name(self) -> str:
        return f"{self.number:02} {self.text} at {self.now} {self.zone}"


def _days(*days: str, time: str = "00:00:00", offset: str = "+00:00") -> tuple[str, ...]:
    return tuple(f"{day}T{time}{offset}" for day in days)


def _on(day: str, *times: str) -> tuple[str, ...]:
    return tuple(f"{day}T{time}+00:00" for time in times)


_WEEKDAYS_FROM_NOW = _days("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-06", time="12:31:52")

_FIRING = (
    Row(1, "0 9 * * mon-fri", _days("2024-05-06", "2024-05-07", time="09:00:00"), now="2024-05-04T12:00:00+00:00"),
    Row(1, "0 0 * * sat", _days("2024-05-04", "2024-05-11")),
    Row(1, "0 0 1 1 *", _days("2025-01-01", "2026-01-01")),
    Row(1, "0 0 29 2 *", _days("2028-02-29", "2032-02-29")),
    Row(2, "daily and mon-fri", _WEEKDAYS_FROM_NOW, now="2024-05-01T12:31:52.123456+00:00"),
    Row(
        8,
        "(daily starting 2024-05-01) or (hourly starting 2024-05-02 22:00)",
        (*_days("2024-05-01"), *_on("2024-05-02", "00:00:00", "22:00:00", "23:00:00")),
    ),
    Row(9, "0 9 * * * & mon-fri", _days("2024-05-02", "2024-05-03", "2024-05-06", time="09:00:00")),
    Row(
        10,
        "30 9 * * * & mon-fri starting 2024-05-01",
        _days("2024-05-01", "2024-05-02", "2024-05-03", "2024-05-06", time="09:30:00"),
    ),
    Row(11, "* * * * * & mon starting 2024-05-06", _on("2024-05-06", "00:00:00", "00:01:00", "00:02:00")),
    Row(12, "* * * * * & mon", _on("2024-05-06", "00:00:00", "00:01:00", "00:02:00")),
    Row(13, "*/10 * * * * & mon starting 2024-05-06", _on("2024-05-06", "00:00:00", "00:10:00")),
    Row(14, "every 10 seconds & mon starting 2024-05-06 00:07:50", _on("2024-05-06", "00:07:50", "00:08:00")),
    Row(15, "every 1.5 hours & mon starting 2024-05-06", _on("2024-05-06", "00:00:00", "01:30:00", "03:00:00")),
    Row(16, "every 0.5 hours & mon", _on("2024-05-06", "00:01:52", "00:31:52", "01:01:52")),
    Row(16, "every 0.25 minutes & mon", _on("2024-05-06", "00:00:07", "00:00:22", "00:00:37")),
    Row(17, "every 10 seconds & jan", _on("2025-01-01", "00:00:02", "00:00:12")),
    Row(18, "secondly & 2030", _on("2030-01-01", "00:00:00", "00:00:01")),
    Row(19, "every 1 second & every 2 weeks starting 2024-05-01", _days("2024-05-01", "2024-05-15", "2024-05-29")),
    Row(22, "yearly & mon starting 2024-05-01", _days("2028-05-01", "2034-05-01", "2045-05-01", "2051-05-01")),
    Row(
        25,
        "monthly starting 2024-01-31",
        _days("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"),
        warns="short-month",
    ),
    Row(25, "every 2 months starting 2024-12-31", _days("2024-12-31", "2025-02-28", "2025-04-30"), warns="short-month"),
    Row(
        26,
        "yearly starting 2024-02-29",
        _days("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"),
        warns="short-month",
    ),
    Row(
        27,
        "monthly",
        ("2024-02-10T02:30:00-05:00", "2024-03-10T03:00:00-04:00", "2024-04-10T02:30:00-04:00"),
        now="2024-02-10T02:30:00-05:00",
        zone=_NEW_YORK,
    ),
    Row(
        28,
        "hourly",
        ("2024-03-10T00:30:00-05:00", "2024-03-10T01:30:00-05:00", "2024-03-10T03:30:00-04:00"),
        now="2024-03-10T00:30:00-05:00",
        zone=_NEW_YORK,
    ),
    Row(
        28,
        "hourly",
        (
            "2024-11-03T00:30:00-04:00",
            "2024-11-03T01:30:00-04:00",
            "2024-11-03T01:30:00-05:00",
            "2024-11-03T02:30:00-05:00",
        ),
        now="2024-11-03T00:30:00-04:00",
        zone=_NEW_YORK,
    ),
    Row(
        29,
        "30 1 * * *",
        ("2024-11-03T01:30:00-04:00", "2024-11-04T01:30:00-05:00"),
        now="2024-11-02T12:00:00-04:00",
        zone=_NEW_YORK,
    ),
    Row(
        30,
        "30 2 * * *",
        ("2024-03-10T03:00:00-04:00", "2024-03-11T02:30:00-04:00"),
        now="2024-03-09T12:00:00-05:00",
        zone=_NEW_YORK,
    ),
    Row(31, "daily starting 2024-05-01 10:00 EST", _days("2024-05-01", "2024-05-02", time="10:00:00", offset="-05:00")),
    Row(
        33,
        "daily starting 2024-05-01 10:00 Europe/Paris",
        _days("2024-05-01", "2024-05-02", time="10:00:00", offset="+02:00"),
    ),
    Row(34, "daily and mon- fri", _WEEKDAYS_FROM_NOW),
    Row(34, "daily and mon to fri", _WEEKDAYS_FROM_NOW),
    Row(35, "mon-fri at 10:00", _days("2024-05-02", "2024-05-03", "2024-05-06", time="10:00:00")),
    Row(38, "daily and 2024-2026 starting 2026-12-30", _days("2026-12-30", "2026-12-31")),
    Row(39, "daily and sat-sun", _days("2024-05-04", "2024-05-05", "2024-05-11", time="12:31:52")),
    Row(39, "daily and mon-sun", _days("2024-05-01", "2024-05-02", time="12:31:52")),
    Row(
        39,
        "daily and fri-mon",
        _days("2024-05-03", "2024-05-04", "2024-05-05", "2024-05-06", "2024-05-10", time="12:31:52"),
    ),
    Row(42, "every 99999999999 days", (_NOW,)),
    Row(43, "every minute", (_NOW, "2024-05-01T12:32:52+00:00")),
    Row(43, "every day", _days("2024-05-01", "2024-05-02", time="12:31:52")),
    Row(43, "every monday", _days("2024-05-06", "2024-05-13", time="12:31:52")),
    Row(44, "every other day", _days("2024-05-01", "2024-05-03", time="12:31:52")),
    Row(45, "@daily", _days("2024-05-02", "2024-05-03")),
    Row(45, "(daily)", _days("2024-05-01", "2024-05-02", time="12:31:52")),
    Row(46, "fortnightly", _days("2024-05-01", "2024-05-15", time="12:31:52")),
    Row(47, "every 5 fortnights", _days("2024-05-01", "2024-07-10", time="12:31:52")),
    Row(
        49, "(daily and mon) or weekly", _days("2024-05-01", "2024-05-06", "2024-05-08", "2024-05-13", time="12:31:52")
    ),
    Row(49, "daily and mon or weekly", _days("2024-05-01", "2024-05-06", "2024-05-08", "2024-05-13", time="12:31:52")),
    Row(51, "daily and weekdays", _WEEKDAYS_FROM_NOW),
    Row(51, "daily and weekends", _days("2024-05-04", "2024-05-05", "2024-05-11", time="12:31:52")),
    Row(51, "daily and thur", _days("2024-05-02", "2024-05-09", time="12:31:52")),
    Row(51, "daily and weds", _days("2024-05-01", "2024-05-08", time="12:31:52")),
    Row(51, "daily and sept", _days("2024-09-01", "2024-09-02", time="12:31:52")),
    Row(52, "daily starting 2024-05", _days("2024-05-01", "2024-05-02"), now="2024-05-22T08:00:00+00:00"),
    Row(53, "every 9999 years", (_NOW,)),
    Row(53, "every 9999999 days", (_NOW,)),
)

_REFUSED = (
    Row(
        3,
        "daily starting 2024-05-01 and mon-fri",
        error="clause-not-last",
        fixed="daily and mon-fri starting 2024-05-01",
    ),
    Row(4, "daily starting tomorrow and mon-fri", error="clause-not-last", fixed="daily and mon-fri starting tomorrow"),
    Row(5, "daily starting 2024-05-01 and 2025", error="clause-not-last", fixed="daily and 2025 starting 2024-05-01"),
    Row(6, "daily starting 10:00 and mon", error="clause-not-last", fixed="daily and mon starting 10:00"),
    Row(7, "daily starting 2024-05-01, mon-fri", error="leftover-words"),
    Row(8, "daily starting 2024-05-01 or hourly starting 2024-06-01", error="clause-not-last"),
    Row(20, "weekly and mon starting 2024-05-01", error="never-fires"),
    Row(21, "hourly & 30 * * * *", error="never-fires", fixed="30 * * * *"),
    Row(23, "daily and 2023", error="never-fires"),
    Row(24, "0 0 30 2 *", error="never-fires"),
    Row(24, "0 0 31 4 *", error="never-fires"),
    Row(
        32,
        "daily starting 2024-05-01 10:00 UTC+2",
        error="ambiguous-zone",
        fixed="daily starting 2024-05-01 10:00 +02:00",
    ),
    Row(34, "daily and mon\N{EN DASH}fri", error="unexpected-character", fixed="daily and mon-fri"),
    Row(36, "mon-fri daily", error="unexpected-word", fixed="mon-fri and daily"),
    Row(37, "daily and mon foo", error="unknown-word"),
    Row(37, "daily and 2024 foo", error="unknown-word"),
    Row(37, "daily and mon # x", error="unexpected-character", fixed="daily and mon"),
    Row(40, "every -1 months", error="bad-interval"),
    Row(41, "* * * * 8", error="out-of-range"),
    Row(42, "every inf seconds", error="unknown-word"),
    Row(44, "every two days", error="unknown-word", fixed="every 2 days"),
    Row(45, "biweekly", error="unknown-word", fixed="every 2 weeks"),
    Row(46, "random", error="unknown-word"),
    Row(46, "thousand", error="unknown-word"),
    Row(46, "tomorrow", error="unexpected-word", fixed="daily starting tomorrow"),
    Row(46, "morning", error="unknown-word"),
    Row(48, "daily mon-fri", error="unexpected-word", fixed="daily and mon-fri"),
    Row(50, "daily and", error="unfinished", fixed="daily"),
    Row(50, "daily && mon", error="unexpected-word", fixed="daily & mon"),
    Row(50, "", error="empty"),
)

# A row about every schedule, tested as such below.
_OTHER = {54}


def _compiled(row: Row) -> Compiled:
    return compile_schedule(row.text, now=datetime.fromisoformat(row.now), timezone=row.zone)


@pytest.fixture(scope="module", autouse=True)
def _parser_is_built() -> None:
    compile_schedule("daily", now=datetime(2024, 5, 1, tzinfo=UTC))


def test_every_row_of_the_study_has_a_case() -> None:
    assert {row.number for row in (*_FIRING, *_REFUSED)} | _OTHER == set(range(1, 55))


@pytest.mark.parametrize("row", _FIRING, ids=lambda row: row.name)
def test_schedule_fires_as_a_user_expects_and_at_once(row: Row) -> None:
    begun = process_time()
    compiled = _compiled(row)
    assert tuple(firings(compiled, len(row.fires))) == row.fires
    assert process_time() - begun < _SECONDS
    assert [warning.name for warning in compiled.warnings] == ([row.warns] if row.warns else [])


@pytest.mark.parametrize("row", _REFUSED, ids=lambda row: row.name)
def test_schedule_is_refused_at_once_with_the_place_and_the_way_out(row: Row) -> None:
    begun = process_time()
    with pytest.raises(ScheduleError) as caught:
        _compiled(row)
    assert process_time() - begun < _SECONDS
    (found,) = caught.value.diagnostics
    assert found.name == row.error
    assert 0 <= found.span.start <= found.span.end <= len(row.text)
    assert (found.fixes[0].apply(row.text) if found.fixes else None) == row.fixed


@pytest.mark.parametrize("row", [row for row in _REFUSED if row.fixed], ids=lambda row: row.name)
def test_first_fix_is_a_schedule_that_fires(row: Row) -> None:
    assert row.fixed is not None
    assert firings(compile_schedule(row.fixed, now=datetime.fromisoformat(row.now)), 3)


@pytest.mark.parametrize("row", _FIRING, ids=lambda row: row.name)
def test_row_54_asking_past_either_end_is_no_error(row: Row) -> None:
    instants = _compiled(row).instants
    assert instants.ceil(MAX_INSTANT + 1) is None
    assert instants.floor(MIN_INSTANT - 1) is None


def test_finite_schedules_end_where_the_study_says() -> None:
    ends = {
        "every 9999 years": _NOW,
        "every 9999999 days": _NOW,
        "daily and 2024-2026 starting 2026-12-30": "2026-12-31T00:00:00+00:00",
    }
    for text, last in ends.items():
        compiled = compile_schedule(text, now=datetime.fromisoformat(_NOW))
        assert firings(compiled, 3)[-1] == last


def test_every_quarter_minute_of_monday_is_kept() -> None:
    compiled = compile_schedule("every 0.25 minutes & mon", now=datetime.fromisoformat(_NOW))
    monday = [datetime.fromisoformat(each) for each in firings(compiled, 4 * 60 * 24)]
    assert {each.date().isoformat() for each in monday} == {"2024-05-06"}
    assert {(later - each).seconds for each, later in pairwise(monday)} == {15}
