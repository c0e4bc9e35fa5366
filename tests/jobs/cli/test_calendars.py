"""`--calendar`: which months are drawn, how the days are marked, and that it fits."""

import re

import click
import pytest

from tests.jobs.cli.runs import Result, show

SUMMER = "every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03"
UNEVEN = "hourly between 09:00 and 17:00 & mon-fri | 0 9 * * sat"


def months(result: Result) -> list[str]:
    return re.findall(r"[A-Z][a-z]+ [0-9]{4}", click.unstyle(result.out).split("\n", 1)[1])


def test_months_stand_side_by_side_monday_first_with_a_title_and_a_legend() -> None:
    result = show("daily and mon-fri except may 9", "--calendar", settings={"COLUMNS": "66"})
    assert result.out.split("\n") == [
        "Firing days of schedule 'daily and mon-fri except may 9' in UTC:",
        "",
        "      May 2024              June 2024              July 2024",
        "Mo Tu We Th Fr Sa Su   Mo Tu We Th Fr Sa Su   Mo Tu We Th Fr Sa Su",
        "       1  2  3  .  .                   .  .    1  2  3  4  5  .  .",
        " 6  7  8  . 10  .  .    3  4  5  6  7  .  .    8  9 10 11 12  .  .",
        "13 14 15 16 17  .  .   10 11 12 13 14  .  .   15 16 17 18 19  .  .",
        "20 21 22 23 24  .  .   17 18 19 20 21  .  .   22 23 24 25 26  .  .",
        "27 28 29 30 31         24 25 26 27 28  .  .   29 30 31",
        "",
        "numbers: days on which it fires; dots: days on which it does not",
        "",
    ]


def test_days_that_fire_unequally_often_say_how_often() -> None:
    result = show(UNEVEN, "--calendar", "--months", "1", settings={"COLUMNS": "27"})
    assert result.out.split("\n")[2:] == [
        "          May 2024",
        " Mo  Tu  We  Th  Fr  Sa  Su",
        "          1   2   3   4   .",
        "         x5  x8  x8  x1",
        "  6   7   8   9  10  11   .",
        " x8  x8  x8  x8  x8  x1",
        " 13  14  15  16  17  18   .",
        " x8  x8  x8  x8  x8  x1",
        " 20  21  22  23  24  25   .",
        " x8  x8  x8  x8  x8  x1",
        " 27  28  29  30  31",
        " x8  x8  x8  x8  x8",
        "",
        "numbers: days on which it",
        "fires; x: how often; dots:",
        "days on which it does not",
        "",
    ]


def test_how_often_moves_into_the_legend_where_it_has_no_room() -> None:
    result = show(UNEVEN, "--calendar", "--months", "1", settings={"COLUMNS": "26"})
    assert "x8" not in result.out
    assert "fires, 1 to 8 times on each;" in " ".join(result.out.split())


def test_days_that_fire_equally_often_say_so_once() -> None:
    result = show(SUMMER, "--calendar", settings={"COLUMNS": "200"})
    assert "\nnumbers: days on which it fires, 4 times on each; dots: days on which it does not\n" in result.out


def test_more_than_99_firings_a_day_are_not_counted() -> None:
    assert "\n>99  x1  x1" in show("secondly & mon | daily at 10:00", "--calendar", settings={"COLUMNS": "27"}).out
    assert ", more than 99 times on each;" in show("minutely starting 2024-05-01", "--calendar").out


@pytest.mark.parametrize("width", [1, 19, 20, 21, 27, 40, 43, 57, 58, 80, 200])
@pytest.mark.parametrize("schedule", ["daily", UNEVEN])
def test_it_fits_into_any_width_from_20_cells_on(width: int, schedule: str) -> None:
    for color in ("never", "always"):
        result = show(schedule, "--calendar", "--months", "5", "--color", color, settings={"COLUMNS": str(width)})
        lines = click.unstyle(result.out).split("\n")[1:]
        assert len(months(result)) == 5
        assert max(map(len, lines)) <= max(width, 20)


def test_as_many_months_stand_abreast_as_fit() -> None:
    for width, abreast in ((42, 1), (43, 2), (65, 2), (66, 3), (89, 4)):
        result = show("daily", "--calendar", "--months", "4", settings={"COLUMNS": str(width)})
        assert result.out.split("\n")[3].count("Mo") == abreast


