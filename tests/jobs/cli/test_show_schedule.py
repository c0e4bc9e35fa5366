"""`everly show schedule`: its layout, its options, and what it says to bad input."""

import re
import shlex

import pytest

from everly.jobs.cli.app import app
from everly.jobs.cli.show_schedule import schedule
from everly.scheduling.engine import searched
from tests.jobs.cli.runs import Result, run, show

NEW_YORK = "daily at 02:30 in America/New_York"


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def times(result: Result) -> list[str]:
    """The timestamps of a listing, without what stands beside them."""
    return re.findall(r"^  (\S+ \S+)", result.out, re.MULTILINE)


def test_the_example_of_the_seed_page_is_shown_to_the_letter() -> None:
    result = run("show", "schedule", "daily and mon-fri starting May 2, 2024")
    assert result == Result(
        0,
        text(
            "Next 5 timestamps for schedule 'daily and mon-fri starting May 2, 2024':",
            "",
            "  2024-05-02 00:00:00+00:00",
            "  2024-05-03 00:00:00+00:00",
            "  2024-05-06 00:00:00+00:00",
            "  2024-05-07 00:00:00+00:00",
            "  2024-05-08 00:00:00+00:00",
            "",
            "About 261 times a year, 1 to 3 days apart.",
        ),
        "",
    )


def test_without_a_start_it_begins_now_at_the_whole_second() -> None:
    assert times(show("daily and mon-fri", "3")) == [
        "2024-05-01 12:31:52+00:00",
        "2024-05-02 12:31:52+00:00",
        "2024-05-03 12:31:52+00:00",
    ]


def test_the_real_now_is_used_when_none_is_pretended() -> None:
    result = run("show", "schedule", "secondly", "1")
    assert result.code == 0
    assert times(result)[0] > "2026"


def test_a_count_may_be_given_as_with_runs() -> None:
    assert len(times(show("daily", "-n", "7"))) == 7
    assert show("daily", "-n", "7").out == show("daily", "7").out


def test_a_count_is_kept_and_the_plural_is_the_same_command() -> None:
    assert len(times(show("daily", "12"))) == 12
    assert run("show", "schedules", "daily starting 2024-01-01").out.startswith("Next 5 timestamps")
    assert "\n  2024-05-01 00:00:00+00:00\n" in show("daily starting 2024-05-01", "+7").out


def test_the_listing_begins_with_the_anchor_even_when_that_is_past() -> None:
    assert times(show("yearly starting 2020-02-01", "2")) == ["2020-02-01 00:00:00+00:00", "2021-02-01 00:00:00+00:00"]


def test_one_timestamp_is_not_called_several() -> None:
    assert show("daily", "1").out.startswith("Next 1 timestamp for schedule 'daily':\n")


def test_tz_is_the_zone_where_the_schedule_names_none() -> None:
    assert times(show("daily at 09:00", "1", "--tz", "europe/berlin")) == ["2024-05-02 09:00:00+02:00"]
    assert times(show("daily at 09:00 in Asia/Tokyo", "1", "--tz", "Europe/Berlin")) == ["2024-05-02 09:00:00+09:00"]
    assert times(show("daily at 09:00", "1", "--tz", "+05:30")) == ["2024-05-02 09:00:00+05:30"]


def test_utc_replaces_the_zone_of_the_schedule() -> None:
    assert times(show("daily at 09:00", "1", "--tz", "Europe/Berlin", "--utc")) == ["2024-05-02 07:00:00+00:00"]


def test_other_zones_stand_in_columns_of_their_own() -> None:
    result = show("daily at 09:00 in Asia/Kolkata", "2", "--in", "UTC", "--in", "Europe/Berlin")
    assert result.out == text(
        "Next 2 timestamps for schedule 'daily at 09:00 in Asia/Kolkata':",
        "",
        "  Asia/Kolkata               UTC                        Europe/Berlin",
        "  2024-05-02 09:00:00+05:30  2024-05-02 03:30:00+00:00  2024-05-02 05:30:00+02:00",
        "  2024-05-03 09:00:00+05:30  2024-05-03 03:30:00+00:00  2024-05-03 05:30:00+02:00",
        "",
        "About 365 times a year, always 1 day apart, by the clock changes known for Asia/Kolkata.",
    )


