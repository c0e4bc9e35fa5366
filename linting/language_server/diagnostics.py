"""What is found in a document, as an editor shows it below the words."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location

from everly.grammar.diagnostics import Severity
from everly.grammar.span import Span
from everly.linting.finding import Finding
from everly.linting.language_server.opened import Opened
from everly.linting.report import FileReport, Unread

SOURCE = "everly"
"""Who says it, as an editor names it beside the message."""

_SEVERITIES = {Severity.ERROR: DiagnosticSeverity.Error, Severity.WARNING: DiagnosticSeverity.Warning}


def diagnostics(opened: Opened, report: FileReport | Unread, uri: str) -> Iterator[Diagnostic]:
    """All that there is to say about a document: findings, what cannot be read or checked, what broke down."""
    if opened.fault is not None:
        yield _note(opened, Span(0, 0), opened.fault, DiagnosticSeverity.Error)
    if isinstance(report, Unread):
        yield _note(opened, _place(opened, report), f"unreadable: {report.message}", DiagnosticSeverity.Error)
        return
    for finding in report.findings:
        yield diagnostic(finding, opened, uri)
    for breakdown in report.breakdowns:
        message = f"{breakdown.message}; this is a bug in everly"
        yield _note(opened, breakdown.span, message, DiagnosticSeverity.Error)
    for unchecked in report.unchecked:
        yield _note(opened, unchecked.span, f"not checked: {unchecked.reason}", DiagnosticSeverity.Information)


def diagnostic(finding: Finding, opened: Opened, uri: str) -> Diagnostic:
    """A finding, with the way out in its message and the other places that matter."""
    found = finding.diagnostic
    places = [(finding.place(label.span), label.text) for label in found.related]
    places += [(each.span, each.text) for each in finding.elsewhere]
    return Diagnostic(
        range=opened.positions.range(finding.span),
        severity=_SEVERITIES[found.severity],
        code=f"{found.code} {found.name}",
        source=SOURCE,
        message=f"{found.message}\n{found.help}" if found.help else found.message,
        related_information=[
            DiagnosticRelatedInformation(Location(uri, opened.positions.range(span)), text)
            for span, text in places
            if text
        ],
    )


def _note(opened: Opened, span: Span, message: str, severity: DiagnosticSeverity) -> Diagnostic:
    return Diagnostic(range=opened.positions.range(span), severity=severity, source=SOURCE, message=message)


def _place(opened: Opened, unread: Unread) -> Span:
    if unread.place is None:
        return Span(0, 0)
    line, column = unread.place
    begin, _ = opened.document.line_span(line)
    return Span(begin + column - 1, begin + column - 1)
