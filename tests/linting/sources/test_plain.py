"""Plain text, and timers of systemd."""

import pytest

from tests.linting.sources.reading_of import only, reading_of, rewritten


def test_each_line_is_a_schedule() -> None:
    text = "\ufeffdaily\r\n\n# one\n  0 5 * * fri#2 \t# two\n\t\n#three\nlast"
    reading = reading_of("schedules.txt", text)
    assert [each.text for each in reading.schedules] == ["daily", "0 5 * * fri#2", "last"]
    assert [each.span.of(text) for each in reading.schedules] == ["daily", "0 5 * * fri#2", "last"]
    assert [each.text for each in reading.comments] == ["one", "two", "three"]
    assert [each.span.of(text) for each in reading.comments] == ["# one", "# two", "#three"]


@pytest.mark.parametrize("path", ["-", "schedules.txt", "a/b.schedule", "b.schedules"])
def test_files_of_plain_text(path: str) -> None:
    assert only(path, "daily").text == "daily"


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [("fri#2", "  fri#2 # x\n"), ("a #b", None), ("#b", None), ("a\nb", None), (" a", None), ("", None)],
)
def test_a_schedule_is_written_back_or_not_at_all(schedule: str, expected: str | None) -> None:
    assert rewritten("-", "  daily # x\n", schedule) == expected


def test_templates_are_unchecked() -> None:
    assert len(reading_of("-", "{{ x }}\n").unchecked) == 1


@pytest.mark.parametrize("path", ["backup.timer", "backup.timer.d/override.conf"])
def test_events_of_systemd_are_unchecked(path: str) -> None:
    text = "[Timer]\n# one\n OnCalendar = Mon *-*-* \\\n 05:00 \r\nOnBootSec=5min\n;two\nOnCalendar=\nOnCalendar=daily"
    reading = reading_of(path, text)
    assert reading.schedules == ()
    assert [each.span.of(text) for each in reading.unchecked] == ["Mon *-*-* \\\n 05:00", "daily"]
    assert {each.reason for each in reading.unchecked} == {"a calendar event of systemd, which everly does not read"}
    assert [each.text for each in reading.comments] == ["one", "two"]