def test_other_zones_stand_below_where_columns_do_not_fit() -> None:
    result = show(NEW_YORK, "1", "--in", "UTC", settings={"COLUMNS": "53"})
    assert result.out == text(
        f"Next 1 timestamp for schedule '{NEW_YORK}':",
        "",
        "  2024-05-02 02:30:00-04:00",
        "    2024-05-02 06:30:00+00:00  UTC",
        "",
        "About 365 times a year, 23 hours 30 minutes to 1 day",
        "1 hour apart, by the clock changes known for",
        "America/New_York.",
    )
    assert "  America/New_York           UTC\n" in show(NEW_YORK, "1", "--in", "UTC", settings={"COLUMNS": "54"}).out


def test_a_mark_needs_room_beside_the_columns() -> None:
    arguments = (f"{NEW_YORK} starting 2024-03-10", "1", "--in", "UTC")
    assert " UTC\n" in show(*arguments, settings={"COLUMNS": "63"}).out
    assert "  2024-03-10 03:00:00-04:00  shifted\n    2024-03-10 07" in show(*arguments, settings={"COLUMNS": "62"}).out


def test_from_and_to_bound_the_listing_both_ends_in() -> None:
    result = show("hourly starting 2024-05-01", "--from", "2024-05-02 10:00", "--to", "2024-05-02 12:00")
    assert times(result) == [f"2024-05-02 {hour}:00:00+00:00" for hour in (10, 11, 12)]
    assert "No more" not in result.out


def test_a_date_as_the_end_means_its_last_second() -> None:
    result = show("every 12 hours starting 2024-05-01", "--from", "2024-05-02", "--to", "2024-05-02")
    assert times(result) == ["2024-05-02 00:00:00+00:00", "2024-05-02 12:00:00+00:00"]


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("tomorrow 10:00", "2024-05-02 10:00:00+02:00"),
        ("in 2 hours", "2024-05-01 16:40:00+02:00"),
        ("May 5, 2024 at 9 PM", "2024-05-05 21:00:00+02:00"),
        ("Monday", "2024-05-06 00:00:00+02:00"),
        ("2024-05-07T10:00:00Z", "2024-05-07 12:00:00+02:00"),
        ("2024-05-07 10:00 in America/New_York", "2024-05-07 16:00:00+02:00"),
    ],
)
def test_moments_are_phrases_of_the_language_in_the_zone_of_the_schedule(phrase: str, first: str) -> None:
    schedule = "every 10 minutes starting 2024-05-01 in Europe/Berlin"
    result = show(schedule, "1", "--from", phrase)
    assert (times(result), result.err) == ([first], "")


def test_a_warning_about_a_moment_goes_to_the_standard_error() -> None:
    result = show("daily starting 2024-01-01", "1", "--from", "01/02/2024")
    assert times(result) == ["2024-01-02 00:00:00+00:00"]
    assert result.err.startswith("warning[W401]: '01/02/2024' is read month first")


def test_reverse_lists_the_last_ones_up_to_now_newest_first() -> None:
    result = show("daily starting 2024-01-01", "2", "--reverse")
    assert result.out == text(
        "Last 2 timestamps for schedule 'daily starting 2024-01-01':",
        "",
        "  2024-05-01 00:00:00+00:00",
        "  2024-04-30 00:00:00+00:00",
        "",
        "About 365 times a year, always 1 day apart.",
    )


def test_reverse_goes_back_from_to_and_stops_at_from() -> None:
    bounds = ("--from", "2024-02-02", "--to", "2024-02-03")
    assert times(show("daily starting 2024-01-01", "--reverse", *bounds)) == [
        "2024-02-03 00:00:00+00:00",
        "2024-02-02 00:00:00+00:00",
    ]


