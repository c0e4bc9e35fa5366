"""Schedules of files in canonical spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.printer import print_schedule
from everly.grammar.span import Span
from everly.linting import formatting
from everly.linting.dialects import Dialect
from everly.linting.document import Document
from everly.linting.embedded import Embedded, embedded_at
from everly.linting.formatting import ChangedMeaningError, Formatted, format_document, proved_canonical
from everly.linting.reading import Reading, Source
from everly.linting.report import Unread
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.decisions.comparison import Relation, compare
from everly.scheduling.testing import schedule_texts
from tests.linting.reports import LINES, NOW, linter


def formatted(text: str) -> Formatted:
    found = format_document(Document("a.lines", text), LINES, linter())
    assert isinstance(found, Formatted)
    return found


def test_nothing_but_schedules_is_changed() -> None:
    before = "# Every Monday\n  Every Monday at 9 AM\r\n\ndaily\n\ttimer:X\nmon,tue,wed at noon"
    found = formatted(before)
    assert found.document.text == "# Every Monday\n  mon at 09:00\r\n\ndaily\n\ttimer:X\nmon-wed at 12:00"
    assert found.number == 2


def test_what_is_relative_stays_so() -> None:
    assert formatted("Daily starting tomorrow at 9am").document.text == "daily starting tomorrow 09:00"


def test_schedules_at_fault_are_reported_and_left_alone() -> None:
    found = formatted("Every 2 dayz\nDaily\n0 0 31 2 *\n")
    assert found.document.text == "Every 2 dayz\ndaily\n0 0 31 2 *\n"
    assert [each.diagnostic.name for each in found.report.findings] == ["unknown-word", "never-fires"]


def test_warnings_are_no_matter_of_spelling() -> None:
    assert formatted("monthly starting 2024-01-31").report.findings == ()


def test_a_file_that_is_not_of_its_format_is_unread() -> None:
    assert isinstance(format_document(Document("a", "%"), LINES, linter()), Unread)


def test_a_spelling_that_fires_at_other_times_is_refused_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "canonical_text", lambda *_: "weekly")
    found = formatted("Daily\nWeekly\n")
    assert (found.document.text, found.number) == ("Daily\nweekly\n", 1)
    (broken,) = found.report.breakdowns
    assert broken.message == (
        "the formatter broke down over 'Daily': ChangedMeaningError: 'weekly' fires at other times"
    )
    monkeypatch.setattr(formatting, "canonical_text", lambda *_: "every 0 days")
    with pytest.raises(ChangedMeaningError, match="does not compile"):
        proved_canonical(embedded_at("Daily", 0), linter())


def test_a_spelling_that_fires_alike_at_one_moment_only_is_left_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "canonical_text", lambda *_: "0 0 * * *")
    one, two = (compile_schedule(each, now=NOW) for each in ("Daily", "0 0 * * *"))
    assert compare(one, two).relation is Relation.EQUAL
    found = formatted("Daily\n")
    assert (found.document.text, found.number, found.report.breakdowns) == ("Daily\n", 0, ())
    assert [each.reason for each in found.left] == ["'0 0 * * *' is not proved to fire at the same times"]


@pytest.mark.parametrize("name", ["not-canonical", "alias", "W803", "grammatical-number", "all", "rare, not-canonical"])
def test_what_a_comment_wants_spelled_as_it_is_stays(name: str) -> None:
    text = f"#everly: ignore[{name}] we say so\nAnnually\nDaily\n"
    found = formatted(text)
    assert (found.document.text, found.number, found.left) == (text.replace("Daily", "daily"), 1, ())
    whole = f"#everly: ignore-file[{name}]\nAnnually\nDaily\n"
    assert formatted(whole).document.text == whole


@pytest.mark.parametrize("name", ["rare", "wordable-cron", "not-canonicl"])
def test_a_comment_about_something_else_does_not_keep_a_spelling(name: str) -> None:
    assert formatted(f"#everly: ignore[{name}]\nDaily\n").document.text.endswith("]\ndaily\n")


def test_a_spelling_that_is_too_long_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "MAX_LENGTH", 4)
    assert formatted("Daily").document.text == "Daily"


def source_of(*schedules: Embedded) -> Source:
    return Source("x", lambda *_: True, lambda *_: Reading(schedules))


def test_what_cannot_be_written_there_is_left_and_told() -> None:
    fixed = Embedded("Daily", tuple(range(6)), encode=lambda _: None)
    found = format_document(Document("a", "Daily"), source_of(fixed), linter())
    assert isinstance(found, Formatted)
    assert (found.document.text, found.number) == ("Daily", 0)
    assert [(each.span, each.reason) for each in found.left] == [(Span(0, 5), "'daily' cannot be written there")]


def test_what_would_be_read_as_something_else_is_left_and_told() -> None:
    def read(document: Document, _: object) -> Reading:
        lines = document.text.split("\n")
        starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
        found = [embedded_at(line, start) for line, start in zip(lines, starts, strict=True) if line != "daily"]
        return Reading(tuple(found))

    document = Document("a", "Daily\nWeekly")
    found = format_document(document, Source("x", lambda *_: True, read), linter())
    assert isinstance(found, Formatted)
    assert (found.document.text, found.number, len(found.left)) == ("Daily\nweekly", 1, 1)


def test_a_line_in_a_crontab_stays_one() -> None:
    assert proved_canonical(embedded_at("0 9 * * 5,6,0", 0, Dialect.CRONTAB), linter()) == "0 9 * * fri-sat,sun"
    assert proved_canonical(embedded_at("Daily", 0, Dialect.CRONTAB), linter()) is None


@settings(max_examples=60)
@given(st.lists(schedule_texts(), min_size=1, max_size=4))
def test_formatting_is_idempotent_and_keeps_the_fire_times(texts: list[str]) -> None:
    lines = [text for text in texts if "\n" not in text and not text.lstrip().startswith(("%", "#", "timer:"))]
    found = formatted("\n".join(lines))
    assert found.report.breakdowns == ()
    again = format_document(found.document, LINES, linter())
    assert isinstance(again, Formatted)
    assert again.document.text == found.document.text
    before = LINES.read(Document("a", "\n".join(lines)), linter().settings).schedules
    after = LINES.read(found.document, linter().settings).schedules
    faulty = {finding.embedded for finding in found.report.findings}
    for old, new in zip(before, after, strict=True):
        if old in faulty:
            assert old.text == new.text
            continue
        one, two = (compile_schedule(each.text, now=NOW) for each in (old, new))
        assert compare(one, two).relation is Relation.EQUAL
        assert print_schedule(two.schedule) == new.text
