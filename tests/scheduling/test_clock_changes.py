"""Marks: what a gap and a fold do to firings, in every way in which a set can be put together."""

from bisect import bisect_left
from datetime import datetime
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.scheduling.clock_changes import Mark, mark_of
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.dayset import ALL
from everly.scheduling.engine.times import at
from everly.scheduling.engine.wall import wall_set
from everly.scheduling.engine.zoned import wall_firing
from everly.scheduling.engine.zones import Zone

UTC = ZoneInfo("UTC")


def marks(schedule: str, *, zone: str = "America/New_York") -> dict[str, str]:
    """The marks of the first hundred firings, by their local time."""
    compiled = compile_schedule(schedule, now=datetime(2024, 1, 1, tzinfo=UTC), timezone=zone)
    found: dict[str, str] = {}
    instant = compiled.instants.ceil(0)
    for _ in range(100):
        if instant is None:
            break
        mark = mark_of(compiled.instants, instant, compiled.zone)
        if mark is not None:
            local = datetime.fromtimestamp(instant, compiled.zone.tzinfo)
            found[str(local)] = mark.value
        instant = compiled.instants.ceil(instant + 1)
    return found


GAP = "2024-03-10 03:00:00-04:00"


@pytest.mark.parametrize(
    ("schedule", "mark"),
    [
        ("daily at 02:00 starting 2024-03-09", "shifted"),
        ("daily at 02:30 starting 2024-03-09", "shifted"),
        ("daily at 02:59:59 starting 2024-03-09", "shifted"),
        ("daily at 03:00 starting 2024-03-09", None),
        ("daily at 02:30, 03:00 starting 2024-03-09", "merged"),
        ("daily at 02:10, 02:20 starting 2024-03-09", "merged"),
        ("30 2 * * * starting 2024-03-09", "shifted"),
        ("0 2,3 * * * starting 2024-03-09", "merged"),
        ("daily starting 2024-03-09 02:30", "shifted"),
        ("every 2 days starting 2024-03-08 02:30", "shifted"),
        ("monthly on the 10th at 02:30 starting 2024-01-01", "shifted"),
        ("*/30 * * * * starting 2024-03-10", None),
        ("hourly starting 2024-03-10", None),
        ("every 30 minutes & 03:00-04:00 starting 2024-03-09", None),
        # A shifted firing and another of its own right at the same instant are two that fell together.
        ("(daily at 02:30) | (hourly) starting 2024-03-10", "merged"),
        ("daily at 02:30 | 0 2 * * * starting 2024-03-09", "merged"),
        ("daily at 02:30 | 30 2 * * * starting 2024-03-09", "shifted"),
        # What is asked about the instant alone neither shifts nor merges.
        ("daily at 02:30 & 03:00-04:00 starting 2024-03-01", "shifted"),
        ("daily at 02:30 & every 10 minutes starting 2024-03-09", "shifted"),
        ("daily at 02:30, 03:00 & sun starting 2024-03-09", "merged"),
        ("daily at 02:30, 03:00 except every 7 hours starting 2024-03-09", "merged"),
        ("daily at 02:30 & 0 3 * * * starting 2024-03-01", "merged"),
        ("daily at 02:30 & 30 2,3 * * * starting 2024-03-09", "shifted"),
        ("daily at 02:30 & 0,30 2 * * * starting 2024-03-09", "shifted"),
        ("daily at 02:30 & 0,30 2 * * * & 0,30 2 * * sun starting 2024-03-09", "shifted"),
        ("daily at 02:30 & 0 3 * * * & 30 2 * * sun starting 2024-03-01", "merged"),
        # A part of a union that does not hold the instant brings no delay.
        ("(daily at 02:30 & 05:00-06:00) | 0 3 * * * starting 2024-03-09", None),
        ("(daily at 02:30 except 03:00-04:00) | 0 3 * * * starting 2024-03-09", None),
        ("(daily at 02:30 until 2024-03-01) | 0 3 * * * starting 2024-02-01", None),
        (
            "(daily at 02:30 & (every 11 seconds starting 2024-03-10 06:59:59 UTC)) | 0 3 * * * starting 2024-03-09",
            None,
        ),
        (
            "(0-59 1-3 * * * & (every 131 seconds starting 2024-03-10 06:59:59 UTC)) | 0 3 * * * starting 2024-03-09",
            None,
        ),
        (
            "(0-59 1-3 * * * & (every 131 seconds starting 2024-03-10 07:00 UTC)) | 0 3 * * * starting 2024-03-09",
            "merged",
        ),
        (
            "(0-59 1-3 * * * except (every 131 seconds starting 2024-03-10 07:00 UTC)) | 0 3 * * * starting 2024-03-09",
            None,
        ),
        ("daily at 02:30, 03:00 except 2024-03-11 starting 2024-03-09", "merged"),
        # The zone of a part counts, not that of the whole.
        ("(daily at 02:30 in America/New_York) starting 2024-03-09 in UTC", "shifted"),
    ],
)
def test_a_gap_shifts_and_merges_what_goes_by_first_readings(schedule: str, mark: str | None) -> None:
    compiled = compile_schedule(schedule, now=datetime(2024, 1, 1, tzinfo=UTC), timezone="America/New_York")
    instant = int(datetime.fromisoformat(GAP).timestamp())
    assert compiled.instants.contains(instant)
    found = mark_of(compiled.instants, instant, compiled.zone)
    assert (found.value if found else None) == mark
    others = {time for time, value in marks(schedule).items() if value in {"shifted", "merged"}}
    assert {time for time in others if "2024-03-09" < time < "2024-03-12"} <= {GAP, "2024-03-10 07:00:00+00:00"}