def test_reverse_says_where_the_schedule_begins() -> None:
    result = show("daily starting 2024-04-30", "--reverse")
    assert times(result) == ["2024-05-01 00:00:00+00:00", "2024-04-30 00:00:00+00:00"]
    note = "No more: the schedule begins with 2024-04-30 00:00:00+00:00"
    assert result.out.endswith(f"\n\n{note}\n\nAbout 365 times a year, always 1 day apart.\n")


@pytest.mark.parametrize("count", ["3", "5"])
def test_it_says_when_the_schedule_ends(count: str) -> None:
    result = show("daily until 2024-05-03 20:00", count)
    assert result.out == text(
        "Next 3 timestamps for schedule 'daily until 2024-05-03 20:00':",
        "",
        "  2024-05-01 12:31:52+00:00",
        "  2024-05-02 12:31:52+00:00",
        "  2024-05-03 12:31:52+00:00",
        "",
        "No more: the schedule ends after 2024-05-03 12:31:52+00:00",
        "",
        "3 times in all, always 1 day apart.",
    )


def test_the_six_hour_example_fires_260_times_and_ends() -> None:
    result = show("every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03", "1000")
    assert len(times(result)) == 260
    assert result.out.startswith("Next 260 timestamps ")
    assert result.out.endswith(
        "No more: the schedule ends after 2024-08-30 18:00:00+00:00\n"
        "\n260 times in all, 6 hours to 2 days 6 hours apart.\n"
    )


@pytest.mark.parametrize(
    ("options", "title", "note"),
    [
        (
            ["--from", "2025-01-01"],
            "No timestamps from 2025-01-01 00:00:00+00:00 for schedule",
            "No more: the schedule ends after 2024-12-31 00:00:00+00:00",
        ),
        (
            ["--to", "2023-01-01"],
            "No timestamps up to 2023-01-01 23:59:59+00:00 for schedule",
            "The next one is 2024-01-01 00:00:00+00:00",
        ),
        (
            ["--from", "2024-03-01 10:00", "--to", "2024-03-01 11:00", "--reverse"],
            "No timestamps from 2024-03-01 10:00:00+00:00 up to 2024-03-01 11:00:00+00:00 for schedule",
            "The one before is 2024-03-01 00:00:00+00:00",
        ),
        (
            ["--to", "2023-01-01", "--reverse"],
            "No timestamps up to 2023-01-01 23:59:59+00:00 for schedule",
            "No more: the schedule begins with 2024-01-01 00:00:00+00:00",
        ),
    ],
)
def test_an_empty_listing_says_what_lies_beyond(options: list[str], title: str, note: str) -> None:
    result = show("daily & 2024 starting 2024-01-01", *options)
    assert (result.code, result.out) == (
        0,
        text(f"{title} 'daily & 2024 starting 2024-01-01'", "", note, "", "366 times in all, always 1 day apart."),
    )


def test_a_bound_before_now_comes_with_a_note_when_the_schedule_begins_now() -> None:
    result = show("daily", "1", "--from", "2024-01-01")
    assert times(result) == ["2024-05-01 12:31:52+00:00"]
    assert result.err.startswith("note: without 'starting' nothing fires before now; '--now' ")
    assert show("daily starting 2024-01-01", "1", "--from", "2024-01-01").err == ""
    assert show("(daily starting 2024-01-01) | hourly", "1", "--from", "2024-01-01").err == ""


def test_shifted_and_merged_firings_are_marked_and_explained() -> None:
    result = show("(0,30 2 * * * | 0 9 * * *) in America/New_York starting 2024-03-10", "3")
    assert result.out.splitlines()[2:-3] == [
        "  2024-03-10 03:00:00-04:00  merged",
        "  2024-03-10 09:00:00-04:00",
        "  2024-03-11 02:00:00-04:00",
        "",
        "merged: several times of day, some of them skipped by the clock, fall on this one moment",
    ]
    result = show(f"{NEW_YORK} starting 2024-03-10", "2", "--in", "UTC")
    assert result.out.splitlines()[2:-3] == [
        "  America/New_York           UTC",
        "  2024-03-10 03:00:00-04:00  2024-03-10 07:00:00+00:00  shifted",
        "  2024-03-11 02:30:00-04:00  2024-03-11 06:30:00+00:00",
        "",
        "shifted: the clock skips this time of day, so it fires at the first moment after",
    ]


