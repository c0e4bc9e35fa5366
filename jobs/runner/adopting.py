"""What a runner takes on that another one has left."""

from __future__ import annotations

from functools import partial

from everly.jobs.following import QUICK, Again, after, wait_before_restart
from everly.jobs.ledger import Attempt, Ending, Job, Open, Reason, Run, State, Summary
from everly.jobs.ledger.rows import REPLACING
from everly.jobs.runner.beginning import Beginnings


class Adopting(Beginnings):
    """The beginning of a runner."""

    def adopt(self) -> None:
        """Take on what another runner has left; once, at the beginning. What it was to stop is stopped."""
        for event in self.ledger.to_end():
            assert event.run is not None  # noqa: S101 - it is of a run
            self.stopping[event.run] = event.text or ""
            if event.kind == REPLACING:
                self.replaced.add(event.run)
        for each in self.ledger.unfinished():
            with self._guarded(f"run {each.run.id} of '{each.name}'"):
                self._adopt(each)
        for summary in self.ledger.jobs():
            if self._was_to_go(summary):
                self.housekeeping.may_go(summary.job.name)

    def _was_to_go(self, summary: Summary) -> bool:
        """Whether a job is to be deleted when it is done, and was so at the end of its last run."""
        return self.rules(summary.job.work).rm and (summary.last is None or self.settings(summary.last).rm)

    def _adopt(self, each: Open) -> None:
        run = each.run
        if each.attempt is not None:
            directory = self._directory(each.attempt)
            self._watch(run.id, directory)
            self.executor.adopt(directory, launching=each.attempt.state is State.LAUNCHING)
            if run.id in self.stopping:
                self.executor.see_stopped(directory)
        elif run.id in self.stopping:
            self.end_run(run, Ending(Reason.STOPPED), self.clock.now())
        elif run.state in {State.DUE, State.CLAIMED}:
            self._adopt_due(run)
        elif run.state is not State.PAUSED:
            self.proceed(run)

    def _adopt_due(self, run: Run) -> None:
        if run.state is State.CLAIMED:
            self.ledger.release(run.id)
        left = self._left_to_restart(self.ledger.job_numbered(run.job), run)
        if left > 0:
            self._restarts[run.id] = self.clock.steady() + left
        self.consider(run.job)

    def proceed(self, run: Run) -> None:
        """Let a run between two attempts go on, or end if by the rules of today it does; within a change."""
        attempts = self.ledger.attempts(run.id)
        last = attempts[-1]
        assert last.ending is not None  # noqa: S101 - none is under way
        follows = after(last.ending, attempts, len(self.ledger.work(run).steps), self.settings(run))
        if isinstance(follows, Again):
            self.then(partial(self.go_on, run.id, self._left(follows.wait, last)))
        else:
            self.end_run(run, last.ending, last.ended or self.clock.now())

    def _left(self, whole: float, since: Attempt | Run) -> float:
        """What is left of a wait by the time of day, but never more than all of it."""
        began = since.ended if isinstance(since, Attempt) else since.created
        return min(max(whole - (self.clock.now() - (began or 0)) / 1000, 0.0), whole)

    def _left_to_restart(self, job: Job, run: Run) -> float:
        """What is left of the wait before a job begins anew."""
        if run.fire is not None or self.ledger.schedule(job.name) is not None:
            return 0.0
        wait = wait_before_restart(self.ledger.begun(job.id, 0, QUICK), self.rules(job.work))
        return self._left(wait, run) if wait else 0.0
