"""What becomes of attempts that began or ended, and of the runs and jobs that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from everly.frozen import replace
from everly.jobs.following import QUICK, Again, after, restarts, wait_before_restart
from everly.jobs.ledger import Ending, Job, Reason, RefusedError, Run, State, UnwritableError
from everly.jobs.ledger.rows import STOPPING
from everly.jobs.runner.recorded import ending_of
from everly.jobs.runner.under_way import UnderWay, log
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit

_CHANGES = 100  # so many at once, then others have their turn
REPLACED = "for a later run, by the job's rule of overlap"


class Endings(UnderWay):
    """The end of attempts and of runs."""

    def _take_changes(self) -> None:
        """Take in what the executor has told about."""
        self._each_of(self._changed, _CHANGES, self._take_change)

    def is_behind(self, run_id: int) -> bool:
        """Whether the attempt under way of a run has ended, and the ledger does not say so yet."""
        directory = self.directories.get(run_id)
        return directory in self._changed and self.executor.look(directory).state != "running"

    def _take_change(self, directory: str) -> None:
        run_id = self._runs.get(directory)
        if run_id is None:
            return
        found = self.executor.look(directory)
        try:
            with self.change():
                self._keep(run_id, directory, found)
        except (RefusedError, RunError) as error:
            log.error("run %d: %s", run_id, error)
            if found.state != "running":
                self.then(partial(self._forget, run_id, directory))
                self._give_up(run_id, str(error))

    def _keep(self, run_id: int, directory: str, found: Found) -> None:
        """Keep in the ledger what has become of an attempt."""
        attempt = self.ledger.attempts(run_id)[-1]
        if found.started is not None and attempt.state is State.LAUNCHING:
            self.ledger.begin(run_id, found.started["time"])
            self.then(partial(self._launched.pop, directory, None))
            self.then(partial(hit, "runner.begun"))
        if found.state == "running":
            return
        if found.state == "absent" and attempt.state is State.LAUNCHING:  # it may still come
            self.then(partial(self.executor.adopt, directory, launching=True))
            return
        at = found.ended["time"] if found.ended else self.clock.now()
        self.then(partial(self._forget, run_id, directory))
        self._end_attempt(run_id, ending_of(found, began=attempt.state is State.RUNNING), at)

    def _end_attempt(self, run_id: int, ending: Ending, at: int) -> None:
        run = self.ledger.run(run_id)
        steps = len(self.ledger.work(run).steps)
        follows = after(ending, self.ledger.attempts(run_id), steps, self.settings(run))
        stopped = run_id in self.stopping
        if not isinstance(follows, Again) and not (stopped and ending.reason is Reason.UNSTARTED):
            self.end_run(run, ending, at)
            return
        self.ledger.end_attempt(run_id, ending, at)
        if stopped:
            self.end_run(run, Ending(Reason.STOPPED), at)
        elif isinstance(follows, Again) and run.state is not State.PAUSED:
            self.then(partial(self._again.__setitem__, run_id, self.clock.steady() + follows.wait))

    def end_run(self, run: Run, ending: Ending, at: int) -> None:
        """Keep in the ledger how a run ended, within a change, and let its job go on."""
        if run.id in self.replaced and ending.reason is Reason.STOPPED:
            ending = replace(ending, note="; ".join(filter(None, [REPLACED, ending.note])))
        self.ledger.end_run(run.id, ending, at)
        hit("runner.ending")
        self.then(partial(hit, "runner.ended"))
        job = self.ledger.job_numbered(run.job)
        if run.id not in self.stopping:
            self._begin_anew(job, ending, at)
            if run.state is State.PAUSED:  # somebody killed it, and has resumed nothing
                self.hold_next(job, at)
        self.then(partial(self._ended, job, run.id))

    def hold_next(self, job: Job, now: int) -> bool:
        """Keep what waits to begin by hand or anew from that until it is resumed; whether there was something.

        One is enough: it counts as running, so others wait for it.
        """
        waiting = [run for run in self.ledger.due(job.id, QUICK) if run.fire is None]
        if not waiting or self.ledger.active(job.id):
            return False
        self.ledger.pause(waiting[0].id, now)
        return True

    def _begin_anew(self, job: Job, ending: Ending, at: int) -> None:
        """Let a job begin anew, if it wants to after a run that ended so."""
        rules = self.rules(job.work)
        if not restarts(ending, rules) or self.ledger.schedule(job.name) is not None or self.ledger.due(job.id, 1):
            return
        run = self.ledger.add_run(job.name, at, restarts=True)
        wait = wait_before_restart(self.ledger.begun(job.id, 0, QUICK), rules)
        if wait:
            self.then(partial(self._restarts.__setitem__, run.id, self.clock.steady() + wait))

    def _ended(self, job: Job, run_id: int) -> None:
        self.stopping.pop(run_id, None)
        self.replaced.discard(run_id)
        self._again.pop(run_id, None)
        self._restarts.pop(run_id, None)
        self.housekeeping.has_run(job.name)
        self.tend(job.name)
        if self.rules(job.work).rm:
            self.housekeeping.may_go(job.name)
        self.consider(job.id)

    def _give_up(self, run_id: int, why: str) -> None:
        """End a run that can neither go on nor end as it did. Nobody knows more of it, so it is lost."""
        with self._guarded(f"run {run_id}"):
            self.end_run(self.ledger.run(run_id), Ending(Reason.UNKNOWN, note=why), self.clock.now())

    def keep_stops(self, job: Job, run_ids: Sequence[int], token: str) -> None:
        """Keep in the ledger that runs under way are to end, before they are told; a full disk does not prevent that.

        So another runner knows, and asks none of them again, which would end its grace.
        """
        asked = [run_id for run_id in run_ids if run_id in self.directories and run_id not in self.stopping]
        with suppress(UnwritableError), self.change():
            for run_id in asked:
                self.ledger.record(STOPPING, self.clock.now(), job=job.name, run=run_id, text=token)

    def stop_run(self, run_id: int, token: str = "") -> None:
        """Have a run end; asked again by another request, without waiting any longer.

        Raises:
            LedgerError: It cannot be kept that a run that was not under way has ended.
        """
        run = self.ledger.run(run_id)
        if run.ending is not None or (token and self.stopping.get(run_id) == token):
            return
        with self.change():
            if run_id in self.directories:
                self.then(partial(self._stop_attempt, run_id, token))
            else:
                self.end_run(run, Ending(Reason.STOPPED), self.clock.now())

    def _stop_attempt(self, run_id: int, token: str) -> None:
        self.stopping[run_id] = token
        self.executor.stop(self.directories[run_id])
