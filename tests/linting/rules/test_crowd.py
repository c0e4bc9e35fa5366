"""Many schedules of a file at the same minute of the hour."""

from everly.linting.rules.crowd import RULE
from tests.linting.judge import across

_FULL_HOURS = ("0 1 * * *", "0 2 * * *", "mon at 03:00", "hourly", "@daily")


def test_five_at_the_full_hour_are_a_crowd() -> None:
    (crossing,) = across(RULE, "30 6 * * *", *_FULL_HOURS)
    assert crossing.number == 1
    assert [number for number, _ in crossing.others] == [2, 3, 4, 5]
    assert crossing.diagnostic.message == "5 of the 6 schedules in this file fire at minute 0 of the hour"


def test_a_crowd_may_be_at_another_minute() -> None:
    (crossing,) = across(RULE, *(f"17 {hour} * * *" for hour in range(5)))
    assert "at minute 17" in crossing.diagnostic.message


def test_four_are_none() -> None:
    assert across(RULE, *_FULL_HOURS[:4]) == []


def test_half_of_all_are_none() -> None:
    assert across(RULE, *_FULL_HOURS, *(f"{minute} 4 * * *" for minute in (7, 13, 21, 34, 55))) == []


def test_what_fires_all_through_the_hour_is_no_part_of_one() -> None:
    assert across(RULE, *_FULL_HOURS[:4], "*/5 * * * *", "every 20 minutes") == []
