"""All about one run: the layout of `everly show run NUMBER`, and its steps and tries beneath a line of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from everly.jobs.cli.console import Paint, Style, printable
from everly.jobs.cli.job_details import Pair, pair_lines
from everly.jobs.views.processes import process_of
from everly.jobs.views.times import Clock, clock_of, duration_text, moment_text
from everly.jobs.views.words import ending_text, step_text

if TYPE_CHECKING:
    from everly.jobs.ledger import Attempt, LedgerReader
    from everly.jobs.places import Places
    from everly.jobs.views.runs import RunView

__all__ = ["attempt_lines", "run_lines"]

_NO_FIRE = {
    "hand": "none, it was started by hand",
    "restart": "none, it was begun anew after the run before it (--restart)",
}


def run_lines(places: Places, reader: LedgerReader, found: RunView, now: int, paint: Paint) -> Iterator[str]:
    """The lines about a run, and one for each of its steps and tries."""
    shown = clock_of(reader.schedule(found.job.name))
    yield paint(f"run {found.run.id} of {found.job.name}: {printable(found.result_text(now))}", Style.TITLE)
    process = process_of(places, reader, found.run.id)
    pairs = [*_times(found, shown, now), *([] if process is None else [("process", str(process))])]
    yield from pair_lines([*pairs, ("revision", str(found.run.revision)), *_output(places, reader, found)], paint)
    for attempt in reader.attempts(found.run.id):
        yield _line(attempt, found, now, paint)


def attempt_lines(reader: LedgerReader, found: RunView, now: int, paint: Paint) -> Iterator[str]:
    """A line for each step and try of a run."""
    for attempt in reader.attempts(found.run.id):
        yield "  " + _line(attempt, found, now, paint)


def _times(found: RunView, shown: Clock, now: int) -> Iterator[Pair]:
    run = found.run
    yield "fire time", _NO_FIRE[found.begun_by] if run.fire is None else moment_text(run.fire * 1000, shown)
    for what, at in (("recorded", run.created), ("started", run.started), ("ended", found.ended_at)):
        if at is not None:
            yield what, moment_text(at, shown)
    took = found.took(now)
    if took is not None:
        yield "took", duration_text(took)


def _output(places: Places, reader: LedgerReader, found: RunView) -> Iterator[Pair]:
    attempts, identity = reader.attempts(found.run.id), reader.identity()
    folders = [places.attempt(identity, found.run.id, each.step, each.number) for each in attempts]
    if any(folder.exists() for folder in folders):
        yield "output", f"'everly show logs --run {found.run.id}'"
    elif folders:
        yield "output", "is no longer kept"


def _line(attempt: Attempt, found: RunView, now: int, paint: Paint) -> str:
    """`step 2, try 3: exit 1, 0.2 s: make test`."""
    ending = attempt.ending or found.unkept  # that is of the one under way
    if ending is None:
        result = "running" if attempt.started is not None else "starting"
    else:
        result = ending_text(ending, found.work)
    if attempt.started is not None:
        ended = attempt.ended or found.unkept_at or now
        result += f", {duration_text(ended - attempt.started)}"
    head = paint(f"step {attempt.step}, try {attempt.number}", Style.FAINT)
    return f"  {head}: {printable(result)}: {printable(step_text(found.work, attempt.step))}"
