"""What `everly lint --list-files` does: name the files that would be checked, and look no further."""

from __future__ import annotations

from collections.abc import Iterator

from everly.jobs.cli.checks import Check
from everly.jobs.cli.console import Console, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.inputs import Input
from everly.jobs.cli.summary import counted
from everly.linting.reading import Reading, UnreadableError
from everly.linting.report import Unread


def run_list(check: Check, console: Console) -> Exit:
    """Tell of each file how it is read and how many schedules it holds, and give the exit code."""
    found = [*_readings(check)]
    console.write_lines(f"{printable(name)}: {_told(read)}" for name, read in found)
    readings = [read for _, (_, read) in found if isinstance(read, Reading)]
    number = sum(len(reading.schedules) for reading in readings)
    console.tell(f"{counted(number, 'schedule')} in {counted(len(found), 'file')}")
    if len(readings) < len(found):
        return Exit.UNREADABLE
    is_empty = not any(reading.schedules or reading.unchecked for reading in readings)
    return Exit.NOTHING if is_empty and not check.allow_empty else Exit.DONE


def _readings(check: Check) -> Iterator[tuple[str, tuple[str, Reading | str]]]:
    """The name of each file, its format, and what it holds or why it cannot be read."""
    for given in check.wanted.inputs(check.configuration):
        if isinstance(given, Unread):
            yield given.path, ("", given.message)
        else:
            yield given.file.document.path, (given.source.name, _read(given, check))


def _read(given: Input, check: Check) -> Reading | str:
    try:
        return check.linter(given.file.path).read(given.file.document, given.source)
    except UnreadableError as error:
        return error.message


def _told(found: tuple[str, Reading | str]) -> str:
    """`YAML, 3 schedules`, `systemd timer, 0 schedules, 1 not checked`, `JSON, unreadable: it ends too early`."""
    format_, read = found
    if isinstance(read, str):
        return ", ".join(filter(None, (format_, f"unreadable: {read}")))
    unchecked = f", {len(read.unchecked)} not checked" if read.unchecked else ""
    return f"{format_}, {counted(len(read.schedules), 'schedule')}{unchecked}"
