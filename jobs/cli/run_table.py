"""Runs as a table: the layout of `everly show runs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from everly.jobs.cli.console import Console, Paint, Style, printable
from everly.jobs.cli.tables import Column, table_lines
from everly.jobs.views.times import clock_of, duration_text, moment_text, utc_text

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.views.runs import RunView

__all__ = ["plain_lines", "table_with"]

_NO_FIRE = {"hand": "by hand", "restart": "restart"}


def table_with(
    reader: LedgerReader, found: Sequence[RunView], console: Console, moment: int, *, attempts: bool
) -> Iterator[str]:
    """The table, with the steps and tries of each run beneath it where they are wanted."""
    lines = _table(reader, found, console.width, console.paint, moment)
    yield next(lines)
    for each, line in zip(found, lines, strict=True):
        yield line
        if attempts:
            from everly.jobs.cli.run_details import attempt_lines

            yield from attempt_lines(reader, each, moment, console.paint)


def _table(reader: LedgerReader, found: Sequence[RunView], width: int, paint: Paint, moment: int) -> Iterator[str]:
    columns = (
        *(Column("RUN"), Column("JOB"), Column("FIRE TIME"), Column("STARTED"), Column("TOOK")),
        Column("RESULT", turn=1),
    )
    clocks = {name: clock_of(reader.schedule(name)) for name in {each.job.name for each in found}}
    rows = []
    for each in found:
        run, shown, took = each.run, clocks[each.job.name], each.took(moment)
        rows.append(
            [
                (str(run.id), None),
                (each.job.name, None),
                (_NO_FIRE[each.begun_by] if run.fire is None else moment_text(run.fire * 1000, shown), None),
                ("" if run.started is None else moment_text(run.started, shown), None),
                ("" if took is None else duration_text(took), None),
                (each.result_text(moment), _style(each)),
            ]
        )
    return table_lines(columns, rows, width, paint)


def _style(each: RunView) -> Style | None:
    if each.has_failed:
        return Style.REMOVED
    return Style.ADDED if each.is_active else None if each.run.started is not None else Style.NOTE


def plain_lines(found: Sequence[RunView]) -> Iterator[str]:
    """A line a run for other programs."""
    for each in found:
        run = each.run
        times = (None if run.fire is None else run.fire * 1000, run.started, each.ended_at)
        shown = ("" if time is None else utc_text(time) for time in times)
        yield "\t".join(map(printable, (str(run.id), each.job.name, *shown, each.state, each.result)))
