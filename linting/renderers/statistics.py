"""How often each rule was broken, the most often broken one first."""

from __future__ import annotations

from collections import Counter

from everly.linting.renderers import Look
from everly.linting.renderers.concise import breakdown_line, unread_line
from everly.linting.report import Report


def render(report: Report, look: Look) -> str:
    """A line for each rule, then what could not be looked at."""
    counts = Counter(finding.diagnostic.kind for finding in report.findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0].code))
    width = max((len(str(number)) for _, number in rows), default=0)
    lines = [f"{number:>{width}}  {kind.code}  {kind.name}" for kind, number in rows]
    lines += [unread_line(each, look.paint) for each in report.unread]
    lines += [breakdown_line(each, look.paint) for each in report.breakdowns]
    return "".join(f"{line}\n" for line in lines)
