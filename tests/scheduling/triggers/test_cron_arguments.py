from __future__ import annotations

import pytest

from everly.grammar.parser import parse
from everly.grammar.tree import Cron
from everly.scheduling.triggers.cron_arguments import cron_arguments


def arguments(text: str) -> dict[str, str] | None:
    line = parse(text).expr
    assert isinstance(line, Cron)
    return cron_arguments(line)


def fields(text: str, *names: str) -> list[str]:
    found = arguments(text)
    assert found is not None
    return [found[name] for name in names]


def test_lines_of_five_fields_run_at_second_zero_of_any_year() -> None:
    assert fields("0 9 * * *", "second", "year") == ["0", "*"]


def test_lines_of_seven_fields_have_seconds_and_years() -> None:
    assert fields("*/20 0 9 * * * 2024-2026,2030", "second", "year") == ["*/20", "2024-2026,2030"]


def test_steps_of_a_range_are_written_out_since_apscheduler_refuses_some() -> None:
    assert fields("10-40/10 20/3 * * *", "minute", "hour") == ["10,20,30,40", "20,23"]


def test_ranges_of_months_that_wrap_are_split() -> None:
    assert fields("0 0 * nov-feb *", "month") == ["1-2,11-12"]


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("0-7", "*"),
        ("7", "sun"),
        ("1-5", "mon-fri"),
        ("*/2", "tue,thu,sat,sun"),
        ("fri-mon", "fri-mon"),
        ("1-5/2", "mon,wed,fri"),
    ],
)
def test_weekdays_go_by_name(field: str, days: str) -> None:
    assert fields(f"0 0 * * {field}", "day_of_week") == [days]


@pytest.mark.parametrize(
    ("field", "day"), [("L", "last"), ("1,15,L", "1,15,last"), ("*/10", "*/10"), ("2nd mon", "2nd mon")]
)
def test_days_of_the_month(field: str, day: str) -> None:
    assert fields(f"0 0 {field} * *", "day") == [day]


@pytest.mark.parametrize(
    ("field", "day"), [("fri#2", "2nd fri"), ("5L", "last fri"), ("mon#1,mon#3", "1st mon,3rd mon")]
)
def test_the_nth_weekday_is_a_day_of_the_month(field: str, day: str) -> None:
    assert fields(f"0 0 * * {field}", "day", "day_of_week") == [day, "*"]


def test_both_day_fields_hold_when_one_begins_with_a_star() -> None:
    assert fields("0 0 */2 * mon", "day", "day_of_week") == ["*/2", "mon"]


@pytest.mark.parametrize(
    "text",
    [
        "0 0 13 * fri",  # either day will do; APScheduler would want both
        "0 0 15W * *",
        "0 0 LW * *",
        "0 0 L-2 * *",
        "0 0 * * mon,fri#2",
        "0 0 */2 * fri#2",
        "0 0 0 1 1 * 1960-1980",
    ],
)
def test_what_apscheduler_cannot_say_has_no_arguments(text: str) -> None:
    assert arguments(text) is None
