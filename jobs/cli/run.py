"""`everly run`: commands in the foreground, once or by a schedule; with -d as a job in the background."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.answers import refuse
from everly.jobs.cli.command_words import CommandOfWords, tell_taken
from everly.jobs.cli.completions import files
from everly.jobs.cli.console import Console, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_options import job_options, settings_from, stated
from everly.jobs.cli.job_reading import refused
from everly.jobs.cli.making import checked_schedule, from_files, schedule_of
from everly.jobs.cli.options import HELP, color_option
from everly.jobs.commands import SPENT, environment_of, folder, steps_of
from everly.jobs.errors import JobsError
from everly.jobs.places import check_platform
from everly.jobs.settings import Restart, Settings, check_backoff

if TYPE_CHECKING:
    from everly.jobs.foreground import Foreground
    from everly.scheduling.compiler import Compiled

_HERE = {
    "--schedule",
    "--tz",
    "--cwd",
    "--env",
    "--env-file",
    "--shell",
    "--timeout",
    "--grace",
    "--retries",
    "--backoff",
}
"""The options that mean something without a job."""


@click.command(
    cls=CommandOfWords,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly run make + make test
  everly run -s 'every 10 seconds' date
  everly run -s 'daily at 02:30 in Europe/Berlin' --name backup -d -- backup.sh --all""",
)
@job_options
@click.option("-d", "--daemon", is_flag=True, help="Make a job of it, which runs in the background.")
@click.argument("words", nargs=-1, metavar="[--] COMMAND [+ COMMAND...]", type=click.UNPROCESSED, shell_complete=files)
@color_option
@click.pass_context
def run(ctx: click.Context, /, words: tuple[str, ...], daemon: bool, **given: Any) -> int:
    """Run COMMAND here and end with its exit code; with -s at each fire time, until interrupted.

    With -d it becomes a job in the background, as with 'everly start job'. A '+' alone stands between commands of which
    each runs once the one before has succeeded. Options of everly come before the command.
    """
    console = ctx.ensure_object(Console)
    if not words:
        raise click.UsageError("missing argument COMMAND")
    tell_taken(ctx, words, console)
    if daemon:
        from everly.jobs.cli.start import make

        return make(words, given, console)
    unused = [each for each in stated(ctx, given) if each not in _HERE]
    if unused:
        raise click.UsageError(f"{unused[0]} is for jobs in the background; add -d")
    return _here(words, given, console)


def _here(words: tuple[str, ...], given: dict[str, Any], console: Console) -> int:
    """Run it in this process, with its terminal and its environment."""
    try:
        check_platform()
        settings = settings_from(given, Settings(restart=Restart.NO))
        check_backoff(settings)
        steps = steps_of(words, shell=settings.shell)
        env = {**os.environ, **dict(environment_of(given["env"], os.environ, kept=()))}
        cwd = folder(given["cwd"])
        from_files(settings)
    except JobsError as error:
        return refused(console, error)
    told_by, compiled = schedule_of(given), None
    if told_by is not None:
        compiled = checked_schedule(*told_by, console)
        if compiled is None:
            return Exit.SCHEDULE
        if compiled.instants.ceil(compiled.now) is None:
            return refuse(console, f"the schedule '{compiled.text}' has no fire time left", SPENT)
    from everly.jobs.foreground import Foreground

    def tell(text: str) -> None:
        console.tell(console.paint_told(f"everly: {printable(text)}", Style.FAINT))

    with Foreground(steps, cwd, lambda: env | from_files(settings), settings, tell) as foreground:
        code = foreground.run() if compiled is None else _at_each(compiled, foreground, tell)
    if not foreground.heard:
        return code
    if foreground.heard[0] == signal.SIGINT and console.is_watched:
        console.tell("")  # for ^C stands there
    return 128 + foreground.heard[0]


def _at_each(compiled: Compiled, foreground: Foreground, tell: Any) -> int:
    """Run at each fire time from now on; the code of the last run. What passes while one takes long is told."""
    import time

    from everly.jobs.cli.columns import cell

    code, after = 0, compiled.now
    if compiled.anchor < after:
        passed = compiled.instants.floor(after)
        after = after if passed is None else passed  # a beginning that is past fires once at once
    while (fire := compiled.instants.ceil(after)) is not None:
        tell(f"next run at {cell(fire, compiled.zone)}")
        if not foreground.sleep_until(fire):
            return code
        code = foreground.run()
        if foreground.heard:
            return code
        if code:
            tell(f"the run of {cell(fire, compiled.zone)} failed ({code})")
        now = int(time.time())
        passed = compiled.instants.ceil(fire + 1)
        if passed is not None and passed < now:
            tell(f"fire times from {cell(passed, compiled.zone)} passed while it ran, and are skipped")
        after = max(fire + 1, now)
    tell("the schedule has no fire time left")
    return code
