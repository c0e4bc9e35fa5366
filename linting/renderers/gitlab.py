"""GitLab's report of code quality: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.

A fingerprint tells whether a finding is new. So it is made from what is said about which text, not from the line, which
moves when others are added; equal ones in a file are told apart by counting them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from json import dumps
from typing import Any

from everly.grammar.diagnostics import Severity
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.places import region
from everly.linting.report import FileReport, Report, Unread

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001  # programs need no colour
    """The report as a list of issues."""
    issues = [issue for file in report.files for issue in _issues(file)]
    issues += [_unread_issue(each) for each in report.unread]
    return dumps(issues, indent=2) + "\n"


def fingerprints(findings: tuple[Finding, ...]) -> Iterator[str]:
    """For each finding of a file a digest that stays the same while the lines around it change."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        text = finding.span.of(finding.document.text) if finding.embedded is None else finding.embedded.text
        span = "" if finding.embedded is None else str(finding.diagnostic.span)
        identity = (finding.document.path, finding.diagnostic.code, text, span)
        yield _digest(*identity, str(seen[identity]))
        seen[identity] += 1


def _issues(file: FileReport) -> Iterator[dict[str, Any]]:
    for finding, fingerprint in zip(file.findings, fingerprints(file.findings), strict=True):
        diagnostic, place = finding.diagnostic, region(finding.document, finding.span)
        lines = (place.line, place.end_line)
        severity = _SEVERITY[diagnostic.severity]
        yield _issue(diagnostic.name, diagnostic.message, severity, fingerprint, path=file.document.path, lines=lines)
    for breakdown in file.breakdowns:
        place = region(file.document, breakdown.span)
        path, lines = file.document.path, (place.line, place.end_line)
        digest = _digest(path, breakdown.part, breakdown.text)
        yield _issue("internal-error", breakdown.message, "blocker", digest, path=path, lines=lines)


def _unread_issue(unread: Unread) -> dict[str, Any]:
    line = 1 if unread.place is None else unread.place[0]
    digest = _digest(unread.path, "unreadable")
    return _issue("unreadable", unread.message, "major", digest, path=unread.path, lines=(line, line))


def _issue(  # noqa: PLR0913  # the parts of an issue
    name: str, message: str, severity: str, fingerprint: str, *, path: str, lines: tuple[int, int]
) -> dict[str, Any]:
    return {
        "description": message,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
