"""Taking away what is no longer kept: old runs, their output, and jobs that were to go when they are done."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from everly.jobs.ledger import Job, Ledger, RefusedError, Run
from everly.jobs.ledger.retention import MOST
from everly.jobs.places import Places, run_of
from everly.jobs.rules import rules_of
from everly.jobs.runs import room as rooms
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import LATEST
from everly.jobs.runs.looking_on import is_looked_at
from everly.jobs.runs.removal import is_fence, remove

WATCHED = 60.0
"""Seconds for which a job that goes when it is done waits for who is attached to it, who may stand still."""

_EVERY = 30.0  # seconds between looks at what has run meanwhile
_EVENTS_KEPT = 366 * 86_400_000  # milliseconds
_ANSWERS_KEPT = 3_600_000  # milliseconds for which a request that is asked again is known
_MOST = 20  # so many jobs, or runs of one, are looked at at once

log = logging.getLogger("everly.runner")


class Housekeeping:
    """What the runner does when nothing else is to be done. What a kill leaves undone is done later."""

    def __init__(self, ledger: Ledger, places: Places) -> None:
        self.ledger, self.places = ledger, places
        self.identity = ledger.identity()
        self.deleted: Callable[[str], None] = lambda _: None
        """Called with the name of a job that was taken away."""
        self._ran: dict[str, None] = {}
        self._going: dict[str, float] = {}  # until when who is attached is waited for, by the steady clock
        self._kept: list[str] = []
        self._fences: dict[Path, float | None] = {}  # when they may be taken away, once that is known
        self._due = 0.0

    def has_run(self, name: str) -> None:
        """A run of a job has ended, so an older one may be one too many."""
        self._ran[name] = None

    def may_go(self, name: str) -> None:
        """A job that is to go when it is done may be done."""
        self._going.setdefault(name, 0.0)

    @contextmanager
    def keeping(self, name: str) -> Iterator[None]:
        """Within the block a job does not go, even if it is done; it may after that."""
        self._kept.append(name)
        try:
            yield
        finally:
            self._kept.remove(name)

    def work(self, now: int, steady: float) -> None:
        """Do some of what there is to do.

        Raises:
            LedgerError: The ledger took nothing of some of it, which is done the next time.
        """
        for name in [name for name in self._going if name not in self._kept]:
            if self._go(name, now, steady):
                del self._going[name]
        self._remove_fences(steady)
        if steady < self._due:
            return
        self._trim_some()
        if not self._ran:
            self._due = steady + _EVERY
            self.ledger.prune_events(now - _EVENTS_KEPT, now - _ANSWERS_KEPT)

    def delete(self, job: Job, now: int, token: str | None = None) -> None:
        """Take a job away with all that there is of it, for the request of a token.

        Raises:
            RefusedError: One of its runs counts as running.
        """
        numbers = self.ledger.delete_job(job.name, now, token)
        self._ran.pop(job.name, None)
        self._remove_runs(numbers)
        self.deleted(job.name)

    def make_room(self, job: Job) -> bool:
        """Take away what is kept of the output of a job, as far as nothing of it runs; whether there was any."""
        return sum(self._remove_output(run) for run in self.ledger.runs([job.name])) > 0

    def sweep(self) -> None:
        """Take away directories of runs that the ledger does not have, which a kill has left. Those of others stay.

        Jobs that have more of them than they keep are trimmed later.
        """
        with suppress(OSError):  # that it cannot be looked through is told below
            rooms.sweep(str(self.places.runs))
        counts: Counter[int] = Counter()
        for path, number in self._directories():
            if self.ledger.is_kept(number):
                counts[self.ledger.run(number).job] += 1
            else:
                self._remove(path)
        for job, count in counts.items():
            found = self.ledger.job_numbered(job)
            if count > rules_of(found.work).keep_logs:
                self.has_run(found.name)

    def _go(self, name: str, now: int, steady: float) -> bool:
        """Delete a job that is done; whether that is settled, or somebody who is attached is waited for."""
        job = self.ledger.job(name)
        if job is None or not rules_of(job.work).rm:
            return True
        schedule = self.ledger.schedule(name)
        if (schedule is not None and schedule.next_fire is not None) or self.ledger.due(job.id, 1):
            return True
        if self._is_looked_at(job):
            self._going[name] = self._going[name] or steady + WATCHED
            if steady < self._going[name]:
                return False
        with suppress(RefusedError):  # it runs again
            self.delete(job, now)
        return True

    def _is_looked_at(self, job: Job) -> bool:
        newest = self.ledger.runs([job.name], limit=_MOST)
        return any(is_looked_at(str(path)) for run in newest for path in self._paths(run))

    def _paths(self, run: Run) -> list[Path]:
        """The directories of a run, whether they are there or not."""
        return [
            self.places.attempt(self.identity, run.id, attempt.step, attempt.number)
            for attempt in self.ledger.attempts(run.id)
        ]

    def _trim_some(self) -> None:
        """Take away what some jobs have too much of, with one look at the directories."""
        numbers: list[int] = []
        try:
            for name in list(self._ran)[:_MOST]:
                pruned = self._trim(name)
                numbers += pruned
                if len(pruned) < MOST:
                    del self._ran[name]
        finally:  # of those that are pruned nothing will tell again
            self._remove_runs(numbers)

    def _trim(self, name: str) -> tuple[int, ...]:
        job = self.ledger.job(name)
        if job is None:
            return ()
        rules = rules_of(job.work)
        skip = rules.keep_logs
        while sum(self._remove_output(run) for run in self.ledger.begun(job.id, skip, _MOST)):
            skip += _MOST
        return self.ledger.prune(name, keep=rules.keep_runs, most=MOST)

    def _remove_output(self, run: Run) -> int:
        """Take away the directories of a run; how many it had."""
        there = [path for path in self._paths(run) if os.path.lexists(path)]
        for path in there:
            self._remove(path)
        return sum(not os.path.lexists(path) for path in there)

    def _remove_runs(self, numbers: Iterable[int]) -> None:
        doomed = set(numbers)
        if not doomed:
            return
        for path, number in self._directories():
            if number in doomed:
                self._remove(path)

    def _directories(self) -> list[tuple[Path, int]]:
        """The directories of this ledger's runs, each with the number of its run."""
        found = []
        try:
            with os.scandir(self.places.runs) as entries:
                for entry in entries:
                    number = run_of(entry.name, self.identity)
                    if number is not None:
                        found.append((Path(entry.path), number))
        except OSError as error:
            log.error("'%s' cannot be looked through: %s", self.places.runs, error)  # noqa: TRY400 - as below
        return found

    def _remove_fences(self, steady: float) -> None:
        for path, due in list(self._fences.items()):
            if due is None:
                self._fences[path] = steady + LATEST
            elif due <= steady:
                del self._fences[path]
                self._take_away(path)

    def _remove(self, path: Path) -> None:
        """Take a directory away; one that keeps a late shim from beginning only when none can be late any more."""
        if is_fence(RunDirectory(str(path))):
            self._fences.setdefault(path, None)
        else:
            self._take_away(path)

    def _take_away(self, path: Path) -> None:
        try:
            remove(RunDirectory(str(path)))
        except (RunError, OSError) as error:
            log.error("'%s' cannot be taken away: %s", path, error)  # noqa: TRY400 - the words say it
