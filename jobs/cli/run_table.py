"""Runs as a table: the layout of `everly show runs`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from everly.jobs.cli.console import Console, Paint, Style, printable
from everly.jobs.cli.tables import Cell, Column, needed_fairly, table_lines
from everly.jobs.views.times import clock_of, duration_text, moment_of_history, moment_text, utc_text

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
    """The table; where the room is short, times are told with less before a result is cut much."""
    columns = (
        *(Column("RUN"), Column("JOB"), Column("FIRE TIME"), Column("STARTED"), Column("TOOK")),
        Column("RESULT", turn=1),
    )
    clocks = {name: clock_of(reader.schedule(name)) for name in {each.job.name for each in found}}
    rows = [_row(each, moment, partial(moment_text, clock=clocks[each.job.name])) for each in found]
    if needed_fairly(columns, rows) > width:
        rows = [
            _row(each, moment, partial(moment_of_history, now=moment, clock=clocks[each.job.name])) for each in found
        ]
    return table_lines(columns, rows, width, paint)


def _row(each: RunView, now: int, shown: Callable[[int], str]) -> list[Cell]:
    run, took = each.run, each.took(now)
    return [
        (str(run.id), None),
        (each.job.name, None),
        (_NO_FIRE[each.begun_by] if run.fire is None else shown(run.fire * 1000), None),
        ("" if run.started is None else shown(run.started), None),
        ("" if took is None else duration_text(took), None),
        (each.result_text(now), _style(each)),
    ]


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
