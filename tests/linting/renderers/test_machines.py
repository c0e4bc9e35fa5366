"""Reports for programs: each against its schema, or read as its reader reads it."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker, ValidationError

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.mending import edited
from everly.linting.renderers.gitlab import fingerprints
from everly.linting.renderers.places import region, uri
from everly.linting.report import FileReport, Report, bounded
from tests.linting.renderers.samples import TEXT, file_report, rendered, report
from tests.linting.reports import report_of

ROOT = Path(__file__).parents[3]
LINT = Draft202012Validator(json.loads((ROOT / "docs/schemas/lint.json").read_text("utf-8")))
SARIF = Draft4Validator(
    json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8")), format_checker=FormatChecker()
)
TITLE = "everly (E112 cron-field-count)"
PATH = "a b/\u00e4,1:2.lines"


def sarif(of: Report | None = None) -> Any:
    document = json.loads(rendered("sarif", of))
    SARIF.validate(document)
    (run,) = document["runs"]
    return run


def lint_json(of: Report | None = None) -> Any:
    document = json.loads(rendered("json", of))
    LINT.validate(document)
    return document


def offset(document: Document, line: int, column: int) -> int:
    return document.line_span(line)[0] + column - 1


def between(document: Document, begin: tuple[int, int], end: tuple[int, int]) -> str:
    return Span(offset(document, *begin), offset(document, *end)).of(document.text)


def test_the_schema_of_json_refuses_what_is_missing_or_misspelt() -> None:
    Draft202012Validator.check_schema(LINT.schema)
    spoilt: tuple[dict[str, Any], ...] = ({"code": 1}, {"colour": 1}, {"line": 0})
    for change in spoilt:
        document = lint_json()
        document["findings"][0].update(change)
        with pytest.raises(ValidationError):
            LINT.validate(document)


def test_json_holds_everything() -> None:
    document = lint_json()
    assert {name: document[name] for name in ("files", "schedules", "errors", "warnings", "omitted")} == {
        "files": 2, "schedules": 7, "errors": 2, "warnings": 4, "omitted": 0
    }  # fmt: skip
    assert [each["code"] for each in document["findings"]] == ["E112", "E108", "W802", "W302", "W802", "W701"]
    assert document["unchecked"][0]["reason"] == "a timer is not checked"
    assert document["unreadable"] == [
        {"path": "broken.toml", "line": 3, "column": 7, "message": "50% of\nit"},
        {"path": "none", "line": None, "column": None, "message": "no such file"},
    ]
    assert document["internal"][0]["part"] == "the rule rare"
    assert document["findings"][5]["related"][0]["text"] == "the first"


def test_fixes_in_json_and_sarif_make_of_the_file_what_they_say() -> None:
    wanted = TEXT.replace("dayz", "days")
    (fix,) = lint_json()["findings"][1]["fixes"]
    assert fix["result"] == "every 2 days"
    document = Document("a", TEXT)
    (edit,) = fix["edits"]
    begin, end = edit["span"]
    assert TEXT[:begin] + edit["text"] + TEXT[end:] == wanted
    (change,) = sarif()["results"][1]["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    where = replacement["deletedRegion"]
    begin = offset(document, where["startLine"], where["startColumn"])
    end = offset(document, where["endLine"], where["endColumn"])
    assert TEXT[:begin] + replacement["insertedContent"]["text"] + TEXT[end:] == wanted


def test_sarif_names_its_unit_and_its_paths_are_references() -> None:
    run = sarif()
    assert run["columnKind"] == "unicodeCodePoints"
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}
    assert uris == {"a%20b/%C3%A4%2C1%3A2.lines"}
    assert unquote(uris.pop()) == PATH


def test_sarif_lists_each_rule_once_and_every_result_names_its_own() -> None:
    run = sarif()
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["E108", "E112", "W302", "W701", "W802"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]


def test_sarif_says_what_kept_it_from_looking_at_all() -> None:
    (invocation,) = sarif()["invocations"]
    assert invocation["executionSuccessful"] is False
    texts = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert texts[:2] == ["unreadable: 50% of\nit", "unreadable: no such file"]
    assert texts[2].startswith("internal error: the rule rare broke down")
    (clean,) = sarif(Report((file_report("daily"),)))["invocations"]
    assert clean == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_sarif_says_what_it_left_out() -> None:
    cut = bounded(Report((file_report(),)), most=2)
    run = sarif(cut)
    assert len(run["results"]) == 2
    assert (
        run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"] == "4 more findings are not listed"
    )


def test_a_path_from_the_root_is_a_file_uri() -> None:
    assert uri("/a b/c") == "file:///a%20b/c"
    assert uri("../a") == "../a"
    assert uri("a:b") == "a%3Ab"
    assert uri("<expression>") == "%3Cexpression%3E"


def commands(of: Report | None = None) -> list[tuple[str, dict[str, str], str]]:
    """As GitHub's runner reads them (ActionCommand.cs): properties and message, each unescaped."""
    found = []
    for line in rendered("github", of).removesuffix("\n").split("\n"):
        match = re.fullmatch("::([a-z]+) ([^:]*)::(.*)", line)
        assert match, line
        pairs = (pair.partition("=") for pair in match.group(2).split(","))
        found.append((match.group(1), {name: unescaped(value) for name, _, value in pairs}, unescaped(match.group(3))))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_reads_what_was_meant() -> None:
    found = commands()
    assert found[0] == (
        "error",
        {"file": PATH, "line": "2", "endLine": "2", "col": "1", "endColumn": "8", "title": TITLE},
        "a cron line has 5, 6 or 7 fields, this has 4\nhelp: the weekday is missing",
    )  # fmt: skip
    assert Counter(level for level, _, _ in found) == {"error": 5, "warning": 4, "notice": 1}
    assert found[-2] == (
        "error",
        {"file": "broken.toml", "line": "3", "col": "7", "title": "everly (unreadable)"},
        "50% of\nit",
    )
    cut = commands(bounded(Report((file_report(),)), most=2))
    assert cut[-1] == ("notice", {"title": "everly"}, "4 more findings are not shown")