def test_the_first_of_two_passes_is_marked() -> None:
    result = show("daily at 01:30 in America/New_York starting 2024-11-03", "2")
    assert result.out.splitlines()[2:-2] == [
        "  2024-11-03 01:30:00-04:00  first of two",
        "  2024-11-04 01:30:00-05:00",
        "",
        "first of two: the clock shows this time of day twice, and it fires at the first",
    ]


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        ("every 6 hours", "About 1,461 times a year, always 6 hours apart."),
        ("hourly", "About 8,766 times a year, always 1 hour apart."),
        ("every 90 minutes", "About 5,844 times a year, always 1 hour 30 minutes apart."),
        ("every 6 hours until 2024-05-03", "10 times in all, always 6 hours apart."),
        ("0 9 * * mon-fri", "About 261 times a year, 1 to 3 days apart."),
        ("secondly & mon-fri", "22,540,680 times a year, 1 second to 2 days 1 second apart."),
        ("daily & 2025-2027", "1,095 times in all, always 1 day apart."),
        ("monthly", "12 times a year, 28 to 31 days apart."),
        ("yearly", "Once a year, 365 to 366 days apart."),
        ("0 0 13 * * & fri", "About 1.7 times a year, 28 to 427 days apart."),
        ("daily & feb 29", "About once in 4.1 years, 1461 to 2921 days apart."),
        ("every 5 years", "Once in 5 years, 1826 to 1827 days apart."),
        ("daily & 9700-9999", "109,572 times in all, always 1 day apart."),
        ("mon-fri at 09:00 & 9700-9999", "78,266 times in all, 1 to 3 days apart."),
        ("every 9 hours & mon-fri & 9700-9999", "208,710 times in all, 9 hours to 2 days 15 hours apart."),
    ],
)
def test_the_last_line_says_how_often_it_fires_and_how_far_apart(schedule: str, sentence: str) -> None:
    *_, blank, last = show(schedule, "1").out.splitlines()
    assert (blank, last) == ("", sentence)


def test_one_firing_has_no_gap_to_tell() -> None:
    assert show("daily & 2030-01-01").out.endswith("ends after 2030-01-01 12:31:52+00:00\n\nOnly once.\n")
    zoned = show("daily at 09:00 & 2030-01-01 in Europe/Berlin").out
    assert zoned.endswith("\n\nOnly once, by the clock changes known for Europe/Berlin.\n")


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        ("daily & 2030-01-01,2030-01-05", "Twice in all, 4 days apart."),
        ("daily & 2030-01-01,2030-01-05,2030-01-09", "3 times in all, always 4 days apart."),
        ("0 0 1,2 1 *", "Twice a year, 1 to 365 days apart."),
        ("every 2 days", "About 183 times a year, always 2 days apart."),
        ("every 365 days", "About once a year, always 365 days apart."),
        ("every 7 years", "Once in 7 years, 2555 to 2557 days apart."),
        ("every 300 years", "Once in 300 years, 109572 to 109573 days apart."),
        ("secondly", "31,556,952 times a year, always 1 second apart."),
        ("secondly until 2024-05-01 12:31:54", "3 times in all, always 1 second apart."),
        ("0 1,3 * * *", "About 730 times a year, 2 to 22 hours apart."),
        ("0,1 * * * *", "About 17,532 times a year, 1 to 59 minutes apart."),
        ("0 0 0,1 * * *", "About 730 times a year, 1 to 23 hours apart."),
        ("0,5 * * * * *", "About 1,051,898 times a year, 5 to 55 seconds apart."),
        ("0,49 * * * sun", "About 2,505 times a year, 11 minutes to 6 days 11 minutes apart."),
        (
            "every 61 seconds & 09:00-10:00",
            "About 21,561 times a year, 1 minute 1 second to 23 hours 1 minute 39 seconds apart.",
        ),
    ],
)
def test_the_last_line_is_good_english(schedule: str, sentence: str) -> None:
    assert " ".join(show(schedule, "1").out.splitlines()[-2:]).strip() == sentence


