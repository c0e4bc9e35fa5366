"""Findings as text: with carets, a line each, and counted."""

import pytest

from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting import catalogue
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look, Role, renderer
from everly.linting.renderers.full import finding_text
from everly.linting.report import FileReport, Report, bounded
from tests.linting.renderers.samples import file_report, rendered, report
from tests.linting.reports import report_of

FULL = """\
error[E112]: a cron line has 5, 6 or 7 fields, this has 4
 --> a.lines:2:1 (cron-field-count)
  |
2 | 0 9 * *
  | ^^^^^^^
  = help: the weekday is missing

error[E108]: unknown word 'dayz'
 --> a.lines:3:10 (unknown-word)
  |
3 |  every 2 dayz
  |          ^^^^
  = help: did you mean 'days'?
  = instead: every 2 days

warning[W802]: 'hourly' is found
 --> a.lines:4:1 (alias)
  |
4 | hourly or (sat & mon-fri at 09:00)
  | ^^^^^^ here
  = instead (safe): every 60 minutes or (sat & mon-fri at 09:00)

warning[W302]: '(sat & mon-fri at 09:00)' adds no firing: 'sat' and 'mon-fri at 09:00' exclude each other
 --> a.lines:4:18 (dead-branch)
  |
4 | hourly or (sat & mon-fri at 09:00)
  |                  ^^^^^^^^^^^^^^^^ exclude each other
  |            ^^^ this and
  = help: for either of them write 'sat, mon-fri at 09:00'

warning[W802]: 'hourly' is found
 --> a.lines:7:1 (alias)
  |
7 | hourly except dec 25
  | ^^^^^^ here
  = instead (safe): every 60 minutes except dec 25

warning[W701]: 'monthly' stands twice
 --> a.lines:8:1 (same-schedule)
  |
8 | monthly
  | ^^^^^^^
  |
6 | monthly
  | ^^^^^^^ the first

note: not checked: a timer is not checked
 --> a.lines:5:7
  |
5 | timer:Mon *-*-*
  |       ^^^^^^^^^

a.lines:7:1: internal error: the rule rare broke down over 'hourly except dec 25': LookupError: it is not there

broken.toml:3:7: unreadable: 50% of it

none: unreadable: no such file
"""

CONCISE = """\
a.lines:2:1: E112 a cron line has 5, 6 or 7 fields, this has 4
a.lines:3:10: E108 unknown word 'dayz'
a.lines:4:1: W802 'hourly' is found
a.lines:4:18: W302 '(sat & mon-fri at 09:00)' adds no firing: 'sat' and 'mon-fri at 09:00' exclude each other
a.lines:7:1: W802 'hourly' is found
a.lines:8:1: W701 'monthly' stands twice
a.lines:5:7: not checked: a timer is not checked
a.lines:7:1: internal error: the rule rare broke down over 'hourly except dec 25': LookupError: it is not there
broken.toml:3:7: unreadable: 50% of it
none: unreadable: no such file
"""


def only(text: str) -> Finding:
    (found,) = report_of(text).findings
    return found


def test_full_text_shows_places_in_the_file() -> None:
    assert rendered("full", report(path="a.lines")) == FULL


def test_concise_text_has_a_line_for_each() -> None:
    assert rendered("concise", report(path="a.lines")) == CONCISE


def test_statistics_count_the_most_often_broken_rule_first() -> None:
    assert rendered("statistics").split("\n")[:3] == [
        "2  W802  alias",
        "1  E108  unknown-word",
        "1  E112  cron-field-count",
    ]


def test_nothing_found_is_nothing_said() -> None:
    clean = Report((file_report("daily\n"),))
    assert [rendered(name, clean) for name in ("full", "concise", "statistics")] == ["", "", ""]


def test_what_is_cut_is_said_aloud() -> None:
    many = report_of("every 2 dayz\n" * 30, path="a.lines")
    cut = bounded(Report((many, many)), most_in_file=20, most=30)
    assert [len(file.findings) for file in cut.files] == [20, 10]
    assert cut.omitted == 30
    for name in ("full", "concise"):
        assert rendered(name, cut).split("\n")[-2] == "note: 30 more findings are not shown"
    assert bounded(Report((many,))).omitted == 0


def test_carets_stand_under_wide_characters_and_line_numbers_line_up() -> None:
    lines = finding_text(only("# \n" * 9 + "\t\u6708\u706b daily"), Look()).split("\n")
    assert lines[1] == "  --> a.lines:10:2 (unexpected-character)"
    assert lines[2:5] == ["   |", "10 |  \u6708\u706b daily", "   |  ^^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    text = finding_text(only("daily | " * 200 + "dayz"), Look(60))
    assert max(len(line) for line in text.split("\n")[2:5]) <= 60
    assert "..." in text
    assert "dayz" in text


def test_a_finding_in_a_line_of_millions_is_cut_as_well() -> None:
    found = only("# " + "x" * 10 + "\ndayz")
    long = Document("a", found.document.text + " " * 3_000_000)
    assert len(finding_text(Finding(long, found.diagnostic, found.embedded), Look())) < 1000


def test_nothing_in_a_file_reaches_the_terminal_unseen() -> None:
    text = finding_text(only("dayz\x1b[31m\u202e"), Look())
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_colour_changes_nothing_but_the_colour() -> None:
    def paint(text: str, role: Role) -> str:
        return f"<{role}>{text}</{role}>"

    found = report(path="a.lines")
    text = renderer("full")(found, Look(100, paint))
    assert "<error>error[E112]</error>: a cron line" in text
    assert "<error>^^^^^^^</error>" in text
    for role in ("error", "warning", "note", "faint", "title"):
        text = text.replace(f"<{role}>", "").replace(f"</{role}>", "")
    assert text == FULL


def test_a_report_of_no_file_is_empty() -> None:
    assert rendered("full", Report()) == ""
    assert isinstance(file_report(), FileReport)


@pytest.mark.parametrize(
    ("edit", "shown"),
    [
        (Edit(Span(15, 22), ""), "  = without it (safe): daily"),
        (Edit(Span(10, 15), "hourly"), "  = without it (safe): hourly # rest"),
        (Edit(Span(0, 10), ""), "  = without it (safe)"),
    ],
)
def test_a_fix_of_the_file_itself_shows_the_line_that_it_makes(edit: Edit, shown: str) -> None:
    text = "# a file\n daily # rest\n"
    fix = Fix("without it", (edit,), is_safe=True)
    found = Fault(catalogue.UNUSED_IGNORE, Span(17, 22), "unused", fixes=(fix,)).diagnostic(text)
    assert finding_text(Finding(Document("a", text), found), Look()).split("\n")[-1] == shown
