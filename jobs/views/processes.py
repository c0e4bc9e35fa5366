"""The processes of runs, as their directories tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader
    from everly.jobs.places import Places

__all__ = ["process_of"]


def process_of(places: Places, reader: LedgerReader, run: int) -> int | None:
    """The number of the process that a run has now; None between two of them, after the last, and if it is gone."""
    from everly.jobs.runs.directory import RunDirectory, identity
    from everly.jobs.runs.errors import RunError

    attempts = reader.attempts(run)
    if not attempts or attempts[-1].ending is not None:
        return None
    directory = RunDirectory(str(places.attempt(reader.identity(), run, attempts[-1].step, attempts[-1].number)))
    try:
        started = directory.read("started")
    except (OSError, RunError):  # damaged, which is not for those to tell who only look
        return None
    if started is None:
        return None
    number = int(started["pid"])
    lives = all(started.get(name) == value for name, value in identity(number).items())
    return number if lives else None  # else it has ended, which may not be recorded yet
