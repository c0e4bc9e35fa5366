from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.scheduling.compiler import compile_schedule
from tests.firings import firings

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "first"),
    [
        # Six fields put seconds first, seven add a year.
        ("30 15 10 * * *", ["2024-05-02T10:15:30", "2024-05-03T10:15:30"]),
        ("*/20 0 0 1 1 *", ["2025-01-01T00:00:00", "2025-01-01T00:00:20", "2025-01-01T00:00:40"]),
        ("0 0 0 1 1 * 2026,2030-2031", ["2026-01-01T00:00:00", "2030-01-01T00:00:00", "2031-01-01T00:00:00"]),
        # A star with a step counts from the least value of its field, years from 1970.
        ("0 0 */10 * *", ["2024-05-11T00:00:00", "2024-05-21T00:00:00", "2024-05-31T00:00:00", "2024-06-01T00:00:00"]),
        ("0 0 1 */5 *", ["2024-06-01T00:00:00", "2024-11-01T00:00:00", "2025-01-01T00:00:00"]),
        ("0 0 * * */3", ["2024-05-04T00:00:00", "2024-05-05T00:00:00", "2024-05-08T00:00:00"]),
        ("0 0 0 1 1 * */4", ["2026-01-01T00:00:00", "2030-01-01T00:00:00"]),
        ("0 0 0 1 1 * 2025/4", ["2025-01-01T00:00:00", "2029-01-01T00:00:00"]),
        # Ranges of names go around; Sunday is 0 and 7.
        ("0 0 * * fri-mon", [f"2024-05-0{day}T00:00:00" for day in (3, 4, 5, 6)]),
        (
            "0 0 1 nov-feb *",
            ["2024-11-01T00:00:00", "2024-12-01T00:00:00", "2025-01-01T00:00:00", "2025-02-01T00:00:00"],
        ),
        ("0 0 * * 7", ["2024-05-05T00:00:00", "2024-05-12T00:00:00"]),
        ("0 0 * * 0", ["2024-05-05T00:00:00", "2024-05-12T00:00:00"]),
        ("0 0 * * 5-7", [f"2024-05-0{day}T00:00:00" for day in (3, 4, 5)]),
        # Days that depend on the month.
        ("0 0 L * *", ["2024-05-31T00:00:00", "2024-06-30T00:00:00"]),
        ("0 0 L-2 * *", ["2024-05-29T00:00:00", "2024-06-28T00:00:00"]),
        ("0 0 LW * *", ["2024-05-31T00:00:00", "2024-06-28T00:00:00"]),
        ("0 0 15W * *", ["2024-05-15T00:00:00", "2024-06-14T00:00:00", "2024-07-15T00:00:00"]),
        ("0 0 1W jun *", ["2024-06-03T00:00:00", "2025-06-02T00:00:00"]),
        ("0 0 * * fri#2", ["2024-05-10T00:00:00", "2024-06-14T00:00:00"]),
        ("0 0 * * 5L", ["2024-05-31T00:00:00", "2024-06-28T00:00:00"]),
        ("0 0 2nd mon * *", ["2024-05-13T00:00:00", "2024-06-10T00:00:00"]),
        ("0 0 last * *", ["2024-05-31T00:00:00", "2024-06-30T00:00:00"]),
        # Two restricted day fields: either; both where one begins with a star.
        ("0 0 13 * fri", ["2024-05-03T00:00:00", "2024-05-10T00:00:00", "2024-05-13T00:00:00"]),
        ("0 0 */13 * fri", ["2024-06-14T00:00:00", "2024-09-27T00:00:00"]),
        ("0 0 13 * */5", ["2024-09-13T00:00:00", "2024-10-13T00:00:00"]),
        ("0 0 ? * fri", ["2024-05-03T00:00:00", "2024-05-10T00:00:00"]),
        ("0 0 1-31 * fri", ["2024-05-02T00:00:00", "2024-05-03T00:00:00", "2024-05-04T00:00:00"]),
    ],
)
def test_line_fires_at_the_times_and_on_the_days_its_fields_name(line: str, first: list[str]) -> None:
    assert [each[:19] for each in firings(compile_schedule(line, now=_NOW), len(first))] == first


@pytest.mark.parametrize(
    ("line", "first"),
    [
        # Lines that begin minute and hour otherwise name points on the clock: one firing at a gap, one in a fold.
        ("30 1,2 10 3 *", ["2024-03-10T01:30:00-05:00", "2024-03-10T03:00:00-04:00"]),
        ("30 1 3 11 *", ["2024-11-03T01:30:00-04:00", "2025-11-03T01:30:00-05:00"]),
        # A star in the minute or the hour follows elapsed time: nothing for the gap, both passes of the fold.
        ("30 */1 10 3 *", ["2024-03-10T00:30:00-05:00", "2024-03-10T01:30:00-05:00", "2024-03-10T03:30:00-04:00"]),
        ("*/30 1 3 11 *", [f"2024-11-03T01:{minute}:00-0{offset}:00" for offset in (4, 5) for minute in ("00", "30")]),
        ("*/30 2 10 3 *", ["2025-03-10T02:00:00-04:00", "2025-03-10T02:30:00-04:00"]),
        # A star among the seconds changes nothing: what counts is minute and hour.
        ("*/30 30 1 3 11 *", ["2024-11-03T01:30:00-04:00", "2024-11-03T01:30:30-04:00", "2025-11-03T01:30:00-05:00"]),
    ],
)  # fmt: skip
def test_line_meets_clock_changes_as_debian_has_it(line: str, first: list[str]) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    assert firings(compile_schedule(line, now=now, timezone="America/New_York"), len(first)) == first


def test_line_does_not_depend_on_its_anchor_but_begins_with_it() -> None:
    plain = compile_schedule("0 */6 * * *", now=_NOW)
    begun = compile_schedule("0 */6 * * * starting 2024-05-01 13:17:11", now=_NOW)
    assert firings(plain, 3) == firings(begun, 3) == [
        "2024-05-01T18:00:00+00:00",
        "2024-05-02T00:00:00+00:00",
        "2024-05-02T06:00:00+00:00",
    ]  # fmt: skip
