"""Workflow commands of GitHub Actions, which it shows beside the lines of a change.

The format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. Columns count code points;
GitHub heeds them only where a finding begins and ends on one line.
"""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.renderers import Look
from everly.linting.renderers.places import region
from everly.linting.report import FileReport, Report, Unread


def render(report: Report, look: Look) -> str:  # noqa: ARG001  # GitHub colours them
    """The report, a command on each line."""
    lines = [line for file in report.files for line in _commands(file)]
    lines += [_unread_command(each) for each in report.unread]
    if report.omitted:
        lines.append(_command("notice", {"title": "everly"}, f"{report.omitted} more findings are not shown"))
    return "".join(f"{line}\n" for line in lines)


def _commands(file: FileReport) -> Iterator[str]:
    yield from (_finding_command(finding) for finding in file.findings)
    for unchecked in file.unchecked:
        place = _place(file.document, unchecked.span)
        yield _command("notice", {**place, "title": "everly (not checked)"}, unchecked.reason)
    for breakdown in file.breakdowns:
        place = _place(breakdown.document, breakdown.span)
        yield _command("error", {**place, "title": "everly (internal error)"}, breakdown.message)


def _finding_command(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    place = _place(finding.document, finding.span)
    title = f"everly ({diagnostic.code} {diagnostic.name})"
    help = f"\nhelp: {diagnostic.help}" if diagnostic.help else ""
    return _command(diagnostic.severity.value, {**place, "title": title}, diagnostic.message + help)


def _unread_command(unread: Unread) -> str:
    place = {} if unread.place is None else {"line": str(unread.place[0]), "col": str(unread.place[1])}
    return _command("error", {"file": unread.path, **place, "title": "everly (unreadable)"}, unread.message)


def _place(document: Document, span: Span) -> dict[str, str]:
    found = region(document, span)
    place = {"file": document.path, "line": str(found.line), "endLine": str(found.end_line)}
    if found.line != found.end_line:
        return place
    return {**place, "col": str(found.column), "endColumn": str(found.end_column)}


def _command(level: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {given}::{_data(message)}"


def _data(text: str) -> str:
    """As the runner undoes it: the percent sign first, then what would end the line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
