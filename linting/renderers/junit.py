"""JUnit's XML, which most CI systems read: a suite for each file, a failed case for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.full import finding_text
from everly.linting.report import FileReport, Report, Unread

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
        case = _case(file.document.path, "not checked", file.document, unchecked.span)
        SubElement(case, "skipped", message=_xml(unchecked.reason))
        yield case
    for breakdown in file.breakdowns:
        case = _case(file.document.path, breakdown.part, file.document, breakdown.span)
        SubElement(case, "error", type="internal error", message=_xml(breakdown.message))
        yield case


def _finding_case(finding: Finding, look: Look) -> Element:
    diagnostic = finding.diagnostic
    line, column = finding.document.position(finding.span.start)
    case = _case(
        finding.document.path, f"{diagnostic.code} {diagnostic.name} {line}:{column}", finding.document, finding.span
    )
    failure = SubElement(case, "failure", type=diagnostic.severity.value, message=_xml(diagnostic.message))
    failure.text = _xml(finding_text(finding, Look(look.width)))
    return case


def _case(path: str, name: str, document: Document | None = None, span: Span | None = None) -> Element:
    case = Element("testcase", classname=_xml(path), name=_xml(name))
    if document is not None and span is not None:
        case.set("file", _xml(path))
        case.set("line", str(document.position(span.start)[0]))
    return case


def _xml(text: str) -> str:
    """The text with a mark for each character that no XML document can hold, not even by its number."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
