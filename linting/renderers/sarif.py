"""SARIF 2.1.0, the exchange format of OASIS: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from json import dumps
from typing import Any

from everly.grammar.diagnostics import Fix, Kind, Severity
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.gitlab import fingerprints
from everly.linting.renderers.places import region, uri
from everly.linting.report import Breakdown, Report, Unread

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report, look: Look) -> str:  # noqa: ARG001  # programs need no colour
    """The report as a log of one run."""
    kinds = sorted({finding.diagnostic.kind for finding in report.findings}, key=lambda kind: kind.code)
    places = {kind.code: place for place, kind in enumerate(kinds)}
    driver = {"name": "everly", "version": version("everly"), "rules": [_rule(kind) for kind in kinds]}
    notices = [_unread(each) for each in report.unread] + [_breakdown(each) for each in report.breakdowns]
    notices += [_notice("note", f"{report.omitted} more findings are not listed")] if report.omitted else []
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unread and not report.breakdowns,
                "toolExecutionNotifications": notices,
            }
        ],
        "results": [
            _result(finding, places[finding.diagnostic.code], fingerprint)
            for file in report.files
            for finding, fingerprint in zip(file.findings, fingerprints(file.findings), strict=True)
        ],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(kind: Kind) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.summary.replace("`", "'")},
        "defaultConfiguration": {"level": _level(kind.severity)},
    }
    if page := _page(kind):
        rule["help"] = {"text": page, "markdown": page}
    return rule


def _page(kind: Kind) -> str | None:
    page = files("everly.linting") / "pages" / f"{kind.name}.md"
    return page.read_text("utf-8") if page.is_file() else None


def _result(finding: Finding, place: int, fingerprint: str) -> dict[str, Any]:
    diagnostic, document = finding.diagnostic, finding.document
    help = f"; {diagnostic.help}" if diagnostic.help else ""
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": place,
        "level": _level(diagnostic.severity),
        "message": {"text": _text(diagnostic.message + help)},
        "locations": [_location(document, finding.span)],
        "partialFingerprints": {"everly/v1": fingerprint},
    }
    related = [(finding.place(label.span), label.text) for label in diagnostic.related]
    related += [(each.span, each.text) for each in finding.elsewhere]
    if related:
        result["relatedLocations"] = [
            {"id": number, **_location(document, span), **({"message": {"text": _text(text)}} if text else {})}
            for number, (span, text) in enumerate(related)
        ]
    if fixes := [fix for each in diagnostic.fixes if (fix := _fix(finding, each))]:
        result["fixes"] = fixes
    return result


def _fix(finding: Finding, fix: Fix) -> dict[str, Any] | None:
    edits = finding.edits(fix)
    if not edits:
        return None
    replacements = [
        {"deletedRegion": _region(finding.document, edit.span), "insertedContent": {"text": _text(edit.text)}}
        for edit in edits
    ]
    change = {"artifactLocation": _artifact(finding.document.path), "replacements": replacements}
    return {"description": {"text": _text(fix.title)}, "artifactChanges": [change]}


def _location(document: Document, span: Span) -> dict[str, Any]:
    physical = {"artifactLocation": _artifact(document.path), "region": _region(document, span)}
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": uri(path)}


def _region(document: Document, span: Span) -> dict[str, int]:
    found = region(document, span)
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }


def _unread(unread: Unread) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(unread.path)}
    if unread.place is not None:
        place["region"] = {"startLine": unread.place[0], "startColumn": unread.place[1]}
    return {**_notice("error", f"unreadable: {unread.message}"), "locations": [{"physicalLocation": place}]}


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    location = _location(breakdown.document, breakdown.span)
    return {**_notice("error", f"internal error: {breakdown.message}"), "locations": [location]}


def _notice(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _text(text)}}


def _level(severity: Severity) -> str:
    return "error" if severity is Severity.ERROR else "warning"


def _text(text: str) -> str:
    """The text without halves of surrogate pairs, which stand for bytes that are no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
