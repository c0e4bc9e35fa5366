"""`everly doctor`: what is wrong with the jobs here, and how to cure it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli import clock
from everly.jobs.cli.console import Console, Paint, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import refused
from everly.jobs.cli.options import HELP, Command, color_option, json_option

if TYPE_CHECKING:
    from everly.jobs.doctor import Examined, Finding
    from everly.jobs.places import Places

VERSION = 1
_FINE, _UNCHECKED = "ok", "not checked"
_STYLES = {
    _FINE: Style.ADDED,
    _UNCHECKED: Style.FAINT,
    "note": Style.NOTE,
    "warning": Style.WARNING,
    "error": Style.ERROR,
}
_WIDTH = max(map(len, _STYLES))


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly doctor
  everly doctor --json""",
)
@json_option
@color_option
@click.pass_context
def doctor(ctx: click.Context, /, as_json: bool) -> Exit:
    """Look for what is wrong with the jobs here, and say how to cure it.

    Looked at are the folder of the jobs, the ledger, the runner, what an earlier one has left, the disk, the clock, and
    what the system grants. Nothing is changed. It ends with 0 if nothing is wrong, and with 1 if there are warnings or
    errors; a note is neither.
    """
    from everly.jobs.places import PlaceError, located

    console = ctx.ensure_object(Console)
    try:
        places = located()
    except PlaceError as error:
        return refused(console, error)
    from everly.jobs.doctor import CHECKS, examine  # not above: they look as Linux and macOS do
    from everly.jobs.doctor.scene import looked_at

    with looked_at(places, clock.now()) as scene:
        found: list[Examined] = []
        each_found = _kept(examine(scene), found)
        if as_json:
            console.write(_document(places, scene.now, tuple(each_found)))
        else:
            longest = max(len(name) for name, _ in CHECKS)
            console.write_lines(line for each in each_found for line in _lines(each, longest, console.paint))
            console.write(_last_line(found))
    return Exit.FAILED if _wrong(found) else Exit.DONE


def _kept(found: Iterable[Examined], into: list[Examined]) -> Iterator[Examined]:
    for each in found:
        into.append(each)
        yield each


def _wrong(found: Iterable[Examined]) -> list[Finding]:
    """The findings that count."""
    from everly.jobs.doctor import Severity

    return [each for one in found for each in one.outcome.findings if each.severity is not Severity.NOTE]


def _lines(examined: Examined, longest: int, paint: Paint) -> Iterator[str]:
    """A line where nothing is wrong, or was not looked at; else one for each finding, and beneath it the cure."""
    outcome, name = examined.outcome, examined.check
    if not _wrong([examined]) and outcome.summary:
        yield _line(_FINE if outcome.is_checked else _UNCHECKED, name, outcome.summary, longest, paint)
    for each in outcome.findings:
        yield _line(each.severity, name, each.what, longest, paint)
        yield f"{' ' * (_WIDTH + 2)}{paint('help:', Style.FAINT)} {printable(each.cure)}"


def _line(status: str, name: str, text: str, longest: int, paint: Paint) -> str:
    return f"{paint(status, _STYLES[status])}{' ' * (_WIDTH - len(status))}  {name.ljust(longest)}  {printable(text)}"


def _last_line(found: list[Examined]) -> str:
    counts = {"error": 0, "warning": 0}
    for each in _wrong(found):
        counts[each.severity] += 1
    told = [f"{count} {word}{'s' * (count > 1)}" for word, count in counts.items() if count]
    with_that = "" if all(each.outcome.is_checked for each in found) else " with what was checked"
    return " and ".join(told) or f"nothing is wrong{with_that}"


def _document(places: Places, now: int, found: tuple[Examined, ...]) -> str:
    """What was found; docs/schemas/doctor.json."""
    from everly.jobs.views.times import utc_text

    document = {
        "version": VERSION,
        "now": utc_text(now),
        "folder": str(places.root),
        "healthy": not _wrong(found),
        "checks": [_value(each) for each in found],
    }
    return json.dumps(document, indent=2)  # ASCII, so that it survives every encoding


def _value(examined: Examined) -> dict[str, Any]:
    from everly.jobs.doctor import worst

    outcome = examined.outcome
    return {
        "check": examined.check,
        "status": str(worst(outcome.findings) or (_FINE if outcome.is_checked else _UNCHECKED)),
        "summary": outcome.summary,
        "findings": [
            {"severity": str(each.severity), "what": each.what, "where": each.where, "cure": each.cure}
            for each in outcome.findings
        ],
    }
