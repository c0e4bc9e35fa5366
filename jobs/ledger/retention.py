"""Taking away what nobody asks for any more."""

from __future__ import annotations

from everly.jobs.ledger.rows import ASKED, RESTARTED
from everly.jobs.ledger.schema import ENDED_STATES
from everly.jobs.ledger.writer import Writer

MOST = 1000
"""So many runs are taken away at once, so that the others who want to write do not wait long."""


class Retention(Writer):
    """What takes runs, revisions and events away."""

    def prune(
        self, name: str, *, keep: int | None = None, before: int | None = None, most: int = MOST
    ) -> tuple[int, ...]:
        """Take away runs of a job that have ended: all but the newest `keep` of them, and those that ended `before`.

        Fire times that were skipped are counted apart, so that many of them leave the runs that took place.

        Fire times that are taken away do not come again, for the schedule is past them. Revisions go with their last
        run, and so does what says that a run was begun anew.

        Returns:
            The numbers of the runs, the oldest first, at most `most`: while there are any, there may be more.

        Raises:
            RefusedError: There is no such job.
        """
        with self.change():
            job = self.the_job(name)
            kept = _ENDLESS if keep is None else keep
            rows = self._all(
                f"{_OF_JOB} AND state IN {ENDED_STATES} AND (ended < ?"
                f" OR id IN ({_OF_JOB} AND state IN ('finished', 'lost') {_NEWEST})"
                f" OR id IN ({_OF_JOB} AND state = 'skipped' {_NEWEST})) ORDER BY id LIMIT ?",
                *(job.id, before, job.id, kept, job.id, kept, most),
            )
            for row in rows:
                self._do("DELETE FROM run WHERE id = ?", *row)
            self._do(
                "DELETE FROM revision WHERE job = ? AND number <> ?"
                " AND NOT EXISTS (SELECT 1 FROM run WHERE run.job = revision.job AND run.revision = revision.number)",
                *(job.id, job.revision),
            )
            self._do(
                "DELETE FROM event WHERE job = ? AND kind = ?"
                " AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = event.run)",
                *(name, RESTARTED),
            )
            return tuple(number for (number,) in rows)

    def prune_events(self, before: int, answered: int = 0) -> int:
        """Take away events that happened before some time, and those of requests that were answered before another.

        Gives how many those were. Those of runs go with their runs.
        """
        with self.change():
            return self._do(
                "DELETE FROM event WHERE (at < ? AND kind <> ?) OR (at < ? AND kind = ?)",
                *(before, RESTARTED, answered, ASKED),
            ).rowcount


_OF_JOB = "SELECT id FROM run WHERE job = ?"
_NEWEST = "ORDER BY id DESC LIMIT -1 OFFSET ?"  # all but these
_ENDLESS = 1 << 62
