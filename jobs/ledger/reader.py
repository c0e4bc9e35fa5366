"""What can be asked of a ledger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from everly.jobs.ledger.columns import (
    ATTEMPT,
    EVENT,
    JOB,
    JOBS,
    RUN,
    SCHEDULE,
    attempt_of,
    event_of,
    job_of,
    run_of,
    schedule_of,
)
from everly.jobs.ledger.errors import RefusedError, told
from everly.jobs.ledger.rows import REPLACING, RESTARTED, STOPPING, Attempt, Event, Job, Open, Run, Schedule, Summary
from everly.jobs.ledger.schema import ACTIVE_STATES, OPEN_STATES, UNENDED_STATES
from everly.jobs.ledger.storage import open_to_read
from everly.jobs.ledger.work import Work, from_json

WAIT = 5.0
"""How many seconds a lock is waited for."""


class LedgerReader:
    """A ledger that is only read: while the runner writes it, or while there is none.

    All of its methods raise LedgerError where the file cannot be read. It belongs to the thread that opened it. With
    `is_still` nobody writes it while it is read, and then SQLite makes no files of its own beside it, where it can do
    without.
    """

    def __init__(self, path: Path, *, wait: float = WAIT, is_still: bool = False) -> None:
        self.path = path
        self._connection = open_to_read(path, wait=wait, is_still=True) if is_still else self._opened(path, wait)

    def _opened(self, path: Path, wait: float) -> sqlite3.Connection:
        return open_to_read(path, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with told(self.path):
            self._connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within the block, all answers are of one moment."""
        if self._connection.in_transaction:
            yield
        else:
            yield from self._transaction("BEGIN", "COMMIT", "ROLLBACK")

    def _transaction(self, begin: str, keep: str, *undo: str) -> Iterator[None]:
        with told(self.path):
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute(keep)
            except BaseException:
                if self._connection.in_transaction:  # a full disk makes SQLite undo all of it by itself
                    for statement in undo:
                        self._connection.execute(statement)
                raise

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with told(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._all(statement, *values)), None)

    def identity(self) -> str:
        """Sixteen hexadecimal digits that no other ledger has, for the names of directories."""
        ((identity,),) = self._all("SELECT identity FROM ledger")
        return str(identity)

    def names(self) -> tuple[str, ...]:
        """The names of all jobs, in order."""
        return tuple(name for (name,) in self._all("SELECT name FROM job ORDER BY name"))

    def counts(self) -> tuple[int, int]:
        """How many jobs there are, and how many runs count as running."""
        ((jobs, active),) = self._all(
            f"SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM run WHERE {_COUNTING})"
        )
        return jobs, active

    def problems(self, limit: int = 5) -> tuple[str, ...]:
        """What is damaged of the file, or contradicts itself; all of it is read."""
        pages = [text for (text,) in self._all(f"PRAGMA quick_check({limit})") if text != "ok"]
        rows = self._all("PRAGMA foreign_key_check")[:limit] if not pages else []
        return (*pages, *(f"a row of '{table}' belongs to none of '{parent}'" for table, _, parent, _ in rows))

    def latest(self) -> int | None:
        """The newest time that anything has been written down with, in milliseconds."""
        ((latest,),) = self._all(
            "SELECT max(at) FROM (SELECT max(created) AS at FROM job UNION ALL"
            " SELECT created FROM (SELECT created FROM run ORDER BY id DESC LIMIT 1) UNION ALL"
            " SELECT at FROM (SELECT at FROM event ORDER BY id DESC LIMIT 1))"
        )
        return None if latest is None else int(latest)

    def version(self) -> int:
        """A number that is another one as soon as somebody else has changed the ledger."""
        ((version,),) = self._all("PRAGMA data_version")
        return int(version)

    def job(self, name: str) -> Job | None:
        """The job of a name."""
        row = self._one(f"SELECT {JOB} FROM {JOBS} WHERE job.name = ?", name)
        return None if row is None else job_of(row)

    def the_job(self, name: str) -> Job:
        """The job of a name.

        Raises:
            RefusedError: There is none.
        """
        found = self.job(name)
        if found is None:
            raise RefusedError(f"there is no job '{name}'", "'everly show jobs' lists them")
        return found

    def job_numbered(self, number: int) -> Job:
        """The job of a number.

        Raises:
            RefusedError: There is none.
        """
        row = self._one(f"SELECT {JOB} FROM {JOBS} WHERE job.id = ?", number)
        if row is None:
            raise RefusedError(f"there is no job of the number {number}")
        return job_of(row)

    def work(self, run: Run) -> Work:
        """What a run does: that of the revision which was current when it fell due."""
        ((work,),) = self._all("SELECT work FROM revision WHERE job = ? AND number = ?", run.job, run.revision)
        return from_json(work)

    def schedule(self, name: str) -> Schedule | None:
        """The schedule of a job."""
        row = self._one(f"SELECT {SCHEDULE} FROM schedule WHERE job = (SELECT id FROM job WHERE name = ?)", name)
        return None if row is None else schedule_of(row)

    def schedules_due(self, until: int, limit: int | None = None) -> tuple[Schedule, ...]:
        """Those with a fire time up to some second that has no run yet, the earliest first, at most `limit`."""
        rows = self._all(
            f"SELECT {SCHEDULE} FROM schedule WHERE next_fire <= ? ORDER BY next_fire, job LIMIT ?",
            *(until, -1 if limit is None else limit),
        )
        return tuple(map(schedule_of, rows))

    def next_fire(self) -> int | None:
        """The first fire time of all schedules that has no run yet."""
        ((fire,),) = self._all("SELECT min(next_fire) FROM schedule WHERE next_fire IS NOT NULL")
        return None if fire is None else int(fire)

    def jobs(self, names: Sequence[str] | None = None) -> tuple[Summary, ...]:
        """The jobs of some names, or all, by name, each with its schedule and what its runs came to."""
        where, values = _among("job.name", names)
        with self.snapshot():
            jobs = [job_of(row) for row in self._all(f"SELECT {JOB} FROM {JOBS} WHERE {where} ORDER BY name", *values)]
            schedules = {row[0]: schedule_of(row) for row in self._all(f"SELECT {SCHEDULE} FROM schedule")}
            counts = dict(self._all(f"SELECT job, count(*) FROM run WHERE {_COUNTING} GROUP BY job"))
            current, last = self._newest(ACTIVE_STATES), self._newest("('finished', 'lost')")
        return tuple(
            Summary(job, schedules.get(job.id), counts.get(job.id, 0), current.get(job.id), last.get(job.id))
            for job in jobs
        )

    def _newest(self, states: str) -> dict[int, Run]:
        """The newest run in one of some states of each job, by the number of the job."""
        newest = f"SELECT max(id) FROM run AS each WHERE each.job = job.id AND each.state IN {states}"
        rows = self._all(f"SELECT {RUN} FROM job JOIN run ON run.id = ({newest})")
        return {run.job: run for run in map(run_of, rows)}

    def active(self, job: int) -> int:
        """How many runs of a job count as running, counted from their rows."""
        ((count,),) = self._all(f"SELECT count(*) FROM run WHERE job = ? AND state IN {ACTIVE_STATES}", job)
        return int(count)

    def due(self, job: int, limit: int) -> tuple[Run, ...]:
        """The oldest runs of a job that are due and not yet taken on, in order."""
        rows = self._all(f"SELECT {RUN} FROM run WHERE job = ? AND state = 'due' ORDER BY id LIMIT ?", job, limit)
        return tuple(map(run_of, rows))

    def run(self, number: int) -> Run:
        """The run of a number.

        Raises:
            RefusedError: There is none.
        """
        row = self._one(f"SELECT {RUN} FROM run WHERE id = ?", number)
        if row is None:
            raise RefusedError(f"there is no run {number}", "'everly show runs' lists them")
        return run_of(row)

    def runs(
        self, names: Sequence[str] | None = None, *, limit: int | None = None, before: int | None = None
    ) -> tuple[Run, ...]:
        """The newest runs of the jobs of some names, or of all: at most `limit`, with numbers below `before`."""
        among, values = _among("name", names)
        where = "1" if names is None else f"job IN (SELECT id FROM job WHERE {among})"
        if before is not None:
            where, values = f"{where} AND id < ?", (*values, before)
        rows = self._all(
            f"SELECT {RUN} FROM run WHERE {where} ORDER BY id DESC LIMIT ?", *values, -1 if limit is None else limit
        )
        return tuple(map(run_of, rows))

    def restarted(self, runs: Iterable[Run]) -> frozenset[int]:
        """The numbers of those among some runs that were made because one before them ended."""
        asked = [run for run in runs if run.fire is None]
        if not asked:
            return frozenset()
        jobs, jobs_values = _among("id", {run.job for run in asked})
        among, values = _among("run", [run.id for run in asked])
        rows = self._all(
            f"SELECT run FROM event WHERE job IN (SELECT name FROM job WHERE {jobs}) AND kind = ? AND {among}",
            *(*jobs_values, RESTARTED, *values),
        )
        return frozenset(number for (number,) in rows)

    def begun(self, job: int, skip: int, limit: int) -> tuple[Run, ...]:
        """Runs of a job that began and have ended, the newest first, without the newest `skip` of them."""
        rows = self._all(
            f"SELECT {RUN} FROM run WHERE job = ? AND state IN ('finished', 'lost') ORDER BY id DESC LIMIT ? OFFSET ?",
            *(job, limit, skip),
        )
        return tuple(map(run_of, rows))

    def is_kept(self, run: int) -> bool:
        """Whether there is a run of this number."""
        return self._one("SELECT 1 FROM run WHERE id = ?", run) is not None

    def attempts(self, run: int) -> tuple[Attempt, ...]:
        """The attempts of a run, in the order they were made."""
        rows = self._all(f"SELECT {ATTEMPT} FROM attempt WHERE run = ? ORDER BY step, number", run)
        return tuple(map(attempt_of, rows))

    def attempts_of(self, names: Sequence[str] | None = None, *, first: int = 0) -> tuple[tuple[str, Attempt], ...]:
        """The attempts of some jobs, or of all, in runs from a number on: in order, each with the name of its job."""
        among, values = _among("job.name", names)
        rows = self._all(
            f"SELECT job.name, {ATTEMPT} FROM run JOIN job ON job.id = run.job JOIN attempt ON attempt.run = run.id"
            f" WHERE run.id >= ? AND {among} ORDER BY run.id, attempt.step, attempt.number",
            *(first, *values),
        )
        return tuple((row[0], attempt_of(row[1:])) for row in rows)

    def unfinished(self) -> tuple[Open, ...]:
        """The runs that have not ended, the oldest first, each with its attempt that has not."""
        rows = self._all(
            f"SELECT job.name, {RUN}, {ATTEMPT} FROM run JOIN job ON job.id = run.job"
            f" LEFT JOIN attempt ON attempt.run = run.id AND attempt.state IN {OPEN_STATES}"
            f" WHERE run.state IN {UNENDED_STATES} ORDER BY run.id"
        )
        width = RUN.count(",") + 2
        return tuple(
            Open(row[0], run_of(row[1:width]), None if row[width] is None else attempt_of(row[width:])) for row in rows
        )

    def to_end(self) -> tuple[Event, ...]:
        """The events which say that a run is to end, of the runs that have not."""
        rows = self._all(
            f"SELECT {', '.join(f'event.{each}' for each in EVENT.split(', '))} FROM run JOIN job ON job.id = run.job"
            f" JOIN event ON event.job = job.name AND event.run = run.id"
            f" WHERE run.state IN {UNENDED_STATES} AND event.kind IN (?, ?) ORDER BY event.id",
            *(STOPPING, REPLACING),
        )
        return tuple(map(event_of, rows))

    def noted(self, kind: str, text: str, name: str | None = None) -> Event | None:
        """The newest event of a kind and a text, of a job or of any."""
        where, values = ("1", ()) if name is None else ("job = ?", (name,))
        row = self._one(
            f"SELECT {EVENT} FROM event WHERE {where} AND kind = ? AND text = ? ORDER BY id DESC LIMIT 1",
            *(*values, kind, text),
        )
        return None if row is None else event_of(row)

    def events(self, name: str | None = None, *, limit: int | None = None) -> tuple[Event, ...]:
        """The newest events of a job, or of all."""
        where, values = ("1", ()) if name is None else ("job = ?", (name,))
        rows = self._all(
            f"SELECT {EVENT} FROM event WHERE {where} ORDER BY id DESC LIMIT ?", *values, -1 if limit is None else limit
        )
        return tuple(map(event_of, rows))


_COUNTING = f"state IN {UNENDED_STATES} AND state IN {ACTIVE_STATES}"  # twice, so that the index of these is used


def _among(column: str, wanted: Iterable[str | int] | None) -> tuple[str, tuple[object, ...]]:
    """A condition that a column is one of some names or numbers, as one value: a statement takes only so many."""
    if wanted is None:
        return "1", ()
    import json

    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(wanted)),)