def test_what_the_gaps_rest_on_is_said_and_wrapped() -> None:
    shown = show("daily at 09:00 in Europe/Berlin", "1", settings={"COLUMNS": "40"}).out
    assert shown.endswith(
        "\n\nAbout 365 times a year, 23 to 25 hours\napart, by the clock changes known for\nEurope/Berlin.\n"
    )


def test_a_calendar_has_no_such_line() -> None:
    assert show("daily", "--calendar").out.endswith("dots: days on which it does not\n")


def test_a_warning_goes_to_the_standard_error() -> None:
    result = show("monthly starting 2024-01-31", "3")
    assert times(result) == [f"2024-{day} 00:00:00+00:00" for day in ("01-31", "02-29", "03-31")]
    assert result.err.startswith("warning[W402]: ")
    assert "\n  | monthly starting 2024-01-31\n" in result.err


def test_a_dash_reads_the_standard_input() -> None:
    result = show("-", "1", stdin=b"daily\n  & mon-fri\r\n")
    assert result.out.startswith("Next 1 timestamp for schedule 'daily   & mon-fri':\n")


@pytest.mark.parametrize("stdin", [b"", b"\n", b"\xff\xfe\x00", b"daily \0 mon"])
def test_a_bad_schedule_on_the_standard_input_is_the_schedules_fault(stdin: bytes) -> None:
    result = show("-", stdin=stdin)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error[E1")


@pytest.mark.parametrize("width", [20, 33, 60])
def test_what_a_mark_means_is_wrapped_to_the_width(width: int) -> None:
    schedule = "(0,30 2 * * * | 30 1 * * *) in America/New_York starting 2024-03-10"
    shown = show(schedule, "20", "--to", "2024-11-03", settings={"COLUMNS": str(width)}).out
    whole = show(schedule, "20", "--to", "2024-11-03", settings={"COLUMNS": "200"}).out
    legend = shown[shown.index("\nmerged: ") :]
    assert max(map(len, legend.splitlines())) <= width
    assert legend.split() == whole[whole.index("\nmerged: ") :].split()


@pytest.mark.parametrize("option", ["--now", "--from", "--to"])
@pytest.mark.parametrize("phrase", ["tomorow 10:00", "tomorow", "10:00 tomorow"])
def test_a_slip_in_a_moment_comes_with_the_word_that_was_meant(option: str, phrase: str) -> None:
    told = run("show", "schedule", "daily", option, phrase).err
    assert "did you mean 'tomorrow'?" in told
    assert f"= instead: {phrase.replace('tomorow', 'tomorrow')}\n" in told


def test_a_repair_of_a_moment_is_offered_only_when_it_leads_on() -> None:
    assert "instead" not in show("daily", "--from", "10:30,13of").err
    assert "= instead: 10:30 2024/05/02\n" in show("daily", "--from", "10:30,13 2024/05/02").err


def test_a_long_listing_says_how_many_there_can_be_and_makes_room_for_any_mark() -> None:
    arguments = ("hourly in America/New_York starting 2024-05-01", "1000", "--in", "UTC")
    wide = show(*arguments, settings={"COLUMNS": "68"}).out.splitlines()
    assert wide[0] == "Next 1000 timestamps at most for schedule 'hourly in America/New_York starting 2024-05-01':"
    assert wide[2] == "  America/New_York           UTC"
    assert wide[1003:] == ["", "About 8,766 times a year, always 1 hour apart."]
    assert show(*arguments, settings={"COLUMNS": "67"}).out.splitlines()[2] == "  2024-05-01 00:00:00-04:00"


def test_nothing_in_a_schedule_moves_the_cursor() -> None:
    result = show("-", "1", stdin="daily\u2028\t&\x0bmon-fri".encode())
    assert "\x0b" not in result.out + result.err
    result = show("daily \x1b[31m")
    assert result.code == 1
    assert "\x1b" not in result.err


@pytest.mark.parametrize("option", ["--now", "--from", "--to"])
def test_a_bad_moment_is_a_usage_error_that_shows_the_place(option: str) -> None:
    result = run("show", "schedule", "daily", option, "2024-05-01 nonsense 10:00")
    assert (result.code, result.out) == (2, "")
    assert re.search(rf"^error: {option}: .*'nonsense'", result.err, re.MULTILINE)
    assert re.search(r"^  \| 2024-05-01 nonsense 10:00\n  \|            \^{8}(?!\^)", result.err, re.MULTILINE)


@pytest.mark.parametrize(
    "phrase", ["2024-01-01 until 2025-01-01", "2024-01-01 & mon", "2024-01-01) | (hourly", "", "("]
)
def test_a_moment_holds_no_more_than_a_moment(phrase: str) -> None:
    result = show("daily", "--from", phrase)
    assert (result.code, result.out) == (2, "")
    assert "\nerror: --from: " in result.err


def test_an_end_before_the_beginning_is_a_usage_error() -> None:
    result = show("daily", "--from", "2024-06-02", "--to", "2024-06-01")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("\nerror: --to '2024-06-01' lies before --from '2024-06-02'\n")


@pytest.mark.parametrize("count", ["0", "-3", "-0", "5.5", "100001", "9" * 40, "1e3", "٣", "five"])
def test_a_bad_count_is_a_usage_error_that_names_it(count: str) -> None:
    result = show("daily", count)
    assert (result.code, result.out) == (2, "")
    assert f"\nerror: COUNT is '{count}', where a whole number from 1 to 100000 is wanted" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("daily starting 2024-01-01", "starting"),
        ("every 5 minutes", "minutes"),
        ("0 9 * * mon-fri", "*"),
        ("daily at 09:00 --utc", "at"),
    ],
)
def test_a_schedule_without_quotes_is_a_usage_error_that_quotes_it(words: str, found: str) -> None:
    result = run("show", "schedule", *words.split())
    first, *rest = [word for word in words.split() if word != "--utc"]
    assert (result.code, result.out) == (2, "")
    assert f"\nerror: unexpected '{found}' after the schedule '{first}'; quote the schedule" in result.err
    assert result.err.endswith(f"\n\n  everly show schedule '{' '.join([first, *rest])}'\n")


