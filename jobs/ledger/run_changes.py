"""What becomes of runs and of their attempts. Every change is a legal step of the table in `states`, or refused."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.ledger.attempting import check_true, next_attempt
from everly.jobs.ledger.columns import ATTEMPT, attempt_of
from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.rows import RESTARTED, Attempt, Run
from everly.jobs.ledger.schema import OPEN_STATES
from everly.jobs.ledger.states import Ending, State, check_end, check_move
from everly.jobs.ledger.writer import Writer


class RunChanges(Writer):
    """Changes of runs; each raises RefusedError where the run is not there, or is not in a state for it."""

    def add_run(self, name: str, now: int, *, restarts: bool = False) -> Run:
        """A run of a job that is due at no fire time: because somebody wants it, or it `restarts` after one that ended.

        Raises:
            RefusedError: There is no such job.
        """
        with self.change():
            job = self.the_job(name)
            made = self._do(
                "INSERT INTO run (job, revision, state, created) VALUES (?, ?, ?, ?)",
                *(job.id, job.revision, State.DUE, now),
            )
            run = self.run(made.lastrowid or 0)
            if restarts:
                self.record(RESTARTED, now, job=name, run=run.id)
            return run

    def claim(self, run_id: int, limit: int | None = None) -> bool:
        """Take a due run on, unless `limit` runs of its job count as running; whether it was taken."""
        with self.change():
            run = self.run(run_id)
            check_move(f"the run {run_id}", run.state, State.CLAIMED)
            if limit is not None and self.active(run.job) >= limit:
                return False
            self._move(run, State.CLAIMED)
            return True

    def release(self, run_id: int) -> None:
        """Give back a claimed run, of which nothing was launched."""
        with self.change():
            run = self.run(run_id)
            if run.state is not State.CLAIMED:
                raise RefusedError(f"the run {run_id} is {run.state}, not claimed")
            self._move(run, State.DUE)

    def launch(self, run_id: int, now: int) -> Attempt:
        """The next attempt of a run, to be launched: the step after one that succeeded, else the same again.

        Raises:
            RefusedError: An attempt is under way, or no step is left.
        """
        with self.change():
            run = self.run(run_id)
            step, number = next_attempt(self.attempts(run_id), len(self.work(run).steps))
            self._move(run, State.LAUNCHING)
            self._do(
                "INSERT INTO attempt (run, step, number, state, created) VALUES (?, ?, ?, ?, ?)",
                *(run_id, step, number, State.LAUNCHING, now),
            )
            return self._under_way(run_id)

    def begin(self, run_id: int, now: int) -> None:
        """The command of the attempt under way was executed at that time."""
        with self.change():
            attempt = self._under_way(run_id)
            check_move(f"the attempt {attempt.number} of the run {run_id}", attempt.state, State.RUNNING)
            self._move(self.run(run_id), State.RUNNING)
            self._do("UPDATE run SET started = coalesce(started, ?) WHERE id = ?", now, run_id)
            self._do(
                "UPDATE attempt SET state = ?, started = ? WHERE run = ? AND step = ? AND number = ?",
                *(State.RUNNING, now, run_id, attempt.step, attempt.number),
            )

    def pause(self, run_id: int, now: int) -> None:
        """The processes of a run were suspended, or one that is due is held before it begins."""
        self._switch(run_id, (State.RUNNING, State.DUE), State.PAUSED, now)

    def resume(self, run_id: int, now: int) -> None:
        """The processes of a run go on; one that was held before it began is due again."""
        with self.change():
            held = self.run(run_id).started is None
            self._switch(run_id, (State.PAUSED,), State.DUE if held else State.RUNNING, now)

    def _switch(self, run_id: int, old: Sequence[State], new: State, now: int) -> None:
        with self.change():
            run = self.run(run_id)
            if run.state not in old:
                raise RefusedError(f"the run {run_id} is {run.state}, not {' or '.join(old)}")
            self._move(run, new)
            self.record("paused" if new is State.PAUSED else "resumed", now, job=self._name(run), run=run_id)

    def end_attempt(self, run_id: int, ending: Ending, now: int) -> None:
        """The attempt under way ended, and the run goes on: with its next step, or the same again."""
        with self.change():
            attempt = self._under_way(run_id)
            check_end(f"the attempt {attempt.number} of the run {run_id}", attempt.state, ending)
            self._do(
                "UPDATE attempt SET state = ?, reason = ?, code = ?, signal = ?, note = ?, ended = ?"
                " WHERE run = ? AND step = ? AND number = ?",
                *(*_columns(ending), now, run_id, attempt.step, attempt.number),
            )

    def end_run(self, run_id: int, ending: Ending, now: int) -> None:
        """A run ended for good, and with it the attempt under way, if there is one: finished, skipped or lost.

        Raises:
            RefusedError: It may not end so from its state, or its attempts say otherwise.
        """
        with self.change():
            run, attempts = self.run(run_id), self.attempts(run_id)
            held = run.state is State.PAUSED and run.started is None
            check_end(f"the run {run_id}", State.DUE if held else run.state, ending)
            check_true(ending, attempts, len(self.work(run).steps))
            if attempts and attempts[-1].ending is None:
                self.end_attempt(run_id, ending, now)
            self._do(
                "UPDATE run SET state = ?, reason = ?, code = ?, signal = ?, note = ?, ended = ? WHERE id = ?",
                *(*_columns(ending), now, run_id),
            )
            if ending.state is State.LOST:
                self.record("lost", now, job=self._name(run), run=run_id, text=ending.note)

    def _move(self, run: Run, new: State) -> None:
        check_move(f"the run {run.id}", run.state, new)
        self._do("UPDATE run SET state = ? WHERE id = ?", new, run.id)

    def _under_way(self, run_id: int) -> Attempt:
        row = self._one(f"SELECT {ATTEMPT} FROM attempt WHERE run = ? AND state IN {OPEN_STATES}", run_id)
        if row is None:
            raise RefusedError(f"the run {run_id} has no attempt under way")
        return attempt_of(row)

    def _name(self, run: Run) -> str:
        ((name,),) = self._all("SELECT name FROM job WHERE id = ?", run.job)
        return str(name)


def _columns(ending: Ending) -> tuple[str, str, int | None, int | None, str | None]:
    return ending.state, ending.reason, ending.code, ending.signal, ending.note
