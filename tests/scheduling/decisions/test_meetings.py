from datetime import UTC, datetime
from fractions import Fraction

import pytest

from everly.scheduling.compiler import compile_schedule
from everly.scheduling.decisions.frequency import Frequency
from everly.scheduling.decisions.meetings import meetings
from everly.scheduling.instants import instant_at

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def met(left: str, right: str) -> Frequency | None:
    return meetings(compile_schedule(left, now=NOW), compile_schedule(right, now=NOW))


@pytest.mark.parametrize(
    ("left", "right", "first", "yearly"),
    [
        ("daily", "weekly", datetime(2024, 1, 1, tzinfo=UTC), Fraction(20_871, 400)),
        (
            "every 7 hours starting 2024-01-01 02:00",
            "mon at 09:00",
            datetime(2024, 1, 1, 9, tzinfo=UTC),
            Fraction(20_871, 400),
        ),
        ("every 4 days", "every 6 days starting 2024-01-03", datetime(2024, 1, 9, tzinfo=UTC), Fraction(146_097, 4800)),
        ("0 0 13 * *", "fri at 00:00", datetime(2024, 9, 13, tzinfo=UTC), Fraction(688, 400)),
        ("daily at 09:00 in Asia/Tokyo", "0 * * * *", datetime(2024, 1, 1, tzinfo=UTC), Fraction(146_097, 400)),
        ("every 61 seconds", "every 67 seconds | daily", datetime(2024, 1, 1, tzinfo=UTC), None),
    ],
)
def test_two_schedules_meet_first_then_and_so_often_a_year(
    left: str, right: str, first: datetime, yearly: Fraction | None
) -> None:
    one, other = met(left, right), met(right, left)
    assert one == other
    assert one is not None
    assert one.first == instant_at(first)
    assert one.last is None
    if yearly is not None:
        assert one.yearly == yearly


def test_some_meet_only_so_often() -> None:
    found = met("daily & jan", "every 10 days until 2024-02-15")
    assert found is not None
    assert (found.total, found.last, found.yearly) == (4, instant_at(datetime(2024, 1, 31, tzinfo=UTC)), None)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("every 2 hours starting 00:00", "every 2 hours starting 01:00"),
        ("daily until 2024-02-01", "daily starting 2024-02-02"),
        ("mon at 09:00 in Europe/Berlin", "mon at 09:00 in Asia/Tokyo"),
    ],
)
def test_some_never_meet(left: str, right: str) -> None:
    assert met(left, right) is None


def test_meetings_that_rest_on_clock_changes_name_the_zones() -> None:
    found = met("daily at 09:00 in America/New_York", "daily at 14:00 in Europe/Berlin")
    assert found is not None
    assert (found.first, found.zones) == (
        instant_at(datetime(2024, 3, 10, 13, tzinfo=UTC)),
        ("America/New_York", "Europe/Berlin"),
    )
