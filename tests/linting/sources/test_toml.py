"""Schedules in TOML."""

import pytest

from everly.linting.reading import UnreadableError
from everly.linting.settings import Settings
from tests.linting.sources.reading_of import only, reading_of, rewritten, texts_of


@pytest.mark.parametrize(
    ("written", "text", "raw"),
    [
        ('schedule = "daily" # why\n', "daily", "daily"),
        ("schedule='daily'", "daily", "daily"),
        (r'schedule = "d\u0061ily \"\\\U0000007a"', 'daily "\\z', r"d\u0061ily \"\\\U0000007a"),
        ('schedule = """\ndaily"""', "daily", "daily"),
        ('schedule = """daily \\\n\n   and ""x"""""', 'daily and ""x""', 'daily \\\n\n   and ""x""'),
        ('schedule = """\r\na\r\nb"""', "a\nb", "a\r\nb"),
        ("schedule = '''\na\\u'b'''''", "a\\u'b''", "a\\u'b''"),
        ('\ufeff"sch\\u0065dule" = "daily"', "daily", "daily"),
        ("a = 1\n[b]\nc.d = {x = \"é😀\", schedule = 'daily'}\n", "daily", "daily"),
    ],
)
def test_a_schedule_stands_where_its_format_says(written: str, text: str, raw: str) -> None:
    found = only("a.toml", written)
    assert (found.text, found.span.of(written)) == (text, raw)


def test_paths_count_the_tables_of_lists() -> None:
    text = """\
cron = ["a", [ # c ]
  'b', {schedule = "c"}, 5, 1979-05-27 07:32:00,
  "d"]]
[[jobs]]
schedule = "e"
[jobs.x."y z"]
schedule = "f"
[[jobs.more]]
[[jobs.more]]
a.schedule = "g"
[[jobs]]
empty = {}
schedule = "h"
"""
    assert [(each.text, each.name) for each in reading_of("a.toml", text).schedules] == [
        ("a", "cron[0]"),
        ("b", "cron[1][0]"),
        ("c", "cron[1][1].schedule"),
        ("d", "cron[1][4]"),
        ("e", "jobs[0].schedule"),
        ("f", "jobs[0].x.y z.schedule"),
        ("g", "jobs[0].more[1].a.schedule"),
        ("h", "jobs[1].schedule"),
    ]


def test_keys_are_those_of_the_settings() -> None:
    text = '[jobs]\nwhen = "x"\n[other]\nwhen = "y"\nschedule = "z"\n'
    assert texts_of("a.toml", text, Settings(keys=("jobs.when",))) == ["x"]


def test_comments() -> None:
    text = "# one\nschedule = '# no' #two\na = [ # three\n '#', #four\n]\n[b] # five"
    comments = reading_of("a.toml", text).comments
    assert [comment.text for comment in comments] == ["one", "two", "three", "four", "five"]
    assert [comment.span.of(text) for comment in comments] == ["# one", "#two", "# three", "#four", "# five"]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("schedule = \nx = 1", 11, "it is no TOML: invalid value"),
        ("schedule = 'a'\r\n[", 17, "it is no TOML: invalid initial character for a key part"),
        ("schedule = 'a'\nschedule = 'b'\n", 29, "it is no TOML: cannot overwrite a value"),
        ("\ufeffschedule = ", 12, "it is no TOML: invalid value"),
        ("schedule = " + "[" * 100_000, 0, "it is nested too deep"),
    ],
)
def test_where_reading_stops_is_told(text: str, at: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reading_of("a.toml", text)
    assert (caught.value.span.start, caught.value.message) == (at, message)


def test_a_number_of_many_digits_ends_in_a_message() -> None:
    with pytest.raises(UnreadableError, match="it is no TOML"):
        reading_of("a.toml", "schedule = " + "1" * 5_000)


def test_templates_are_unchecked() -> None:
    assert len(reading_of("a.toml", "schedule = {{ x }}\n").unchecked) == 1
    assert len(reading_of("a.toml", 'schedule = "{{ x }}"\n').unchecked) == 1


@pytest.mark.parametrize(
    ("written", "schedule", "expected"),
    [
        ('schedule = "daily" # why\n', '"a\\\n\x07é', 'schedule = "\\"a\\\\\\n\\u0007é" # why\n'),
        ("schedule = 'daily'\n", "a\\b", "schedule = 'a\\b'\n"),
        ("schedule = 'daily'\n", "it's", None),
        ("schedule = 'daily'\n", "a\nb", None),
        ('schedule = """\ndaily"""\n', '"""', 'schedule = """\n\\"\\"\\""""\n'),
        ("schedule = '''\ndaily'''\n", "'", None),
    ],
)
def test_a_schedule_is_written_back_in_the_same_manner_or_not_at_all(
    written: str, schedule: str, expected: str | None
) -> None:
    assert rewritten("a.toml", written, schedule) == expected
