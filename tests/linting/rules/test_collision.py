"""Schedules of a file that meet."""

import pytest

from everly.linting.rules import collision
from everly.linting.rules.collision import RULE
from tests.linting.judge import across


def test_two_that_meet_are_found_with_how_often_and_when_next() -> None:
    (crossing,) = across(RULE, "every 15 minutes starting 2024-01-01", "0 3 * * *")
    assert (crossing.number, crossing.others) == (1, ((0, "meets this"),))
    assert crossing.diagnostic.message == (
        "'0 3 * * *' meets 'every 15 minutes starting 2024-01-01' about 365 times a year, next wed 2024-05-01 03:00"
    )


def test_each_is_found_once_with_the_first_that_it_meets() -> None:
    crossings = across(RULE, "5 * * * *", "0 3 * * *", "0 * * * *", "*/5 * * * *")
    assert [(each.number, each.others[0][0]) for each in crossings] == [(2, 1), (3, 0)]


def test_what_meets_seldom_or_a_few_times_is_said_so() -> None:
    (seldom,) = across(RULE, "0 0 29 2 *", "0 0 * * 1")
    assert " less than once a year, next mon 2044-02-29 00:00" in seldom.diagnostic.message
    (once,) = across(RULE, "0 3 * * *", "2024-07-04 at 03:00")
    assert " once in all, next thu 2024-07-04 03:00" in once.diagnostic.message
    (twice,) = across(RULE, "0 3 * * *", "2024-07-04, 2024-07-05 at 03:00")
    assert " 2 times in all, " in twice.diagnostic.message


def test_the_same_schedule_twice_is_found_by_another_rule() -> None:
    assert across(RULE, "hourly", "every hour") == []


def test_what_never_meets_is_clean() -> None:
    assert across(RULE, "0 3 * * *", "5 3 * * *", "mon at 04:00", "tue at 04:00") == []


def test_what_shares_no_time_of_day_is_not_asked_for_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collision, "intersection", lambda _: pytest.fail("asked"))
    lines = [f"{minute} {hour} * * *" for minute in range(8) for hour in range(8)]
    assert across(RULE, *lines) == []
    assert across(RULE, *(f"{line} in America/New_York" for line in lines)) == []


def test_in_many_zones_a_bounded_number_is_looked_at_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(collision, "_meeting", lambda *pair: asked.append(pair))
    lines = [f"{minute} 9 * * * in {zone}" for minute in range(15) for zone in ("UTC", "Asia/Tokyo", "Asia/Dili")]
    assert across(RULE, *lines) == []
    assert len(asked) == 200


def test_zones_are_compared_by_their_instants() -> None:
    (found,) = across(RULE, "0 12 * * * in UTC", "0 14 * * * in Europe/Berlin", "0 3 * * * in Asia/Tokyo")
    assert found.number == 1
    assert "next wed 2024-05-01 14:00" in found.diagnostic.message


def test_what_met_in_the_past_only_is_clean() -> None:
    assert across(RULE, "0 3 * * * starting 2020-01-01", "2021-07-04 at 03:00 starting 2021") == []
