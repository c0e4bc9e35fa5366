"""`everly show jobs`: which jobs there are, how each is, and what comes next; all about one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from everly.jobs.cli import clock
from everly.jobs.cli.console import Console, Paint, Style, printable
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import (
    executor_option,
    names_argument,
    names_of,
    nopretty_option,
    opened,
    tell_none,
    tell_note,
    tell_runner_down,
)
from everly.jobs.cli.options import HELP, Command, color_option, json_option
from everly.jobs.views.names import is_pattern
from everly.jobs.views.status import Status

if TYPE_CHECKING:
    from everly.jobs.cli.tables import Cell
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.jobs import JobView, Told

_STYLES = {
    Status.RUNNING: Style.ADDED,
    Status.PAUSED: Style.NOTE,
    Status.QUEUED: Style.NOTE,
    Status.FAILED: Style.REMOVED,
    Status.LOST: Style.REMOVED,
}


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show jobs
  everly show job backup
  everly show jobs 'web-*' mailer
  everly show jobs --json
  everly show jobs --nopretty | cut -f 1,4""",
)
@names_argument()
@nopretty_option
@json_option
@executor_option
@color_option
@click.pass_context
def jobs(ctx: click.Context, /, names: tuple[str, ...], nopretty: bool, as_json: bool, executor: str | None) -> Exit:
    """List jobs, or show all about one NAME.

    Without a NAME all jobs are listed; with several, or with a pattern such as 'web-*' (quote it), those. With exactly
    one NAME, all about that job is shown. Jobs can be looked at whether a runner is up or not.

    The columns of --nopretty are: name, command, schedule, status, result of the last run, when that ended, and the
    next run; times are ISO 8601, and what is not there is empty.
    """
    if nopretty and as_json:
        raise click.UsageError("--nopretty and --json exclude each other")
    console = ctx.ensure_object(Console)
    with opened(console) as (places, reader):
        found = _found(places, reader, names, executor)
        if as_json:
            from everly.jobs.cli.job_documents import jobs_document

            console.write(jobs_document(places, reader, found, clock.now()))
            return Exit.DONE
        if nopretty:
            console.write_lines(_plain_lines(found, clock.now()))
        elif reader is not None and len(names) == 1 and not is_pattern(names[0]) and found:
            from everly.jobs.cli.job_details import detail_lines

            console.write_lines(detail_lines(places, reader, found[0], clock.now(), console.paint))
        elif found:
            console.write_lines(_table(found, console.width, console.paint))
        _tell(console, places, found, executor)
    return Exit.DONE


def _found(places: Places, reader: LedgerReader | None, names: Sequence[str], executor: str | None) -> list[JobView]:
    wanted = names_of(reader, names, executor)
    if reader is None:
        return []
    from everly.jobs.views.jobs import view_jobs
    from everly.jobs.views.processes import as_they_are

    return as_they_are(places, reader, view_jobs(reader, clock.now(), wanted))


def _tell(console: Console, places: Places, found: Sequence[JobView], executor: str | None) -> None:
    """Say what the table cannot: that it is empty, or that nothing of it will happen."""
    if not found and executor is not None:
        tell_note(console, f"there are no jobs that {executor} runs")
    elif not found:
        tell_none(console)
    elif any(each.is_waiting or each.active for each in found):
        from everly.jobs.presence import is_up

        if not is_up(places):
            unkept = {run.unkept is not None for each in found for run in each.active}
            waiting = any(each.is_waiting for each in found)
            tell_runner_down(console, waiting=waiting, running=False in unkept, ended=True in unkept)


def _table(found: Sequence[JobView], width: int, paint: Paint) -> Iterator[str]:
    """The table; where the room is short, times are told with less before they are cut."""
    from everly.jobs.cli.tables import Column, needed, needed_fairly, table_lines
    from everly.jobs.views.jobs import TOLD

    columns: tuple[Column, ...] = (
        Column("NAME"),
        Column("COMMAND", turn=1, least=12, fair=12),
        Column("SCHEDULE", turn=1, least=12, fair=12),
        Column("STATUS"),
        Column("LAST RUN", turn=2),
        Column("NEXT RUN", turn=2),
    )
    moment = clock.now()
    executors = any(each.executor != "local" for each in found)
    if executors:
        columns = (*columns[:3], Column("EXECUTOR"), *columns[3:])
    rows: list[list[Cell]] = []
    for told in TOLD:
        rows = [_row(each, moment, told, executors=executors) for each in found]
        if (needed if told == "whole" else needed_fairly)(columns, rows) <= width:
            break
    return table_lines(columns, rows, width, paint)


def _row(each: JobView, moment: int, told: Told, *, executors: bool) -> list[Cell]:
    return [
        (each.name, None),
        (each.command, None),
        (each.schedule.text if each.schedule else "", None),
        *([(each.executor, None)] if executors else []),
        (each.status_text, _STYLES.get(each.status)),
        (each.last_text(moment, told), Style.REMOVED if each.last and each.last.has_failed else None),
        (each.next_text(moment, told), None),
    ]


def _plain_lines(found: Sequence[JobView], now: int) -> Iterator[str]:
    from everly.jobs.views.times import utc_text

    for each in found:
        ended, following = each.last.run.ended if each.last else None, each.next_moment(now)
        fields = (
            each.name,
            each.command,
            each.schedule.text if each.schedule else "",
            each.status,
            each.last.result if each.last else "",
            "" if ended is None else utc_text(ended),
            "" if following is None else utc_text(following),
        )
        yield "\t".join(map(printable, fields))
