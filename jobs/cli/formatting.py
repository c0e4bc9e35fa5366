"""What `everly fmt` does: spell every schedule anew, say what was or would be changed, and end as it should."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import frozen
from everly.jobs.cli.checks import Check, trouble
from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.inputs import Input
from everly.jobs.cli.patches import patch
from everly.jobs.cli.summary import counted
from everly.linting.files import FileError, rewrite
from everly.linting.formatting import Formatted, format_document
from everly.linting.renderers import Look, renderer
from everly.linting.report import Report, Unread, bounded, gather


@frozen
class _Outcome:
    """What became of one thing that was looked at."""

    given: Input
    formatted: Formatted


def run_fmt(check: Check, console: Console, *, as_check: bool) -> Exit:
    """Format everything, and give the exit code."""
    changes_nothing = as_check or check.as_diff
    results = [*_results(check)]
    if not changes_nothing:
        results = [each if isinstance(each, Unread) else _written(each, console) for each in results]
    outcomes = [each for each in results if isinstance(each, _Outcome)]
    changed = [each for each in outcomes if each.formatted.number]
    if check.as_diff:
        console.write_lines(
            line for each in changed for line in patch(each.given.file.document, each.formatted.document, console)
        )
    elif as_check:
        console.write_lines(_would(each) for each in changed)
    report = gather(each if isinstance(each, Unread) else each.formatted.report for each in results)
    _tell(report, outcomes, console)
    console.tell(_summary(report, changed, would=changes_nothing, has_files=check.wanted.has_files))
    if (worst := trouble(report, console)) is not None:
        return worst
    if not report.schedules and not check.allow_empty:
        return Exit.NOTHING
    is_faulty = any(True for _ in report.findings)
    return Exit.SCHEDULE if is_faulty or (changes_nothing and changed) else Exit.DONE


def _results(check: Check) -> Iterator[_Outcome | Unread]:
    for given in check.wanted.inputs(check.configuration):
        if isinstance(given, Unread):
            yield given
            continue
        result = format_document(given.file.document, given.source, check.linter(given.file.path))
        yield result if isinstance(result, Unread) else _Outcome(given, result)


def _written(outcome: _Outcome, console: Console) -> _Outcome | Unread:
    """The outcome once its text is written; where it cannot be, that is what is told of it."""
    given, formatted = outcome.given, outcome.formatted
    if not given.is_kept:
        console.write_bytes(given.output(formatted.document.text))
        return outcome
    if not formatted.number:
        return outcome
    try:
        rewrite(given.file, formatted.document.text)
    except FileError as error:
        return Unread(given.file.document.path, str(error))
    return outcome


def _would(outcome: _Outcome) -> str:
    number = counted(outcome.formatted.number, "schedule")
    return f"would format {printable(outcome.given.file.document.path)}: {number}"


def _tell(report: Report, outcomes: list[_Outcome], console: Console) -> None:
    """Schedules at fault, and those that cannot be written in another way where they stand."""
    look = Look(console.width, lambda text, role: console.paint_told(text, Style(role)))
    if text := renderer("full")(bounded(report), look):
        console.tell(text.removesuffix("\n"))
    for outcome in outcomes:
        document = outcome.given.file.document
        for each in outcome.formatted.left:
            line, column = document.position(each.span.start)
            heading = console.paint_told("not formatted", Style.NOTE)
            console.tell(f"{printable(document.path)}:{line}:{column}: {heading}: {printable(each.reason)}")


def _summary(report: Report, changed: list[_Outcome], *, would: bool, has_files: bool) -> str:
    number = sum(outcome.formatted.number for outcome in changed)
    done = "would be formatted" if would else "formatted"
    place = f" in {len(changed)} of {counted(len(report.files), 'file')}" if has_files else ""
    parts = [f"{counted(number, 'schedule')} {done}{place}"]
    if faulty := sum(1 for _ in report.findings):
        parts.append(f"{counted(faulty, 'error')}")
    if report.unread:
        parts.append(f"{counted(len(report.unread), 'file')} not formatted")
    return "; ".join(parts)