def gitlab(of: Report | None = None) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(rendered("gitlab", of))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
        assert issue["location"]["lines"]["begin"] >= 1
    return issues


def test_gitlab_has_an_issue_for_each_with_a_fingerprint_of_its_own() -> None:
    issues = gitlab()
    assert [issue["check_name"] for issue in issues] == [
        "cron-field-count", "unknown-word", "alias", "dead-branch", "alias", "same-schedule", "internal-error",
        "unreadable", "unreadable",
    ]  # fmt: skip
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_fingerprints_stay_when_lines_move_and_count_what_is_alike() -> None:
    before = report_of("every 2 dayz\nevery 2 dayz\n")
    after = report_of("# new\n\nevery 2 dayz\ndaily\nevery 2 dayz\n")
    assert [*fingerprints(before.findings)] == [*fingerprints(after.findings)]
    assert len({*fingerprints(before.findings)}) == 2


def test_junit_has_a_suite_for_each_file_and_counts_that_agree() -> None:
    root = ET.fromstring(rendered("junit").encode())  # noqa: S314  # our own
    assert [suite.get("name") for suite in root] == [PATH, "clean.lines", "broken.toml", "none"]
    assert root.attrib == {"name": "everly", "tests": "11", "failures": "6", "errors": "3", "skipped": "1"}
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped"), ("testcase", "tests")):
        assert len(root.findall(f".//{tag}")) == int(root.get(name, ""))
    (case,) = root[1]
    assert len(case) == 0
    names = [case.get("name") for suite in root for case in suite if suite.get("name") == PATH]
    assert len(set(names)) == len(names)