def test_a_star_that_became_a_hundred_file_names_is_not_repeated() -> None:
    result = run("show", "schedule", *(f"file{number}" for number in range(100)))
    assert result.code == 2
    assert result.err.endswith("\n\n  everly show schedule '...'\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "missing argument SCHEDULE"),
        (["daily", "--calendar", "--json"], "--calendar and --json exclude each other"),
        (["daily", "--calendar", "--reverse"], "--calendar and --reverse exclude each other"),
        (
            ["daily", "--calendar", "--in", "UTC", "--in", "CET"],
            "--calendar shows the days of one zone, so give --in once",
        ),
        (["daily", "--calendar", "--in", "CET", "--utc"], "--calendar shows the days of one zone: give --utc or --in"),
        (["daily", "5", "--calendar"], "COUNT does not go with --calendar; use --months"),
        (["daily", "-n", "5", "--calendar"], "-n does not go with --calendar; use --months"),
        (["daily", "5", "-n", "5"], "COUNT and -n say the same: give one of them"),
        (["daily", "-n", "0"], "invalid value for '-n': 0 is not in the range 1<=x<=100000"),
        (["every", "day", "-n", "5"], "COUNT is 'day', where a whole number from 1 to 100000 is wanted"),
        (["daily", "--months", "2"], "--months needs --calendar"),
        (["daily", "--tz", "Europe/Berln"], "invalid value for '--tz': unknown time zone 'Europe/Berln'; did you mean"),
        (["daily", "--in", "CST"], "invalid value for '--in': 'CST' is several time zones; write "),
        (["daily", "--colour"], "no such option '--colour'"),
    ],
)
def test_a_fault_of_the_command_line_is_told_after_its_usage(arguments: list[str], message: str) -> None:
    result = run("show", "schedule", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "Usage: everly show schedule [OPTIONS] SCHEDULE [COUNT]\nTry 'everly show schedule --help' for help.\n\n"
    )
    assert f"\nerror: {message}" in result.err