def test_with_colour_every_day_keeps_its_number() -> None:
    result = show("daily at 10:00 & sat", "--calendar", "--months", "1", "--color", "always")
    assert "\x1b[32m\x1b[1m\x1b[7m 4\x1b[0m \x1b[2m 5\x1b[0m\n" in result.out
    plain = click.unstyle(result.out).split("\n")
    assert plain[4] == "       1  2  3  4  5"
    assert plain[-2] == "highlighted: days on which it fires; the others: days on which it does not"


def test_it_begins_with_the_month_of_the_next_firing() -> None:
    assert months(show("yearly on dec 25", "--calendar")) == ["December 2024", "January 2025", "February 2025"]
    assert months(show("daily starting 2020-01-01", "--calendar", "--months", "1")) == ["May 2024"]


def test_a_schedule_that_is_over_is_drawn_from_its_first_month_and_says_that_it_ends() -> None:
    result = show(SUMMER.replace("2024", "2023"), "--calendar")
    assert months(result) == ["June 2023", "July 2023", "August 2023"]
    assert result.out.endswith("\n\nNo more: the schedule ends after 2023-08-31 18:00:00+00:00\n")


def test_an_end_after_the_last_month_is_not_mentioned() -> None:
    assert "No more" not in show(SUMMER, "--calendar", "--months", "2").out
    assert "No more" in show(SUMMER, "--calendar", "--months", "3").out


def test_from_and_to_bound_the_months_and_the_days() -> None:
    result = show(
        "daily at 23:30", "--calendar", "--from", "2024-05-15", "--to", "2024-06-02", settings={"COLUMNS": "43"}
    )
    assert months(result) == ["May 2024", "June 2024"]
    assert result.out.split("\n")[4:10] == [
        "       .  .  .  .  .                   1  2",
        " .  .  .  .  .  .  .    .  .  .  .  .  .  .",
        " .  . 15 16 17 18 19    .  .  .  .  .  .  .",
        "20 21 22 23 24 25 26    .  .  .  .  .  .  .",
        "27 28 29 30 31          .  .  .  .  .  .  .",
        "",
    ]


def test_the_days_are_those_of_the_zone_shown() -> None:
    arguments = ("daily at 23:30 & 15th in Europe/Berlin", "--calendar", "--months", "1")
    for options, zone, day in (
        ((), "Europe/Berlin", 15),
        (("--in", "Asia/Tokyo"), "Asia/Tokyo", 16),
        (("--utc",), "UTC", 15),
    ):
        result = show(*arguments, *options)
        assert result.out.startswith(f"Firing days of schedule '{arguments[0]}' in {zone}:\n")
        assert re.findall(r"\b[0-9]{1,2}\b", result.out.split("2024", 1)[1]) == [str(day)]


def test_a_day_that_a_zone_skipped_is_never_marked() -> None:
    result = show(
        "daily at 12:00 starting 2011-12-01 in Pacific/Apia", "--calendar", "--from", "2011-12-01", "--months", "1"
    )
    assert result.out.split("\n")[-5:-3] == [" 26  27  28  29   .  31", " x1  x1  x1  x1      x2"]


def test_the_calendar_ends_with_year_9999() -> None:
    result = show("daily starting 9999-11-30 in Asia/Tokyo", "--calendar")
    assert months(result) == ["November 9999", "December 9999"]
    assert result.out.endswith("\n\nNo more: the schedule ends after 9999-12-31 00:00:00+09:00\n")


def test_the_calendar_begins_with_year_1() -> None:
    bounds = ("--from", "0001-01-01", "--months", "1")
    result = show("daily starting 0001-01-01", "--calendar", *bounds, "--in", "Asia/Tokyo")
    assert months(result) == ["January 0001"]


def test_an_end_before_the_first_firing_shows_the_month_of_the_end() -> None:
    result = show("daily starting 2024-07-04", "--calendar", "--to", "2024-06-10")
    assert months(result) == ["June 2024"]
    assert result.out.count(" .") == 30


@pytest.mark.parametrize("number", ["0", "-1", "1201", "x"])
def test_a_bad_number_of_months_is_a_usage_error(number: str) -> None:
    result = show("daily", "--calendar", "--months", number)
    assert (result.code, result.out) == (2, "")
    assert "'--months'" in result.err
