"""What linting gives: everything that was found in files, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from everly.frozen import frozen, replace
from everly.grammar.diagnostics import Fix, Severity
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.reading import Reading, Unchecked

MOST_IN_FILE = 1_000
"""The most findings of one file that are reported."""

MOST = 10_000
"""The most findings of one run that are reported."""


NOTHING = Reading()
"""A file without schedules."""


@frozen
class Breakdown:
    """A fault of everly's own: which part of it broke down, over what text and where that stands, and how."""

    document: Document
    span: Span
    text: str
    part: str
    error: Exception

    @property
    def message(self) -> str:
        """One sentence that names the part, the text and the fault."""
        return f"{self.part} broke down over '{self.text}': {type(self.error).__name__}: {self.error}"


@frozen
class Unread:
    """A file that cannot be read, and why; `place` is the line and column at which reading it stopped, if it began."""

    path: str
    message: str
    place: tuple[int, int] | None = None


@frozen
class FileReport:
    """What a file holds, and what was found in it, in its order.

    `omitted` is how many findings were left out of `findings`, because there are too many to report.
    """

    document: Document
    reading: Reading = NOTHING
    findings: tuple[Finding, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    omitted: int = 0

    @property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The schedules that everly cannot check."""
        return self.reading.unchecked


@frozen
class Report:
    """What was found in all files, in the order in which they were read."""

    files: tuple[FileReport, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, in order."""
        return (finding for file in self.files for finding in file.findings)

    @property
    def breakdowns(self) -> tuple[Breakdown, ...]:
        """All faults of everly's own."""
        return tuple(each for file in self.files for each in file.breakdowns)

    @property
    def schedules(self) -> int:
        """How many schedules were checked."""
        return sum(len(file.reading.schedules) for file in self.files)

    @property
    def unchecked(self) -> int:
        """How many schedules were seen that everly cannot check."""
        return sum(len(file.unchecked) for file in self.files)

    @property
    def omitted(self) -> int:
        """How many findings are not in it, because there are too many to report."""
        return sum(file.omitted for file in self.files)

    def number_of(self, severity: Severity) -> int:
        """How many findings there are of a severity."""
        return sum(finding.diagnostic.severity is severity for finding in self.findings)


def gather(results: Iterable[FileReport | Unread]) -> Report:
    """One report of what came of each file."""
    files: list[FileReport] = []
    unread: list[Unread] = []
    for result in results:
        if isinstance(result, Unread):
            unread.append(result)
        else:
            files.append(result)
    return Report(tuple(files), tuple(unread))


def bounded(report: Report, most_in_file: int = MOST_IN_FILE, most: int = MOST) -> Report:
    """The report with no more findings than can be of use, and how many were left out."""
    files = []
    for file in report.files:
        kept = file.findings[: min(most_in_file, most)]
        most -= len(kept)
        files.append(replace(file, findings=kept, omitted=file.omitted + len(file.findings) - len(kept)))
    return replace(report, files=tuple(files))


def fix_of(finding: Finding, *, unsafe: bool) -> Fix | None:
    """The fix to make unasked: one that is proved to keep the firings or, if `unsafe`, the only one that there is.

    Where there are several ways out, which was meant is for people to say.
    """
    fixes = [fix for fix in finding.diagnostic.fixes if finding.edits(fix)]
    safe = next((fix for fix in fixes if fix.is_safe), None)
    return safe or (fixes[0] if unsafe and len(fixes) == 1 else None)
