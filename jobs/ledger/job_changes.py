"""Making, editing and deleting jobs."""

from __future__ import annotations

from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.rows import ASKED, DELETED, Job
from everly.jobs.ledger.states import State
from everly.jobs.ledger.work import Work, check_name, to_json
from everly.jobs.ledger.writer import Writer


class JobChanges(Writer):
    """Changes of jobs and of what they do."""

    def create_job(self, name: str, work: Work, now: int) -> Job:
        """A new job, with a first revision.

        Raises:
            RefusedError: The name is taken, or can be none.
        """
        check_name(name)
        with self.change():
            if self.job(name) is not None:
                raise RefusedError(f"there is a job '{name}' already", "take another name, or delete that job first")
            self._do("INSERT INTO job (name, revision, created) VALUES (?, 1, ?)", name, now)
            self._do(
                "INSERT INTO revision (job, number, work, created) SELECT id, 1, ?, ? FROM job WHERE name = ?",
                *(to_json(work), now, name),
            )
            self.record("created", now, job=name)
            return self.the_job(name)

    def edit_job(self, name: str, work: Work, now: int) -> Job:
        """Give a job other work from now on, as a new revision. The same work is none.

        What is due at a fire time keeps its own; what waits to begin by hand or anew, or is held, takes the new one.

        Raises:
            RefusedError: There is no such job.
        """
        with self.change():
            job = self.the_job(name)
            if job.work == work:
                return job
            number = job.revision + 1
            self._do("INSERT INTO revision VALUES (?, ?, ?, ?)", job.id, number, to_json(work), now)
            self._do("UPDATE job SET revision = ? WHERE id = ?", number, job.id)
            self._do(
                "UPDATE run SET revision = ? WHERE job = ? AND state IN (?, ?) AND started IS NULL AND fire IS NULL",
                *(number, job.id, State.DUE, State.PAUSED),
            )
            self.record("edited", now, job=name, text=f"revision {number}")
            return self.the_job(name)

    def delete_job(self, name: str, now: int, token: str | None = None) -> tuple[int, ...]:
        """Take away a job and every row about it; one event is left, which says when, and for which request.

        Those of other requests are left too, which are forgotten later. Gives the numbers of its runs.

        Raises:
            RefusedError: There is no such job, or one of its runs counts as running.
        """
        with self.change():
            job = self.the_job(name)
            if self.active(job.id):
                raise RefusedError(f"the job '{name}' is running", "stop it first")
            runs = tuple(number for (number,) in self._all("SELECT id FROM run WHERE job = ? ORDER BY id", job.id))
            for table in ("run", "schedule", "revision"):
                self._do(f"DELETE FROM {table} WHERE job = ?", job.id)
            self._do("DELETE FROM job WHERE id = ?", job.id)
            self._do("DELETE FROM event WHERE job = ? AND kind NOT IN (?, ?)", name, DELETED, ASKED)
            self.record(DELETED, now, job=name, text=token)
            return runs
