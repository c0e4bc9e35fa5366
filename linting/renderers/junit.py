"""JUnit's XML, which most CI systems read: a suite for each file, a failed case for each finding.

A case is known again by its name. So that is made from what is said about which text, not from the line, which moves
when others are added; equal ones in a file are told apart by counting them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.full import finding_text
from everly.linting.report import FileReport, Report, Unread

_LONGEST = 60
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # production Char of XML 1.0


def render(report: Report, look: Look) -> str:
    """The report as a document."""
    suites = [_suite(file, look) for file in report.files] + [_unread_suite(each) for each in report.unread]
    root = Element("testsuites", name="everly")
    root.extend(suites)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(root, encoding='unicode')}\n"


def _suite(file: FileReport, look: Look) -> Element:
    cases = [*_cases(file, look)] or [_case(file.document.path, "schedules")]
    seen: Counter[str] = Counter()
    for case in cases:
        seen[name := case.get("name", "")] += 1
        if seen[name] > 1:
            case.set("name", f"{name} ({seen[name]})")
    return _suite_of(file.document.path, cases)


def _unread_suite(unread: Unread) -> Element:
    case = _case(unread.path, "readable")
    SubElement(case, "error", type="unreadable", message=_xml(unread.message))
    return _suite_of(unread.path, [case])


def _suite_of(path: str, cases: list[Element]) -> Element:
    counts = {
        name: str(sum(case.find(tag) is not None for case in cases))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    suite = Element("testsuite", {"name": _xml(path), "tests": str(len(cases)), **counts})
    suite.extend(cases)
    return suite


def _cases(file: FileReport, look: Look) -> Iterator[Element]:
    for finding in file.findings:
        yield _finding_case(finding, look)
    for unchecked in file.unchecked:
        text = unchecked.span.of(file.document.text)
        case = _case(file.document.path, f"not checked: {_short(text)}", file.document, unchecked.span)
        SubElement(case, "skipped", message=_xml(unchecked.reason))
        yield case
    for breakdown in file.breakdowns:
        case = _case(file.document.path, breakdown.part, file.document, breakdown.span)
        SubElement(case, "error", type="internal error", message=_xml(breakdown.message))
        yield case


def _finding_case(finding: Finding, look: Look) -> Element:
    diagnostic, document = finding.diagnostic, finding.document
    text = finding.span.of(document.text) if finding.embedded is None else finding.embedded.text
    name = f"{diagnostic.code} {diagnostic.name}: {_short(text)}"
    case = _case(document.path, name, document, finding.span)
    failure = SubElement(case, "failure", type=diagnostic.severity.value, message=_xml(diagnostic.message))
    failure.text = _xml(finding_text(finding, Look(look.width)))
    return case


def _short(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def _case(path: str, name: str, document: Document | None = None, span: Span | None = None) -> Element:
    case = Element("testcase", classname=_xml(path), name=_xml(name))
    if document is not None and span is not None:
        case.set("file", _xml(path))
        case.set("line", str(document.position(span.start)[0]))
    return case


def _xml(text: str) -> str:
    """The text with a mark for each character that no XML document can hold, not even by its number."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
