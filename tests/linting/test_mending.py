"""Fixes made in files."""

from collections.abc import Iterator

import pytest

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting import catalogue
from everly.linting.document import Document
from everly.linting.mending import MOST_PASSES, Mended, mend
from everly.linting.report import FileReport, Unread
from everly.linting.rule import FileRule, Rule, Subject
from tests.linting.reports import finds, relint, report_of

SAFE = finds("hourly", catalogue.ALIAS, "every 60 minutes", is_safe=True)
UNSAFE = finds("daily", catalogue.RARE, "weekly")


def mended(text: str, *rules: Rule | FileRule, unsafe: bool = False) -> Mended:
    return mend(report_of(text, *rules), relint(*rules), unsafe=unsafe)


def test_safe_fixes_are_made_everywhere_and_the_others_are_not() -> None:
    found = mended("hourly\n# hourly\ndaily\nhourly & mon-fri\n", SAFE, UNSAFE)
    assert found.document.text == "every 60 minutes\n# hourly\ndaily\nevery 60 minutes & mon-fri\n"
    assert found.number == 2
    assert [finding.diagnostic.name for finding in found.report.findings] == ["rare"]


def test_unsafe_fixes_are_made_when_asked_for_and_only_where_there_is_one_way_out() -> None:
    assert mended("daily\n", UNSAFE, unsafe=True).document.text == "weekly\n"
    two = finds("daily", catalogue.RARE, "weekly", "monthly")
    assert mended("daily\n", two, unsafe=True).document.text == "daily\n"


def test_errors_are_mended_when_unsafe_fixes_are_asked_for() -> None:
    assert mended("every 2 dayz\n").document.text == "every 2 dayz\n"
    found = mended("every 2 dayz\n", unsafe=True)
    assert (found.document.text, found.report.findings) == ("every 2 days\n", ())


def test_fixes_that_meet_are_not_both_made_in_one_pass() -> None:
    wide = finds("daily | daily", catalogue.REDUNDANT_PART, "hourly", is_safe=True)
    narrow = finds("daily |", catalogue.ALIAS, "weekly |", is_safe=True)
    found = mended("daily | daily\n", wide, narrow)
    assert (found.document.text, found.number) == ("weekly | daily\n", 1)


def test_a_fix_that_leaves_what_it_is_for_is_taken_back() -> None:
    idle = finds("daily", catalogue.ALIAS, "daily & daily", is_safe=True)
    found = mended("hourly\ndaily\nhourly\n", SAFE, idle)
    assert found.document.text == "every 60 minutes\ndaily\nevery 60 minutes\n"


def test_a_fix_that_brings_an_error_is_taken_back() -> None:
    wrong = finds("daily", catalogue.ALIAS, "dayly", is_safe=True)
    found = mended("daily\nhourly\n", wrong, SAFE)
    assert (found.document.text, found.number) == ("daily\nevery 60 minutes\n", 1)


def test_a_fix_that_makes_the_file_unreadable_is_taken_back() -> None:
    wrong = finds("daily", catalogue.ALIAS, "%", is_safe=True)
    assert mended("daily\nhourly\n", wrong, SAFE).document.text == "daily\nevery 60 minutes\n"


def test_a_fix_that_loses_a_schedule_is_taken_back() -> None:
    wrong = finds("daily", catalogue.ALIAS, "# daily", is_safe=True)
    assert mended("daily\nhourly\n", wrong, SAFE).document.text == "daily\nevery 60 minutes\n"


def test_fixes_that_undo_each_other_end() -> None:
    there = finds("daily", catalogue.ALIAS, "weekly", is_safe=True)
    back = finds("weekly", catalogue.RARE, "daily", is_safe=True)
    assert mended("daily\n", there, back).number == MOST_PASSES


def test_a_fix_of_the_file_itself_is_made() -> None:
    def lint(document: Document) -> FileReport | Unread:
        from dataclasses import replace

        from everly.linting.finding import Finding

        report = relint()(document)
        assert isinstance(report, FileReport)
        place = document.text.find("# unused\n")
        if place < 0:
            return report
        span = Span(place, place + 9)
        fix = Fix("remove it", (Edit(span, ""),), is_safe=True)
        found = Fault(catalogue.UNUSED_IGNORE, span, "unused", fixes=(fix,)).diagnostic(document.text)
        return replace(report, findings=(Finding(document, found),))

    report = lint(Document("a.lines", "daily\n# unused\nhourly\n"))
    assert isinstance(report, FileReport)
    found = mend(report, lint)
    assert (found.document.text, found.number) == ("daily\nhourly\n", 1)


@pytest.mark.parametrize("count", [2, 3])
def test_several_findings_of_one_schedule_are_mended_in_turn(count: int) -> None:
    def check(subject: Subject) -> Iterator[Diagnostic]:
        text = subject.text
        for start in range(len(text)):
            if text.startswith("mon,", start):
                span = Span(start, start + 4)
                fix = Fix("without", (Edit(span, ""),), is_safe=True)
                yield Fault(catalogue.ALIAS, span, "twice", fixes=(fix,)).diagnostic(text)

    found = mended("mon," * count + "mon at 09:00\n", Rule(catalogue.ALIAS, check))
    assert (found.document.text, found.number) == ("mon at 09:00\n", count)