def test_cases_of_junit_keep_their_names_when_lines_move() -> None:
    def names(text: str) -> list[str | None]:
        root = ET.fromstring(rendered("junit", Report((report_of(text),))).encode())  # noqa: S314  # our own
        return [case.get("name") for case in root.iter("testcase")]

    before = names("every 2 dayz\nevery 2 dayz\ntimer:x\ntimer:x\n")
    assert before == [
        "E108 unknown-word: every 2 dayz", "E108 unknown-word: every 2 dayz (2)",
        "not checked: x", "not checked: x (2)",
    ]  # fmt: skip
    assert names("# new\n\nevery 2 dayz\n  every 2 dayz\ntimer:x\n\ntimer:x\n") == before
    (long,) = names(f"every 2 dayz {'x' * 100}\n")
    assert long == f"E108 unknown-word: every 2 dayz {'x' * 44}..."


def spoilt(finding: Finding, text: str) -> Finding:
    from dataclasses import replace

    diagnostic: Diagnostic = replace(finding.diagnostic, message=text, help=text)
    return replace(finding, diagnostic=diagnostic)


@given(st.text(st.characters(codec=None), max_size=30), st.text(st.characters(codec=None), min_size=1, max_size=10))
def test_whatever_stands_in_messages_and_paths_every_format_can_be_read(text: str, path: str) -> None:
    from dataclasses import replace

    file = replace(file_report(), findings=tuple(spoilt(finding, text) for finding in file_report().findings))
    file = replace(file, document=Document(path, file.document.text))
    found = Report((file,), report().unread)
    lint_json(found)
    sarif(found)
    gitlab(found)
    commands(found)
    ET.fromstring(rendered("junit", found).encode())  # noqa: S314  # our own
    assert rendered("concise", found).count("\n") == 10


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*TEXT.split("\n"), "\u6708 dayz", "\udc80", "daily \U0001f600", "h\r\n"]), max_size=8))
def test_in_every_format_the_place_of_a_finding_is_where_its_text_stands(lines: list[str]) -> None:
    file = file_report("\n".join(lines), "a.lines")
    found, document = Report((file,)), file.document
    spans = [finding.span for finding in file.findings]
    texts = [finding.diagnostic.span.of(finding.diagnostic.text) for finding in file.findings]
    assert [span.of(document.text) for span in spans] == texts  # lines hold schedules as they are
    places = [
        [_json_text(document, each) for each in lint_json(found)["findings"]],
        [document.text[slice(*each["span"])] for each in lint_json(found)["findings"]],
        [_sarif_text(document, each) for each in sarif(found)["results"]],
    ]  # fmt: skip
    assert places == [texts] * 3
    starts = [document.position(span.start) for span in spans]
    shown = [line for line in rendered("concise", found).split("\n") if re.match(r"a\.lines:\d+:\d+: [EW]\d", line)]
    assert [tuple(map(int, line.split(":")[1:3])) for line in shown] == starts
    if file.findings:
        told = [
            (int(each["line"]), int(each["col"])) for level, each, _ in commands(found)[: len(spans)] if "col" in each
        ]
        assert told == [start for start, span in zip(starts, spans, strict=True) if _is_on_a_line(document, span)]
    lines_of_gitlab = [each["location"]["lines"]["begin"] for each in gitlab(found)][: len(spans)]
    assert lines_of_gitlab == [line for line, _ in starts]


def _is_on_a_line(document: Document, span: Span) -> bool:
    found = region(document, span)
    return found.line == found.end_line


def _json_text(document: Document, found: dict[str, Any]) -> str:
    return between(document, (found["line"], found["column"]), (found["end_line"], found["end_column"]))


def _sarif_text(document: Document, result: dict[str, Any]) -> str:
    where = result["locations"][0]["physicalLocation"]["region"]
    return between(document, (where["startLine"], where["startColumn"]), (where["endLine"], where["endColumn"]))


def test_edits_of_a_report_can_all_be_found_in_the_file() -> None:
    file: FileReport = file_report()
    for finding in file.findings:
        for fix in finding.diagnostic.fixes:
            edits = finding.edits(fix)
            assert edits is not None
            assert finding.embedded is not None
            assert fix.apply(finding.embedded.text) in edited(file.document.text, edits)
