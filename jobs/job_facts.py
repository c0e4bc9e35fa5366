"""What there is to know of a job from Python, whether a runner is up or not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from everly.jobs.attachment import exit_code
from everly.jobs.job_run import JobRun, moment, public
from everly.jobs.ledger import LedgerReader, MissingError
from everly.jobs.outcome import Outcome
from everly.jobs.places import Places, places
from everly.jobs.runs import log_reader
from everly.jobs.views.jobs import JobView, view_jobs
from everly.jobs.views.processes import as_it_is, as_they_are, process_of
from everly.jobs.views.runs import RunView, view_runs

if TYPE_CHECKING:
    from everly.jobs.ledger import Run

_PIECE = 1 << 20
_NEWEST = 100  # runs among which the newest that began is looked for


class JobFacts:
    """The job of a name, as its ledger and its run directories tell. All moments are aware datetimes.

    Its methods and properties raise a LedgerError where the ledger cannot be read.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._places: Places = places()

    @property
    def exists(self) -> bool:
        """Whether it is there."""
        return self._view() is not None

    @property
    def status(self) -> str:
        """One word: running, paused, ended, queued, scheduled, stopped, done, failed, lost, new, or missing."""
        view = self._view()
        return "missing" if view is None else str(view.status)

    @property
    def command(self) -> str | None:
        """What it runs, as it would be typed."""
        view = self._view()
        return None if view is None else view.command

    @property
    def schedule(self) -> str | None:
        """Its schedule."""
        view = self._view()
        return None if view is None or view.schedule is None else view.schedule.text

    @property
    def pid(self) -> int | None:
        """The process of its command, while one runs."""
        with self._reading() as reader:
            view = None if reader is None else view_of(self._places, reader, self.name)
            active = () if view is None else view.active
            return process_of(self._places, reader, active[0].run.id) if reader is not None and active else None

    @property
    def began(self) -> datetime | None:
        """When its run under way began, or else its last one."""
        run = self._newest()
        return None if run is None else moment(run.run.started)

    @property
    def ended(self) -> datetime | None:
        """When its last run ended; None while one is under way."""
        run = self._newest()
        return None if run is None else moment(run.ended_at)

    @property
    def paused(self) -> datetime | None:
        """Since when it is paused; None if it is not, or if it was not everly that froze it."""
        with self._reading() as reader:
            view = None if reader is None else view_of(self._places, reader, self.name)
            if reader is None or view is None or view.status != "paused":
                return None
            return next((moment(event.at) for event in reader.events(self.name) if event.kind == "paused"), None)

    @property
    def result(self) -> Outcome | None:
        """How its last run ended; None if none has yet."""
        view = self._view()
        if view is None or view.last is None or view.last.run.ending is None:
            return None
        return Outcome(view.last.run.ending.succeeded, view.last.result)

    @property
    def exit_code(self) -> int | None:
        """The exit code of its last run, as a shell counts it; None if none has ended yet."""
        view = self._view()
        if view is None or view.last is None or view.last.run.ending is None:
            return None
        return exit_code(view.last.run.ending)

    @property
    def next_run(self) -> datetime | None:
        """When its schedule fires next, by the clock of the zone that it was made with; None if it does not."""
        view = self._view()
        if view is None or view.next_fire is None:
            return None
        return view.clock.at(view.next_fire)

    def runs(self, limit: int | None = None) -> list[JobRun]:
        """Its runs, the newest first."""
        with self._reading() as reader:
            if reader is None:
                return []
            found = islice(view_runs(reader, [self.name]), limit)
            return [public(as_it_is(self._places, reader, each)) for each in found]

    def logs(self, *, lines: int | None = None) -> str:
        """What is kept of the output of its newest run that began, or the last lines of that."""
        with self._reading() as reader:
            if reader is None:
                return ""
            begun = next((run for run in reader.runs([self.name], limit=_NEWEST) if run.started is not None), None)
            kept = b"" if begun is None else b"".join(self._output(reader, begun))
        text = kept.decode("utf-8", "replace")
        return text if lines is None else "".join(text.splitlines(keepends=True)[-lines:] if lines else [])

    def _view(self) -> JobView | None:
        with self._reading() as reader:
            return None if reader is None else view_of(self._places, reader, self.name)

    def _newest(self) -> RunView | None:
        """The run under way, or the last one. One that is held before it begins is neither."""
        view = self._view()
        if view is None:
            return None
        under_way = [each for each in view.active if not each.is_held]
        return under_way[0] if under_way else view.last

    def _output(self, reader: LedgerReader, run: Run) -> Iterator[bytes]:
        for attempt in reader.attempts(run.id):
            path = str(self._places.attempt(reader.identity(), run.id, attempt.step, attempt.number))
            offset = 0
            while (piece := log_reader.read(path, offset, _PIECE)).data:
                yield piece.data
                offset = piece.end

    @contextmanager
    def _reading(self) -> Iterator[LedgerReader | None]:
        """The ledger; None where there is none yet."""
        try:
            reader = LedgerReader(self._places.ledger)
        except MissingError:
            yield None
            return
        with reader:
            yield reader


def view_of(places: Places, reader: LedgerReader, name: str) -> JobView | None:
    """The job of a name, if it is there."""
    return next(iter(as_they_are(places, reader, view_jobs(reader, int(time.time() * 1000), [name]))), None)