BAD = {
    "mon-fri": "error[E113]: 'mon-fri' says when, not how often",
    "every 5 m": "error[E206]: 'm' could mean minutes or months",
    "*/90 * * * *": "error[E209]: ",
    "daily starting 2024-05-01 and mon-fri": "error[E111]: ",
    "daily adn mon-fri": "error[E108]: unknown word 'adn'",
    "0 9 * *": "error[E112]: ",
    "daily in Europe/Berln": "error[E210]: unknown time zone 'Europe/Berln'",
    "": "error[E104]: ",
    "(" * 100_000: "error[E105]: ",
    "(" * 9_000: "error[E106]: ",
    "daily & 30 feb": "error[E202]: ",
    "(every 2 hours starting 00:00) & (every 2 hours starting 01:00)": "error[E301]: ",
}


@pytest.mark.parametrize("schedule", BAD, ids=lambda schedule: schedule[:40])
def test_a_bad_schedule_gets_one_message_with_its_place_and_exit_code_1(schedule: str) -> None:
    result = show(schedule)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(BAD[schedule])
    assert re.search(r"^  \|  *\^+", result.err, re.MULTILINE)
    assert "Traceback" not in result.err


def test_a_listing_that_takes_too_much_work_is_refused_and_is_no_fault_of_everly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searched, "MOST_STEPS", 0)
    parts = "every 122 minutes & mon | every 183 minutes & tue | every 244 minutes & wed | every 305 minutes & thu"
    result = show(f"({parts} | 9 * * * fri) except every 61 minutes & mon-wed")
    assert result.code == 1
    assert result.err.endswith(
        "\nerror: to find the next fire time takes too much work: say the schedule with fewer parts\n"
    )


@pytest.mark.parametrize(
    "schedule",
    [
        "(every 13 minutes & every 17 minutes) | (0 9 * * mon-fri except 25 dec) starting 2024-05-01",
        "secondly & 2030",
        "yearly in Asia/Tokyo starting 9999-01-01",
        "daily & 31 dec & 9999 starting 9999-12-31 in Pacific/Kiritimati",
        "daily starting 0001-01-01 in America/New_York",
    ],
)
def test_far_and_wide_schedules_are_answered(schedule: str) -> None:
    result = show(schedule, "2", "--in", "Pacific/Kiritimati", "--in", "America/New_York")
    assert result.code == 0
    assert times(result)


def test_times_beyond_the_calendar_of_a_zone_are_said_to_be_so() -> None:
    result = show("daily starting 9999-12-31 20:00", "--in", "Asia/Tokyo", "--in", "UTC")
    assert (
        result.out.splitlines()[3] == "  9999-12-31 20:00:00+00:00  outside years 1 to 9999  9999-12-31 20:00:00+00:00"
    )
    assert result.out.endswith("No more: the schedule ends after 9999-12-31 20:00:00+00:00\n\nOnly once.\n")


def test_every_example_of_the_help_runs() -> None:
    lines = [line.strip() for command in (app, schedule) for line in (command.epilog or "").split("\n")]
    examples = [line for line in lines if line.startswith("everly ")]
    assert len(examples) >= 6
    for example in examples:
        result = run(*shlex.split(example)[1:])
        assert (result.code, bool(result.out)) == (0, True), example
