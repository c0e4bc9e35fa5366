"""What `everly lint` does: look at everything, mend what it may, report, and end as it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from everly.frozen import frozen
from everly.grammar.diagnostics import Severity
from everly.jobs.cli.checks import Check, trouble
from everly.jobs.cli.console import Console, Style
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.inputs import Input
from everly.jobs.cli.output import Output
from everly.jobs.cli.patches import patch
from everly.jobs.cli.summary import summary
from everly.linting.files import FileError, rewrite, write_file
from everly.linting.linter import Linter
from everly.linting.mending import Mended, mend
from everly.linting.renderers import Look, Role, renderer
from everly.linting.report import FileReport, Report, Unread, bounded, gather


@frozen
class _Outcome:
    """What became of one thing that was looked at; `mended` only where fixes were wanted."""

    result: FileReport | Unread
    given: Input | None = None
    mended: Mended | None = None

    @property
    def is_changed(self) -> bool:
        """Whether fixes were made in it."""
        return self.mended is not None and self.mended.number > 0


def run_lint(check: Check, output: Output, console: Console) -> Exit:
    """Look at everything, report, and give the exit code."""
    outcomes = [*_outcomes(check, output)]
    if output.fix and not check.as_diff:
        outcomes = [_written(outcome) for outcome in outcomes]
    report = gather(outcome.result for outcome in outcomes)
    fixed = sum(outcome.mended.number for outcome in outcomes if outcome.mended)
    unwritten = None
    if check.as_diff:
        console.write_lines(line for outcome in outcomes if outcome.is_changed for line in _patch(outcome, console))
    else:
        unwritten = _show(report, outcomes, output, console)
    console.tell(summary(report, fixed=fixed, is_diff=check.as_diff, has_files=check.wanted.has_files))
    worst = trouble(report, console) or unwritten
    if worst is None and check.as_diff:
        return Exit.SCHEDULE if fixed else Exit.DONE
    return worst or _exit(report, output.fail_on, allow_empty=check.allow_empty)


def _outcomes(check: Check, output: Output) -> Iterator[_Outcome]:
    for given in check.wanted.inputs(check.configuration):
        if isinstance(given, Unread):
            yield _Outcome(given)
            continue
        linter = check.linter(given.file.path)
        result = linter.lint(given.file.document, given.source)
        if isinstance(result, Unread) or not (output.fix or check.as_diff):
            yield _Outcome(result, given)
        else:
            yield _mended(result, given, linter, unsafe=output.unsafe_fixes)


def _mended(report: FileReport, given: Input, linter: Linter, *, unsafe: bool) -> _Outcome:
    mended = mend(report, lambda document: linter.lint(document, given.source), unsafe=unsafe)
    return _Outcome(mended.report, given, mended)


def _written(outcome: _Outcome) -> _Outcome:
    """The outcome once its file is written; where it cannot be, that is what is told of it."""
    if not outcome.is_changed or outcome.given is None or outcome.mended is None or not outcome.given.is_kept:
        return outcome
    try:
        rewrite(outcome.given.file, outcome.mended.document.text)
    except FileError as error:
        return _Outcome(Unread(outcome.given.file.document.path, str(error)), outcome.given)
    return outcome


def _patch(outcome: _Outcome, console: Console) -> Iterator[str]:
    if outcome.given is None or outcome.mended is None:
        return iter(())
    return patch(outcome.given.file.document, outcome.mended.document, console)


def _show(report: Report, outcomes: list[_Outcome], output: Output, console: Console) -> Exit | None:
    """Report, and give the exit code where the report cannot be written.

    What was mended but is no file goes to the standard output, and the report then to the standard error.
    """
    given = [(each.given, each.mended) for each in outcomes if each.mended and each.given and not each.given.is_kept]
    told = output.fix and bool(given)
    for each, mended in given if told else ():
        console.write_bytes(each.output(mended.document.text))
    paint = console.paint_told if told else console.paint
    colour = output.output_file is None or console.is_always_coloured

    def painted(text: str, role: Role) -> str:
        return paint(text, Style(role)) if colour else text

    text = renderer(output.renderer)(bounded(report), Look(console.width, painted))
    if output.output_file is not None:
        try:
            write_file(Path(output.output_file), text.encode("utf-8", "replace"))
        except FileError as error:
            console.tell(f"error: {output.output_file}: {error}")
            return Exit.UNREADABLE
    elif text:
        lines = text.removesuffix("\n").split("\n")
        if told:
            console.tell("\n".join(lines))
        else:
            is_apart = output.renderer == "full"  # a blank line between paragraphs and the line that sums up
            console.write_lines([*lines, ""] if is_apart else lines)
    return None


def _exit(report: Report, fail_on: str, *, allow_empty: bool) -> Exit:
    if not report.schedules and not report.unchecked and not allow_empty:
        return Exit.NOTHING
    failing = {"error": (Severity.ERROR,), "warning": tuple(Severity), "never": ()}[fail_on]
    return Exit.SCHEDULE if any(report.number_of(severity) for severity in failing) else Exit.DONE
