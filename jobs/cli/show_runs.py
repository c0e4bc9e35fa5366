"""`everly show runs`: what became of every fire time, and all about one run."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

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
from everly.jobs.cli.options import HELP, Command, Count, color_option, json_option
from everly.jobs.cli.since import HELP as SINCE
from everly.jobs.cli.since import read_since
from everly.jobs.views.names import UnknownJobError
from everly.jobs.views.processes import as_it_is
from everly.jobs.views.runs import RunView, view, view_runs
from everly.jobs.views.words import executor_of

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places

_MOST = 20


@frozen(kw_only=True)
class _Wanted:
    """Which runs are wanted, as given."""

    names: tuple[str, ...]
    most: int | None
    since: str | None
    failed: bool
    executor: str | None

    @property
    def number(self) -> int | None:
        """The number of a run, where one stands in the place of a name."""
        only = self.names[0] if len(self.names) == 1 else ""
        return int(only) if only.isascii() and only.isdigit() and len(only) < 19 else None


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show runs
  everly show runs backup --failed --since yesterday
  everly show runs -n 100 --attempts
  everly show run 17
  everly show runs backup --nopretty | cut -f 1,7""",
)
@names_argument("[NAME]... | NUMBER")
@click.option("-n", "most", type=Count(1), metavar="N", help=f"At most so many (default: {_MOST}; with --since, all).")
@click.option("--since", metavar="TIME", help=SINCE)
@click.option(
    "--failed", is_flag=True, help="Only runs that failed or were lost, not those that were stopped or skipped."
)
@click.option("--attempts", is_flag=True, help="Show the steps and tries of each run beneath it.")
@nopretty_option
@json_option
@executor_option
@color_option
@click.pass_context
def runs(
    ctx: click.Context, /, names: tuple[str, ...], nopretty: bool, as_json: bool, attempts: bool, **given: object
) -> Exit:
    """List the runs of jobs: what became of each fire time.

    The newest comes first, and each says how it ended and why.

    Without a NAME those of all jobs are listed. With the NUMBER of a run, all about it is shown.

    The columns of --nopretty are: number, job, fire time (empty if it has none), when it started, when it ended,
    its state, and its result; times are ISO 8601.
    """
    if nopretty and (as_json or attempts):
        raise click.UsageError(f"--nopretty and {'--json' if as_json else '--attempts'} exclude each other")
    console = ctx.ensure_object(Console)
    wanted = _Wanted(names=names, **given)  # type: ignore[arg-type]  # click gives them as they are declared
    with opened(console) as (places, reader):
        moment = clock.now()
        found = _found(places, reader, wanted, moment)
        if as_json:
            from everly.jobs.cli.job_documents import runs_document

            console.write(runs_document(places, reader, found, moment))
        elif nopretty:
            from everly.jobs.cli.run_table import plain_lines

            console.write_lines(plain_lines(found))
        elif reader is not None and wanted.number is not None and _is_number(reader, wanted):
            from everly.jobs.cli.run_details import run_lines

            console.write_lines(run_lines(places, reader, found[0], moment, console.paint))
        elif reader is not None and found:
            from everly.jobs.cli.run_table import table_with

            console.write_lines(table_with(reader, found, console, moment, attempts=attempts))
        else:
            _tell_none(console, reader)
    return Exit.DONE


def _is_number(reader: LedgerReader, wanted: _Wanted) -> bool:
    """Whether the number of a run is meant; a job may be called so, and then it is."""
    return wanted.number is not None and wanted.names[0] not in reader.names()


def _found(places: Places, reader: LedgerReader | None, wanted: _Wanted, moment: int) -> list[RunView]:
    since = None if wanted.since is None else read_since(wanted.since, moment)
    if reader is None:
        names_of(reader, wanted.names)
        return []
    if wanted.number is not None and _is_number(reader, wanted):
        return [_checked(as_it_is(places, reader, _one(reader, wanted.number)), wanted)]
    most = _MOST if wanted.most is None and since is None else wanted.most
    runs = view_runs(reader, names_of(reader, wanted.names), since=since)
    now = (as_it_is(places, reader, each) for each in runs)
    kept = list(islice((each for each in now if _is_wanted(each, wanted)), most))
    if not kept and wanted.names:
        names_of(reader, wanted.names, wanted.executor)
    return kept


def _checked(each: RunView, wanted: _Wanted) -> RunView:
    """The run that was named, if it is one of the executor that is wanted.

    Raises:
        UnknownJobError: It is not.
    """
    theirs = executor_of(each.work)
    if wanted.executor not in {None, theirs}:
        raise UnknownJobError(f"the run {each.run.id} is one of '{theirs}', not of '{wanted.executor}'", "leave -e out")
    return each


def _is_wanted(each: RunView, wanted: _Wanted) -> bool:
    return (each.has_failed or not wanted.failed) and wanted.executor in {None, executor_of(each.work)}


def _one(reader: LedgerReader, number: int) -> RunView:
    with reader.snapshot():
        run = reader.run(number)
        job = next(each.job for each in reader.jobs() if each.job.id == run.job)
        waiting = any(each.run.id == number and each.attempt is None for each in reader.unfinished())
        return view(reader, run, job, waiting=waiting, restarted=bool(reader.restarted([run])))


def _tell_none(console: Console, reader: LedgerReader | None) -> None:
    if reader is None or not reader.names():
        tell_none(console)
    else:
        tell_note(console, "there are no such runs")
