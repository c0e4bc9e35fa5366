"""Schedules in Python code."""

import warnings

import pytest

from everly.linting.reading import Reading, UnreadableError
from everly.linting.settings import Settings
from tests.linting.sources.reading_of import only, reading_of, rewritten, texts_of


@pytest.mark.parametrize(
    ("literal", "text", "raw"),
    [
        ('"daily"', "daily", "daily"),
        ("r'da\\x'", "da\\x", "da\\x"),
        (
            r'"\x64\u0061\N{LATIN SMALL LETTER I}\154y\q\n"',
            "daily\\q\n",
            r"\x64\u0061\N{LATIN SMALL LETTER I}\154y\q\n",
        ),
        ('"""\ndaily\\\n now"""', "\ndaily now", "\ndaily\\\n now"),
        ("'''a\r\nb'''", "a\nb", "a\r\nb"),
        ("(\"every \"  # why\n  '2 hours')", "every 2 hours", "every \"  # why\n  '2 hours"),
        ('"daily" \\\n  r" and"', "daily and", 'daily" \\\n  r" and'),
        ('"é😀daily"', "é😀daily", "é😀daily"),
        ('u"daily"', "daily", "daily"),
        ('""', "", ""),
    ],
)
def test_a_schedule_stands_where_its_literal_stands(literal: str, text: str, raw: str) -> None:
    written = f"é = '😀'; parse_schedule({literal}, now=1)\n"
    found = only("jobs.py", written)
    assert (found.text, found.span.of(written)) == (text, raw)


def test_calls_and_keywords() -> None:
    text = """\
from everly import Job, parse_schedule
import everly
everly.parse_schedule("a")
Job("x", "y", schedule="b")
jobs.Job(schedule=["c", ("d",), name, f"e{x}"])
Job("not", "this")
Job(name="nor this")
not_parse_schedule("nor this")
parse_schedule(name)
parse_schedule("f" if x else "g")
parse_schedule()
parse_schedule(b"x")
async def f():
    await parse_schedule("h").next(parse_schedule("i"))
"""
    reading = reading_of("a.py", text)
    assert [each.text for each in reading.schedules] == ["a", "b", "c", "d", "f", "g", "h", "i"]
    assert [each.span.of(text) for each in reading.unchecked] == ['f"e{x}"']


def test_the_name_of_the_first_argument_may_be_written() -> None:
    assert texts_of("a.py", 'parse_schedule(now=now, text="a")\nparse_schedule(timezone="b")\n') == ["a"]


@pytest.mark.parametrize("text", ['"\\x20" (\n', "# a Job\nprint 'x'\n", "class Jobs(:\n", "parse_schedules(\n"])
def test_what_mentions_no_call_is_left_to_others(text: str) -> None:
    assert reading_of("a.py", text) == Reading()


def test_a_template_of_code_is_unchecked_where_it_calls() -> None:
    text = "{% if x %}\n# Job()\nrun(Job (schedule={{ when }}))  \n{% endif %}\nJobs(\n"
    assert [each.span.of(text) for each in reading_of("a.py", text).unchecked] == ["Job (schedule={{ when }}))"]


@pytest.mark.parametrize(
    ("argument", "texts"),
    [
        ('"a" if x else "b" if y else None', ["a", "b"]),
        ('when := "a"', ["a"]),
        ('("a" if x else ["b", *("c", name)])', ["a", "b", "c"]),
        ('text=given or "a"', ["a"]),
        ('{"a": 1}["a"] if "b" else given("c", d="e")', []),
    ],
)
def test_each_text_that_an_argument_may_be_is_a_schedule(argument: str, texts: list[str]) -> None:
    reading = reading_of(
        "a.py", f"parse_schedule({argument})\n", Settings(calls=("parse_schedule", "parse_schedule(text)"))
    )
    assert ([each.text for each in reading.schedules], reading.unchecked) == (texts, ())


