"""Crontabs of users and of the system."""

import pytest

from everly.linting.dialects import Dialect
from tests.linting.sources.reading_of import only, reading_of, rewritten, texts_of


def test_lines() -> None:
    text = """\
# m h dom mon dow command
SHELL=/bin/sh
MAILTO = "a b"
"PATH"='/bin'

0 5 * * 1-5 backup --date=$(date +\\%F) # not ours
\t*/5\t9-17  * *\tMON-FRI\techo "0 1 * * * x"%input
@daily A=b run
  # indented
-0 6 * * * quiet
@reboot start
"""
    reading = reading_of("crontab", text)
    found = [(each.text, each.dialect, each.zone) for each in reading.schedules]
    assert found == [
        ("0 5 * * 1-5", Dialect.CRONTAB, None),
        ("*/5\t9-17  * *\tMON-FRI", Dialect.CRONTAB, None),
        ("@daily", Dialect.CRONTAB, None),
        ("0 6 * * *", Dialect.CRONTAB, None),
    ]
    assert [each.span.of(text) for each in reading.schedules] == [text for text, *_ in found]
    assert [each.span.of(text) for each in reading.unchecked] == ["@reboot"]
    assert [each.text for each in reading.comments] == ["m h dom mon dow command", "indented"]
    assert reading.found == ()


@pytest.mark.parametrize("line", ["CRON_TZ=Europe/Berlin", 'CRON_TZ = "Europe/Berlin" ', "CRON_TZ=:Europe/Berlin\r"])
def test_cron_tz_is_the_zone_of_the_lines_below(line: str) -> None:
    text = f"0 1 * * * a\n{line}\n0 2 * * * b\n@daily c\nCRON_TZ=Asia/Tokyo\n0 3 * * * d\nCRON_TZ=\n0 4 * * * e\n"
    zones = [each.zone for each in reading_of("crontab", text).schedules]
    assert zones == [None, "Europe/Berlin", "Europe/Berlin", "Asia/Tokyo", None]


def test_that_debian_reads_cron_tz_otherwise_is_told() -> None:
    text = "CRON_TZ=Europe/Berlin\n0 2 * * * b\n"
    (found,) = reading_of("crontab", text).found
    assert (found.name, found.span.of(text)) == ("read-otherwise", "Europe/Berlin")
    assert found.message == "'CRON_TZ=Europe/Berlin' moves the lines below with cronie, and none with Debian's cron"


def test_that_tz_moves_no_line_is_told() -> None:
    text = "TZ=Europe/Berlin\n0 2 * * * b\n"
    reading = reading_of("crontab", text)
    assert [each.zone for each in reading.schedules] == [None]
    assert [each.message for each in reading.found] == [
        "'TZ=Europe/Berlin' is passed to the commands, and moves none of their times"
    ]


def test_a_zone_that_there_is_not_is_a_fault_of_the_file() -> None:
    text = 'CRON_TZ="Europe/Berln"\n0 2 * * * b\n'
    reading = reading_of("crontab", text)
    assert [(each.code, each.span.of(text)) for each in reading.found] == [("E210", "Europe/Berln")]
    assert [each.zone for each in reading.schedules] == [None]
    assert reading.found[0].fixes[0].apply(text) == text.replace("Berln", "Berlin")


@pytest.mark.parametrize("path", ["/etc/crontab", "packaging/etc/crontab", "/etc/cron.d/backup", "etc/cron.d/x.cron"])
def test_crontabs_of_the_system_name_a_user(path: str) -> None:
    text = "0 5 * * * /usr/bin/backup --all\n0 6 * * * root\n0 7 * * * root backup\n@daily root backup\n"
    reading = reading_of(path, text)
    assert len(reading.schedules) == 4
    assert [(each.message, each.span.of(text)) for each in reading.found] == [
        ("'/usr/bin/backup' stands where the name of a user was wanted", "/usr/bin/backup"),
        ("'root' stands where the name of a user was wanted", "root"),
    ]


@pytest.mark.parametrize("path", ["crontab", "cron/jobs.crontab", "a.cron", "/var/spool/cron/crontabs/root"])
def test_crontabs_of_users_name_none(path: str) -> None:
    assert reading_of(path, "0 5 * * * /usr/bin/backup\n").found == ()


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("0 5 * * *", "", "a schedule without a command"),
        ("@daily", "", "a schedule without a command"),
        ("  0 5 * *", "0 5 * *", "'0 ...' is no schedule with a command, where five fields and a command were wanted"),
        ("hello", "hello", "'hello' is no schedule with a command, where five fields and a command were wanted"),
        ("0 0 5 * * * run", "*", "'*' stands where the command was wanted"),
    ],
)
def test_lines_that_cron_does_not_take(line: str, place: str, message: str) -> None:
    text = f"# x\n{line}\n"
    (found,) = reading_of("crontab", text).found
    assert (found.name, found.span.of(text), found.message) == ("foreign-syntax", place, message)
    assert found.span.start >= 4


def test_a_field_that_is_missing_is_left_to_the_schedule() -> None:
    reading = reading_of("crontab", "*/5 * * * backup\n")
    assert ([each.text for each in reading.schedules], reading.found) == (["*/5 * * * backup"], ())


def test_a_last_line_without_an_end_is_not_taken_by_cron() -> None:
    text = "0 4 * * * a\n0 5 * * * b"
    (found,) = reading_of("crontab", text).found
    assert (found.name, found.span.start) == ("foreign-syntax", len(text))
    assert found.fixes[0].apply(text) == text + "\n"
    assert reading_of("crontab", "0 4 * * * a\n# end").found == ()


@pytest.mark.parametrize("line", ["{{ minute }} 4 * * * a", "{% for x in y %}", "{% endif %}"])
def test_templates_are_unchecked(line: str) -> None:
    reading = reading_of("crontab", f"{line}\n")
    assert (len(reading.schedules), len(reading.unchecked), reading.found) == (0, 1, ())


def test_where_a_field_is_missing_the_schedule_alone_says_so() -> None:
    reading = reading_of("crontab", "0 9 * * cmd\n")
    assert ([each.text for each in reading.schedules], reading.found) == (["0 9 * * cmd"], ())
    assert len(reading_of("crontab", "0 9 * * Mon\n").found) == 1


def test_a_comment_to_us_after_a_command_counts() -> None:
    text = "0 5 * * * a # everly: ignore[uneven-step] why\n"
    (comment,) = reading_of("crontab", text).comments
    assert comment.span.of(text) == "# everly: ignore[uneven-step] why"


def test_lines_may_end_as_on_windows() -> None:
    text = "\ufeff0 5 * * * a\r\n\r\n@daily\r\n"
    assert texts_of("crontab", text) == ["0 5 * * *", "@daily"]
    assert [each.message for each in reading_of("crontab", text).found] == ["a schedule without a command"]


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("*/10 * * * *", "*/10 * * * * run # x\n"),
        ("@daily", "@daily run # x\n"),
        ("daily", None),
        ("0 0 5 * * *", None),
        ("# 5 * * *", None),
        ("A=1 5 * * *", None),
        ("0 5 * *\n*", None),
    ],
)
def test_a_schedule_is_written_back_only_as_cron_reads_it(schedule: str, expected: str | None) -> None:
    assert rewritten("crontab", "0 5 * * * run # x\n", schedule) == expected


def test_a_schedule_begins_after_blanks() -> None:
    assert only("crontab", "\t 0 5 * * * run\n").places[0] == 2