@pytest.mark.parametrize(
    ("schedule", "first_of_two"),
    [
        ("daily at 01:30 starting 2024-11-02", True),
        ("daily at 01:00 starting 2024-11-02", True),
        ("daily at 01:59:59 starting 2024-11-02", True),
        ("daily at 02:00 starting 2024-11-02", False),
        ("daily at 00:59:59 starting 2024-11-02", False),
        ("30 1 * * * starting 2024-11-02", True),
        ("daily at 01:30 & 2024 starting 2024-11-02", True),
        ("daily at 01:30 except 2024-11-04 starting 2024-11-02", True),
        ("*/30 1 * * * starting 2024-11-02", False),
        ("every 30 minutes starting 2024-11-02", False),
        ("every 6 hours starting 2024-11-02 01:30", False),
        # Not marked where the second pass fires as well, or would not fire on account of something else.
        ("daily at 01:30 | every 30 minutes starting 2024-11-02", False),
        ("daily at 01:30 & every 2 hours starting 2024-11-01 01:30", False),
    ],
)
def test_a_fold_marks_what_fires_at_the_first_of_two_passes(schedule: str, first_of_two: bool) -> None:
    folded = {time for time, value in marks(schedule).items() if value == "first of two"}
    assert (folded != set()) is first_of_two
    assert all(time.startswith("2024-11-03 01:") and time.endswith("-04:00") for time in folded)


def test_a_day_that_was_skipped_merges_two_firings() -> None:
    assert marks("daily at 00:00, 12:00 starting 2011-12-28 until 2012-01-02", zone="Pacific/Apia") == {
        "2011-12-31 00:00:00+14:00": "merged"
    }


CHANGES = st.sampled_from(
    [
        ("America/New_York", 1710054000),  # a gap of an hour
        ("America/New_York", 1730613600),  # a fold of an hour
        ("Australia/Lord_Howe", 1728142200),  # a gap of half an hour
        ("Australia/Lord_Howe", 1712415600),  # a fold of half an hour
        ("America/Sao_Paulo", 1508036400),  # a gap at midnight
        ("America/Sao_Paulo", 1518919200),  # a fold at midnight
        ("Africa/Monrovia", 63593070),  # a gap that ends with seconds
        ("Europe/Berlin", 1711846800),
    ]
)


@cache
def clock(name: str, instant: int) -> tuple[range, list[int], list[int]]:
    """The seconds around a change, what the zone database's clock shows at each, and the most it has shown by then."""
    seconds = range(instant - 9000, instant + 9000)
    zone, epoch = ZoneInfo(name), datetime(1970, 1, 1, tzinfo=None)
    shown = [
        int((datetime.fromtimestamp(second, zone).replace(tzinfo=None) - epoch).total_seconds()) for second in seconds
    ]
    return seconds, shown, list(accumulate(shown, max))


@settings(max_examples=150, deadline=None)
@given(CHANGES, st.sets(st.integers(-60, 60), min_size=1, max_size=8))
def test_marks_agree_with_the_clock_of_the_zone_database(change: tuple[str, int], minutes: set[int]) -> None:
    seconds, shown, most = clock(*change)
    zone = Zone(change[0], ZoneInfo(change[0]))
    middle = shown[len(shown) // 2] // 60
    walls = [60 * (middle + minute) for minute in minutes]
    instants = wall_firing(wall_set(at({wall % DAY for wall in walls}), ALL), zone)
    due: dict[int, list[int]] = {}
    for wall in walls:
        due.setdefault(bisect_left(most, wall), []).append(wall)
    for index, (wall, *others) in due.items():
        late, twice = shown[index] != wall, shown.count(wall) > 1
        wanted = Mark.MERGED if others else Mark.SHIFTED if late else Mark.FIRST_OF_TWO if twice else None
        assert mark_of(instants, seconds[index], zone) is wanted
