"""`everly show logs`, which is `everly attach logs` too: the output of jobs, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from everly.frozen import frozen
from everly.jobs.cli import clock
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import (
    executor_option,
    names_argument,
    names_of,
    nopretty_option,
    opened,
    tell_none,
    tell_note,
)
from everly.jobs.cli.options import HELP, Command, Count, color_option
from everly.jobs.cli.since import HELP as SINCE
from everly.jobs.cli.since import read_since
from everly.jobs.views.names import UnknownJobError, is_pattern
from everly.jobs.views.words import executor_of

if TYPE_CHECKING:
    from everly.jobs.cli.log_printer import LogPrinter
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.log_follow import Follower, Start
    from everly.jobs.views.log_lines import Line, Lost

_LINES = 10
_QUIET, _BUSY = 0.1, 0.02  # seconds between two looks


@frozen(kw_only=True)
class _Wanted:
    """What is wanted, as given."""

    names: tuple[str, ...]
    follow: bool
    lines: int | None
    since: str | None
    run: int | None
    executor: str | None

    def start(self) -> Start:
        """Where to begin: at the last lines while following, at the beginning where nothing else is said."""
        from everly.jobs.views.log_follow import Start

        since = None if self.since is None else read_since(self.since, clock.now())
        usual = _LINES if self.follow and self.since is None and self.run is None else None
        return Start(lines=usual if self.lines is None else self.lines, since=since, run=self.run)

    @property
    def is_one(self) -> bool:
        """Whether the output is of one job only, whatever comes."""
        return self.run is not None or (len(self.names) == 1 and not is_pattern(self.names[0]))

    def meant(self, reader: LedgerReader) -> Sequence[str] | None:
        """The names of the jobs that are meant as of now."""
        known = reader.names()
        fixed = [name for name in self.names if is_pattern(name) or name in known]
        try:
            found = names_of(reader, fixed) if fixed or not self.names else ()
        except UnknownJobError:  # a pattern that fits none any more, or none yet
            found = names_of(reader, [name for name in fixed if not is_pattern(name)]) if fixed else ()
        if self.executor is None:
            return found
        return [each.job.name for each in reader.jobs(found) if executor_of(each.job.work) == self.executor]


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show logs
  everly show logs web worker --since 10m
  everly show logs 'web-*' -n 0
  everly show logs backup --no-follow --timestamps
  everly show logs --run 17 --raw > output.bin
  everly show logs --json | jq -r 'select(.stream == "stderr").text'""",
)
@names_argument()
@click.option(
    "-f", "--follow/--no-follow", default=True, help="Go on with what comes, over later runs too (default), or end."
)
@click.option(
    "-n",
    "--lines",
    type=Count(0),
    metavar="N",
    help=f"Begin with the last N lines of each job (default: {_LINES}; with --no-follow, --since or --run, all).",
)
@click.option("--since", metavar="TIME", help=SINCE)
@click.option("--run", type=Count(1), metavar="NUMBER", help="Only the output of this run.")
@click.option("-t", "--timestamps", is_flag=True, help="Show when each line was begun, in UTC.")
@click.option("--stdout", is_flag=True, help="Only the standard output, and what came over a terminal.")
@click.option("--stderr", is_flag=True, help="Only the standard error, and what came over a terminal.")
@click.option("--raw", is_flag=True, help="Show bytes as they were written, control sequences too.")
@nopretty_option
@click.option("--json", is_flag=True, help="Print a JSON document a line, for each line of output.")
@executor_option
@color_option
@click.pass_context
def logs(ctx: click.Context, /, **given: Any) -> Exit:
    """Show the output of jobs, and follow it until Ctrl-C.

    Without a NAME that of all jobs is shown, of those that are made later too; with a pattern such as 'web-*' (quote
    it), that of all jobs called like it. Of several jobs each line has the name of its job before it.

    Following goes on over the later runs of a job, and ends when the run of --run does, or when no job of that name is
    left. Control characters are shown as pictures, sequences other than colours left out, unless --raw is given. What
    was lost, or is no longer kept, is told on the standard error; with --json it has a document where it would have
    stood.

    The columns of --nopretty are: job, run, when the line was begun (ISO 8601 in UTC, empty if unknown), stream
    (stdout, stderr or terminal), and its text, in which tabs may stand.
    """
    from everly.jobs.cli.log_printer import LogPrinter, Look
    from everly.jobs.views.log_follow import Follower

    console = ctx.ensure_object(Console)
    record = _record(raw=given["raw"], nopretty=given.pop("nopretty"), json=given.pop("json"))
    looks = {name: given.pop(name) for name in ("timestamps", "raw", "stdout", "stderr")}
    wanted = _Wanted(**given)
    with opened(console) as (places, reader):
        start = wanted.start()
        names = _checked(places, reader, wanted, console)
        look = Look(names=not wanted.is_one, record=record, **looks)
        follower = Follower(places, wanted.meant, start, raw=look.is_as_written)
        try:
            _show(follower, LogPrinter(console, look, names), wanted, console)
        finally:
            follower.close()
    return Exit.DONE


def _record(**asked: bool) -> Callable[[Line | Lost], str | None] | None:
    """What makes the lines for other programs, if those were asked for.

    Raises:
        click.UsageError: Two things were.
    """
    named = [name for name, is_asked in asked.items() if is_asked]
    if len(named) > 1:
        raise click.UsageError(f"--{named[0]} and --{named[1]} exclude each other")
    if not named or asked["raw"]:
        return None
    from everly.jobs.cli.log_records import json_record, plain_record

    return json_record if asked["json"] else plain_record


def _checked(places: Places, reader: LedgerReader | None, wanted: _Wanted, console: Console) -> Sequence[str]:
    """The names of the jobs that are there, after a word about what is not.

    Raises:
        UnknownJobError: There is no such job.
        RefusedError: There is no such run, or it is of another job.
    """
    names = names_of(reader, wanted.names, wanted.executor)
    if reader is None or not reader.names():
        if wanted.run is not None:
            raise UnknownJobError(f"there is no run {wanted.run}", "'everly show runs' lists them")
        tell_none(console)
        if wanted.follow:
            tell_note(console, "the output of those that are made is shown from now on; Ctrl-C ends this")
        return ()
    if wanted.run is not None:
        _check_run(places, reader, wanted.run, names, console)
    elif not names and wanted.executor is not None:
        tell_note(console, f"there are no jobs that {wanted.executor} runs")
    return reader.names() if names is None else names


def _check_run(
    places: Places, reader: LedgerReader, number: int, names: Sequence[str] | None, console: Console
) -> None:
    run = reader.run(number)
    job = next(each.job.name for each in reader.jobs() if each.job.id == run.job)
    if names is not None and job not in names:
        raise UnknownJobError(f"the run {number} is one of '{job}'", f"'everly show logs --run {number}' shows it")
    attempts, identity = reader.attempts(number), reader.identity()
    if run.ending is None:
        return
    if not attempts:
        tell_note(console, f"the run {number} never began, so it has no output")
    elif not any(places.attempt(identity, number, each.step, each.number).exists() for each in attempts):
        tell_note(console, f"the output of run {number} is no longer kept")


def _show(follower: Follower, printer: LogPrinter, wanted: _Wanted, console: Console) -> None:
    printer.show(follower.history())
    while wanted.follow and not follower.is_over:
        some = printer.show(follower.poll())
        console.wait(_BUSY if some else _QUIET)
    printer.show(follower.rest())
