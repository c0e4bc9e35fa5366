"""Laws of all formats: what is written is found, where it stands, and what is edited is read as it was meant."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.span import Span
from everly.linting.embedded import Embedded
from tests.linting.sources import writers
from tests.linting.sources.reading_of import edited, reading_of
from tests.linting.sources.writers import ONE_LINE, SCHEDULES, Writer

ESCAPING: Sequence[tuple[str, str, Writer]] = [
    ("a.json", '{{"é😀": 1, "schedule": {}, "cron": "last"}}', writers.json_text),
    ("a.toml", 'x = "é😀"\nschedule = {}\ncron = "last"\n', writers.toml_basic),
    ("a.yaml", "é: 😀\nschedule: {}\ncron: last\n", writers.yaml_double),
    ("a.py", 'x = "é😀"; parse_schedule({}); parse_schedule("last")\n', writers.python_text),
]
"""Formats that can write any text, anywhere: path, file and a writer of the text."""

FOLDING: Sequence[tuple[str, str, Writer]] = [
    ("a.toml", 'x = "é😀"\r\nschedule = {}\r\ncron = "last"\r\n', writers.toml_lines),
]
"""Formats that can as well, except where a line goes on: there they take blanks away."""

OTHERS: Sequence[tuple[str, str, Writer]] = [
    ("a.toml", 'x = "é😀"\nschedule = {}\ncron = "last"\n', writers.toml_literal),
    ("a.yaml", "é: 😀\nschedule: {}cron: last\n", writers.yaml_any),
    ("a.py", 'x = "é😀"; parse_schedule({}); parse_schedule("last")\n', writers.python_texts),
]

_LAW = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


def _written(data: st.DataObject, frame: str, writer: Writer, schedules: st.SearchStrategy[str]) -> tuple[str, str]:
    schedule = data.draw(schedules)

    @st.composite
    def files(draw: st.DrawFn) -> str:
        return frame.format(writer(draw, schedule))

    return schedule, data.draw(files())


def _found(path: str, text: str) -> Embedded:
    first, last = reading_of(path, text).schedules
    assert (last.text, last.span.of(text)) == ("last", "last")
    return first


def _spans(length: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda ends: Span(min(ends), max(ends)))


@pytest.mark.parametrize(("path", "frame", "writer"), [*ESCAPING, *FOLDING, *OTHERS])
@given(st.data())
@_LAW
def test_what_is_written_is_found(path: str, frame: str, writer: Writer, data: st.DataObject) -> None:
    schedule, text = _written(data, frame, writer, SCHEDULES)
    found = _found(path, text)
    assert found.text == schedule or (path == "a.yaml" and found.text == schedule.rstrip("\n\u2028"))
    assert len(found.places) == len(found.text) + 1
    assert list(found.places) == sorted(found.places)
    before, after = frame.split("{}")
    assert len(before.replace("{{", "{")) <= found.places[0]
    assert found.places[-1] <= len(text) - len(after.replace("}}", "}"))


@pytest.mark.parametrize(("path", "frame", "writer"), [*ESCAPING, *FOLDING])
@given(st.data())
def test_a_part_is_what_stands_at_its_place(path: str, frame: str, writer: Writer, data: st.DataObject) -> None:
    schedule, text = _written(data, frame, writer, SCHEDULES)
    found = _found(path, text)
    part = data.draw(_spans(len(schedule)))
    assume(writer is not writers.toml_lines or part.of(schedule)[:1] != "\n")  # TOML drops it where a text begins
    whole, kept = found.span, found.place(part)
    cut = text[: whole.start] + kept.of(text) + text[whole.end :]
    assert _found(path, cut).text == part.of(schedule)


@pytest.mark.parametrize(("path", "frame", "writer"), ESCAPING)
@given(st.data())
def test_any_edit_can_be_written_with_escapes(path: str, frame: str, writer: Writer, data: st.DataObject) -> None:
    schedule, text = _written(data, frame, writer, SCHEDULES)
    found = _found(path, text)
    edit = Edit(data.draw(_spans(len(schedule))), data.draw(SCHEDULES))
    result = edited(text, found, [edit])
    assert result is not None
    assert _found(path, result).text == Fix("", (edit,)).apply(schedule)


@pytest.mark.parametrize(("path", "frame", "writer"), [*FOLDING, *OTHERS])
@given(st.data())
@_LAW
def test_an_edit_is_read_as_it_was_meant_or_not_made(
    path: str, frame: str, writer: Writer, data: st.DataObject
) -> None:
    _, text = _written(data, frame, writer, st.one_of(SCHEDULES, ONE_LINE))
    found = _found(path, text)
    cut = data.draw(st.integers(0, len(found.text)))
    first, second = data.draw(_spans(cut)), data.draw(_spans(len(found.text) - cut))
    edits = [Edit(first, data.draw(ONE_LINE)), Edit(Span(second.start + cut, second.end + cut), data.draw(SCHEDULES))]
    result = edited(text, found, edits)
    if result is not None:
        assert _found(path, result).text == Fix("", tuple(edits)).apply(found.text)


LINES: Sequence[tuple[str, Callable[[str], str]]] = [
    ("-", lambda text: f"\t{text} # why\r\nlast\n"),
    ("crontab", lambda text: f"\t{text}  run # why\r\n@last run\n"),
]


@pytest.mark.parametrize(("path", "frame"), LINES)
@given(st.text("a5*# =@-\t\r\n\"'", max_size=12), st.data())
def test_lines_too(path: str, frame: Callable[[str], str], schedule: str, data: st.DataObject) -> None:
    text = frame("0 5 * * *")
    found, _ = reading_of(path, text).schedules
    edit = Edit(data.draw(_spans(9)), schedule)
    result = edited(text, found, [edit])
    if result is not None:
        again, last = reading_of(path, result).schedules
        assert again.text == Fix("", (edit,)).apply("0 5 * * *")
        assert last.text in {"last", "@last"}


def test_json_as_the_library_writes_it_is_found_too() -> None:
    text = json.dumps({"schedule": ['é😀"', "b"]}, indent=2)
    assert [each.text for each in reading_of("a.json", text).schedules] == ['é😀"', "b"]
