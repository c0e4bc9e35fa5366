"""One JSON document, which docs/schemas/lint.json describes.

A key is never renamed or removed, nor its meaning changed, without a new `version`; new keys may come.
"""

from __future__ import annotations

from dataclasses import asdict
from json import dumps
from typing import Any

from everly.grammar.diagnostics import Edit, Fix, Severity
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.places import region
from everly.linting.report import Breakdown, Report, Unread

VERSION = 1


def render(report: Report, look: Look) -> str:  # noqa: ARG001  # programs need no colour
    """The report as a document."""
    unchecked = [
        {"path": file.document.path, **_place(file.document, each.span), "reason": each.reason}
        for file in report.files
        for each in file.unchecked
    ]
    document = {
        "version": VERSION,
        "files": len(report.files),
        "schedules": report.schedules,
        "errors": report.number_of(Severity.ERROR),
        "warnings": report.number_of(Severity.WARNING),
        "omitted": report.omitted,
        "findings": [_finding(finding) for finding in report.findings],
        "unchecked": unchecked,
        "unreadable": [_unread(each) for each in report.unread],
        "internal": [_breakdown(each) for each in report.breakdowns],
    }
    # ASCII, so that it survives every encoding and holds even half of a surrogate pair.
    return dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    diagnostic, document = finding.diagnostic, finding.document
    related = [(finding.place(label.span), label.text) for label in diagnostic.related]
    related += [(each.span, each.text) for each in finding.elsewhere]
    return {
        "path": document.path,
        **_place(document, finding.span),
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "label": diagnostic.label.text,
        "related": [{**_place(document, span), "text": text} for span, text in related],
        "help": diagnostic.help,
        "fixes": [_fix(finding, fix) for fix in diagnostic.fixes],
        "schedule": None if finding.embedded is None else finding.embedded.text,
        "schedule_name": None if finding.embedded is None else finding.embedded.name,
    }


def _fix(finding: Finding, fix: Fix) -> dict[str, Any]:
    edits = finding.edits(fix)
    return {
        "title": fix.title,
        "safe": fix.is_safe,
        "edits": None if edits is None else [_edit(finding.document, edit) for edit in edits],
        "result": None if finding.embedded is None else fix.apply(finding.embedded.text),
    }


def _edit(document: Document, edit: Edit) -> dict[str, Any]:
    return {**_place(document, edit.span), "text": edit.text}


def _unread(unread: Unread) -> dict[str, Any]:
    line, column = (None, None) if unread.place is None else unread.place
    return {"path": unread.path, "line": line, "column": column, "message": unread.message}


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    return {
        "path": breakdown.document.path,
        **_place(breakdown.document, breakdown.span),
        "part": breakdown.part,
        "message": breakdown.message,
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    return {**asdict(region(document, span)), "span": [span.start, span.end]}
