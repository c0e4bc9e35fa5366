"""Fixes made in a file, as long as each takes away what it is the fix of and brings no error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from everly.frozen import frozen, replace
from everly.grammar.diagnostics import Edit, Severity
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.report import FileReport, Unread, fix_of

MOST_PASSES = 10
"""Fixes that undo each other end after so many rounds."""

_MOST_TRIES = 200  # of passes, with those that were taken back

Lint = Callable[[Document], FileReport | Unread]
"""Looks at a file again."""

_Identity = tuple[int | None, str, str]
"""A finding from one pass to the next: the number of its schedule in the file, its code, and its message."""


@frozen
class Mended:
    """A file with fixes made: what is left to report in it, and how many were made."""

    report: FileReport
    number: int = 0

    @property
    def document(self) -> Document:
        """The file as it is now."""
        return self.report.document


@frozen
class _Choice:
    """A finding, and the edits of the file that are to mend it."""

    finding: Finding
    identity: _Identity
    edits: tuple[Edit, ...]

    @property
    def start(self) -> int:
        """Where the first of the edits begins."""
        return min(edit.span.start for edit in self.edits)

    @property
    def end(self) -> int:
        """Where the last of the edits ends."""
        return max(edit.span.end for edit in self.edits)


def mend(report: FileReport, lint: Lint, *, unsafe: bool = False) -> Mended:
    """The file with its safe fixes made, or also those that are the only way out and `unsafe`.

    In one pass no two edits overlap, and each schedule is changed once; the file is then looked at anew, until there is
    nothing to do. What does not help is taken back.
    """
    number = passes = 0
    refused: set[_Identity] = set()
    most = None  # of fixes in the next pass; fewer once some did not help
    for _ in range(_MOST_TRIES):
        choices = _choices(report, refused, unsafe=unsafe)[:most]
        if not choices or passes == MOST_PASSES:
            break
        after = lint(replace(report.document, text=edited(report.document.text, _edits(choices))))
        if isinstance(after, FileReport) and _is_better(report, after, choices):
            report, number, passes, most = after, number + len(choices), passes + 1, None
        elif len(choices) == 1:
            refused.add(choices[0].identity)
            most = None
        else:
            most = len(choices) // 2
    return Mended(report, number)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made; they do not overlap."""
    parts, place = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[place : edit.span.start], edit.text]
        place = edit.span.end
    return "".join([*parts, text[place:]])


def _choices(report: FileReport, refused: set[_Identity], *, unsafe: bool) -> list[_Choice]:
    """One fix for each schedule, and those of the file itself, as far as they do not meet."""
    found: list[_Choice] = []
    taken: set[int] = set()
    reached = -1
    for choice in _all_choices(report, unsafe=unsafe):
        number = choice.identity[0]
        if choice.identity in refused or number in taken or choice.start <= reached:
            continue
        found.append(choice)
        reached = choice.end
        if number is not None:
            taken.add(number)
    return found


def _all_choices(report: FileReport, *, unsafe: bool) -> Iterable[_Choice]:
    """In the order of the file, by the edits."""
    numbers = _numbers(report)
    found = []
    for finding in report.findings:
        fix = fix_of(finding, unsafe=unsafe)
        edits = fix and finding.edits(fix)
        if edits and edited(finding.document.text, edits) != finding.document.text:
            found.append(_Choice(finding, _identity(finding, numbers), edits))
    return sorted(found, key=lambda choice: (choice.start, choice.end))


def _edits(choices: Iterable[_Choice]) -> tuple[Edit, ...]:
    return tuple(edit for choice in choices for edit in choice.edits)


def _is_better(before: FileReport, after: FileReport, choices: Sequence[_Choice]) -> bool:
    """Whether all that was to go is gone, no schedule is lost or at fault that was none, and nothing broke down."""
    if len(before.reading.schedules) != len(after.reading.schedules) or len(after.breakdowns) > len(before.breakdowns):
        return False
    old, new = _counts(before), _counts(after)
    mended = Counter((choice.identity[0], choice.identity[1]) for choice in choices)
    is_gone = all(new[key] <= old[key] - number for key, number in mended.items())
    return is_gone and _faulty(after) <= _faulty(before)


def _counts(report: FileReport) -> Counter[tuple[int | None, str]]:
    numbers = _numbers(report)
    return Counter(_identity(finding, numbers)[:2] for finding in report.findings)


def _faulty(report: FileReport) -> set[int | None]:
    numbers = _numbers(report)
    errors = (each for each in report.findings if each.diagnostic.severity is Severity.ERROR)
    return {_identity(finding, numbers)[0] for finding in errors}


def _numbers(report: FileReport) -> dict[int, int]:
    """The number of each schedule in the file."""
    return {id(embedded): number for number, embedded in enumerate(report.reading.schedules)}


def _identity(finding: Finding, numbers: dict[int, int]) -> _Identity:
    number = None if finding.embedded is None else numbers[id(finding.embedded)]
    return number, finding.diagnostic.code, finding.diagnostic.message
