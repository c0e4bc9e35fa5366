"""Runs of jobs that go when they are done, held by who follows them until all that they wrote was read."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from everly.jobs.settings import from_options

if TYPE_CHECKING:
    from everly.jobs.ledger import LedgerReader, Open

__all__ = ["Holds"]


class Holds:
    """The directories that are held, one a run: as long as one is, the job stays."""

    def __init__(self) -> None:
        self._goes: dict[int, bool] = {}  # of the runs that have not ended, whether their job goes then
        self._handles: dict[int, int] = {}

    def look(self, reader: LedgerReader, unended: Iterable[Open]) -> None:
        """See which runs have not ended, and which of them are of jobs that go."""
        self._goes = {
            each.run.id: self._goes[each.run.id] if each.run.id in self._goes else _goes(reader, each.run.job)
            for each in unended
        }

    def take(self, directories: Mapping[int, str]) -> None:
        """Hold what is to be held of some runs; what is not there yet is held the next time."""
        wanted = {run: path for run, path in directories.items() if self._goes.get(run) and run not in self._handles}
        if not wanted:
            return
        from everly.jobs.runs.looking_on import look_on  # not above: it can only be imported where there can be jobs

        for run, path in wanted.items():
            if (handle := look_on(path)) is not None:
                self._handles[run] = handle

    def release(self, read: Container[int] = ()) -> None:
        """Let go of the runs that have ended, but for those that are still read."""
        for run in [run for run in self._handles if run not in self._goes and run not in read]:
            os.close(self._handles.pop(run))

    def close(self) -> None:
        """Let go of all."""
        self._goes = {}
        self.release()


def _goes(reader: LedgerReader, job: int) -> bool:
    return from_options(reader.job_numbered(job).work.options).rm
