"""`everly service logs`: what the runner has to say about itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.answers import refuse
from everly.jobs.cli.console import Console, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import tell_note
from everly.jobs.cli.options import HELP, Command, Count, color_option
from everly.jobs.cli.service import found_service, scope_options

if TYPE_CHECKING:
    from everly.jobs.service.identity import Service

_PACE = 0.2  # seconds between two looks at a log that is followed


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly service logs
  everly service logs -n 100 -f
  everly service logs --journal""",
)
@click.option("-n", "--lines", "count", type=Count(0), metavar="N", default=20, help="The last N lines (default: 20).")
@click.option("-f", "--follow", is_flag=True, help="Go on with what comes, until interrupted.")
@click.option("--journal", is_flag=True, help="What systemd has to say of the service, by journalctl.")
@scope_options
@color_option
@click.pass_context
def logs(ctx: click.Context, /, count: int, follow: bool, journal: bool, **scope: Any) -> Exit:
    """Show what the runner has to say about itself, whether it is a service or not.

    The output of jobs is shown by 'everly show logs'.
    """
    console = ctx.ensure_object(Console)
    with found_service(console, **scope) as meant:
        if journal:
            return _show_journal(console, meant, count, follow)
        path = meant.places.log
        if not path.exists() and not follow:
            tell_note(console, f"there is nothing in '{path}'")
            return Exit.DONE
        console.write_lines(map(printable, last_lines(path, count)))
        if follow:
            _follow(console, path)
    return Exit.DONE


def last_lines(path: Path, count: int) -> list[str]:
    """The last lines of a log, also of those files of it that were put aside when they were full."""
    kept: deque[str] = deque(maxlen=count)
    for each in (f"{path}.2", f"{path}.1", str(path)):
        try:
            with open(each, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a name with an end of its own
                kept.extend(line.rstrip("\n") for line in file)
        except FileNotFoundError:
            continue
    return list(kept)


def _follow(console: Console, path: Path) -> None:
    """Write what is added to a log, from now on until nobody reads it any more."""
    for line in added_lines(path):
        if line is None:
            console.wait(_PACE)
        else:
            console.write(printable(line))


def added_lines(path: Path) -> Iterator[str | None]:
    """The lines that are added to a log from its end on, also when another file takes its place; None in between."""
    file, rest = _opened(path), ""
    if file is not None:
        file.seek(0, os.SEEK_END)
    while True:
        data = "" if file is None else file.read()
        *lines, rest = (rest + data).split("\n")
        yield from lines
        if data:
            continue
        if file is None or _was_replaced(file.fileno(), path):
            last = "" if file is None else file.read()  # what was written before it was put aside
            if last:
                rest += last
                continue
            if file is not None:
                file.close()
            file = _opened(path)
        yield None


def _opened(path: Path):  # type: ignore[no-untyped-def]  # a text file, or None
    try:
        return path.open(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def _was_replaced(handle: int, path: Path) -> bool:
    try:
        return not os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _show_journal(console: Console, meant: Service, count: int, follow: bool) -> Exit:
    """Show what journalctl says, and end as it does.

    With `--user` it would look into a journal of this user alone, which root has none of, nor others where nothing is
    kept over a restart.
    """
    program = shutil.which("journalctl")
    if program is None:
        return refuse(console, "there is no journalctl here", "'everly service logs' shows the log of the runner")
    unit = "--user-unit" if meant.scope == "user" else "--unit"
    words = [f"{unit}={meant.unit}", f"--lines={count}", "--no-pager"]
    done = subprocess.run([program, *words, *(["--follow"] if follow else [])], check=False)  # noqa: S603 - as found
    return Exit.FAILED if done.returncode else Exit.DONE
