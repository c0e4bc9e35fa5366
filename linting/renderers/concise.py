"""A line for each finding, as compilers print them: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Severity
from everly.grammar.diagnostics.excerpt import printable
from everly.linting.finding import Finding
from everly.linting.renderers import Look, Paint
from everly.linting.report import Breakdown, FileReport, Report, Unread


def render(report: Report, look: Look) -> str:
    """The report, a line each."""
    lines = [line for file in report.files for line in _lines(file, look.paint)]
    lines += [unread_line(each, look.paint) for each in report.unread]
    if report.omitted:
        lines.append(omitted_line(report, look.paint))
    return "".join(f"{line}\n" for line in lines)


def unread_line(unread: Unread, paint: Paint) -> str:
    """What keeps a file from being read."""
    place = "" if unread.place is None else ":{}:{}".format(*unread.place)
    return f"{printable(unread.path)}{place}: {paint('unreadable', 'error')}: {printable(unread.message)}"


def breakdown_line(breakdown: Breakdown, paint: Paint) -> str:
    """What broke down in everly itself, and over what."""
    line, column = breakdown.document.position(breakdown.span.start)
    heading = paint("internal error", "error")
    return f"{printable(breakdown.document.path)}:{line}:{column}: {heading}: {printable(breakdown.message)}"


def omitted_line(report: Report, paint: Paint) -> str:
    """That not every finding is shown."""
    number = report.omitted
    return f"{paint('note', 'note')}: {number} more {'finding is' if number == 1 else 'findings are'} not shown"


def _lines(file: FileReport, paint: Paint) -> Iterator[str]:
    yield from (_finding_line(finding, paint) for finding in file.findings)
    for unchecked in file.unchecked:
        line, column = file.document.position(unchecked.span.start)
        place = f"{printable(file.document.path)}:{line}:{column}"
        yield f"{place}: {paint('not checked', 'note')}: {printable(unchecked.reason)}"
    yield from (breakdown_line(each, paint) for each in file.breakdowns)


def _finding_line(finding: Finding, paint: Paint) -> str:
    diagnostic = finding.diagnostic
    line, column = finding.document.position(finding.span.start)
    code = paint(diagnostic.code, "error" if diagnostic.severity is Severity.ERROR else "warning")
    return f"{printable(finding.document.path)}:{line}:{column}: {code} {printable(diagnostic.message)}"