@pytest.mark.parametrize(
    "argument",
    [
        '"every %s" % unit',
        '"every {}".format(unit)',
        'unit + " and " + other',
        '" | ".join(all)',
        '"a".strip().lower()',
    ],
)
def test_what_is_put_together_when_the_program_runs_is_unchecked(argument: str) -> None:
    text = f"parse_schedule({argument} if x else name + other)\n"
    reading = reading_of("a.py", text)
    assert reading.schedules == ()
    assert [(each.span.of(text), each.reason) for each in reading.unchecked] == [
        (argument, "put together when the program runs")
    ]


@pytest.mark.parametrize(
    "line",
    ["from everly import Job, parse_schedule as ps", "from everly.scheduling import (parse_schedule as ps)  # x"],
)
def test_a_call_may_be_imported_under_another_name(line: str) -> None:
    assert texts_of("a.py", f'{line}\nps("a"); everly.ps("b"); other("c")\n') == ["a"]


def test_prose_about_a_job_is_no_import_of_one() -> None:
    assert reading_of("a.py", '"""Run a Job as soon as it can."""\nprint "x"\n') == Reading()


def test_calls_are_those_of_the_settings() -> None:
    text = 'cron("a"); tasks.cron("b"); x.every(at="c", on="d"); tasks.other("e")\n'
    assert texts_of("a.py", text, Settings(calls=("tasks.cron", "every(at)"))) == ["b", "c"]


def test_a_mark_at_the_beginning_moves_nothing() -> None:
    text = '\ufeffparse_schedule("daily")'
    assert only("a.py", text).span.of(text) == "daily"


def test_a_script_is_known_by_its_first_line() -> None:
    assert texts_of("jobs", '#!/usr/bin/env python3\nparse_schedule("daily")\n') == ["daily"]


def test_code_that_python_warns_of_is_read_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert texts_of("a.py", 'parse_schedule("\\d"); x = "\\d" is 5\n') == ["\\d"]


def test_comments_are_read_where_one_is_meant_for_us() -> None:
    text = '\ufeff# é\nx = "# no"  # two\nparse_schedule("daily")  # everly: ignore[rare]\n'
    comments = reading_of("a.py", text).comments
    assert [comment.span.of(text) for comment in comments] == ["# é", "# two", "# everly: ignore[rare]"]
    assert [comment.text for comment in comments] == ["é", "two", "everly: ignore[rare]"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('parse_schedule("a"\n', 14),
        ("x = 1\r\nparse_schedule(]\n", 22),
        ("parse_schedule('\0')\n", 16),
    ],
)
def test_where_reading_stops_is_told(text: str, at: int) -> None:
    with pytest.raises(UnreadableError, match="it is no Python") as caught:
        reading_of("a.py", text)
    assert caught.value.span.start == at


@pytest.mark.parametrize("opening", ["(", "[", "-", "not ", "a."])
def test_deep_nesting_ends_in_a_message(opening: str) -> None:
    with pytest.raises(UnreadableError):
        reading_of("a.py", f"parse_schedule({opening * 100_000}")


@pytest.mark.parametrize(
    ("literal", "schedule", "expected"),
    [
        ('"daily"', '"\\\n\x07é', '"\\"\\\\\\n\\u0007é"'),
        ("'daily'", 'it\'s "x"', "'it\\'s \"x\"'"),
        ("r'daily'", "it's", None),
        ("r'daily'", "a\\", None),
        ("r'daily'", "a\\b", "r'a\\b'"),
        ('"""daily"""', 'a\n"""', '"""a\n\\"\\"\\""""'),
        ('("a"\n "b")', "daily", '("daily")'),
        ('("a"  # why\n "b")', "daily", None),
        ("(\"a\" 'b')", "daily", None),
    ],
)
def test_a_schedule_is_written_back_in_the_same_manner_or_not_at_all(
    literal: str, schedule: str, expected: str | None
) -> None:
    result = rewritten("a.py", f"parse_schedule({literal})\n", schedule)
    assert result == (None if expected is None else f"parse_schedule({expected})\n")
