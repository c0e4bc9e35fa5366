"""Schedules in files: from places in the schedule to places in the file."""

from everly.grammar.diagnostics import Edit
from everly.grammar.span import Span
from everly.linting.embedded import Embedded, embedded_at


def test_a_part_of_a_schedule_stands_where_its_characters_stand() -> None:
    written = r'schedule = "da\u0069ly"'
    found = Embedded("daily", (12, 13, 14, 20, 21, 22))
    assert found.place(Span(1, 4)).of(written) == r"a\u0069l"
    assert found.span.of(written) == r"da\u0069ly"


def test_an_edit_is_written_as_the_format_writes() -> None:
    quoting = Embedded("a'b", (5, 6, 8, 9), encode=lambda text: text.replace("'", "''"))
    assert quoting.edit(Edit(Span(0, 1), "x'")) == Edit(Span(5, 6), "x''")


def test_an_edit_that_the_format_cannot_write_is_none() -> None:
    assert embedded_at("daily", 3).edit(Edit(Span(0, 5), "two\nlines")) is None
    assert embedded_at("daily", 3).edit(Edit(Span(0, 5), "hourly")) == Edit(Span(3, 8), "hourly")
