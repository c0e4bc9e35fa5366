"""Which runs and attempts begin, and how."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from everly.frozen import replace
from everly.jobs.ledger import Ending, Job, Reason, RefusedError, Run, State
from everly.jobs.ledger.rows import REPLACING
from everly.jobs.runner.ending import Endings
from everly.jobs.runner.launching import launch_of
from everly.jobs.runner.overlapping import decide
from everly.jobs.runner.under_way import log
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.launch import LATEST, Launch
from everly.jobs.settings import Settings, SettingsError
from everly.jobs.spreading import jitter_of

_JOBS, _DUE = 50, 500  # so many at once, then others have their turn
AT_ONCE, SLOW = 32, 1.0
"""So many runs are about to begin at the same time, without those that have been for so many seconds."""

_LATER = 30_000  # milliseconds until a job is looked at again where that was refused


class Beginnings(Endings):
    """The beginning of runs and of their attempts."""

    def hurry(self, run_id: int) -> None:
        """Let a due run that waits for its job to begin anew wait no longer."""
        self.consider(self.ledger.run(run_id).job)
        self._restarts.pop(run_id, None)

    def go_on(self, run_id: int, wait: float) -> None:
        """Let a run make its next attempt, after a wait in seconds."""
        self._again[run_id] = self.clock.steady() + wait
        self.poke()

    def _go_on(self) -> None:
        """Begin the attempts and the runs whose wait is over."""
        steady = self.clock.steady()
        for run_id in [run_id for run_id, at in self._restarts.items() if at <= steady]:
            with suppress(RefusedError):  # it was deleted
                self.hurry(run_id)
            self._restarts.pop(run_id, None)
        ready = [run_id for run_id, at in self._again.items() if at <= steady]
        if not ready:
            return
        with self.change():
            for run_id in ready:
                self.then(partial(self._again.pop, run_id, None))
                self._try_again(run_id)

    def _try_again(self, run_id: int) -> None:
        run = self.ledger.run(run_id)
        if run.state is State.PAUSED:  # it goes on when it is resumed
            return
        try:
            self._launch(run)
        except RefusedError as error:
            log.error("run %d: %s", run_id, error)
            self._give_up(run_id, str(error))

    def _dispatch(self) -> None:
        now = self.clock.now()
        for job in [job for job, at in self._later.items() if at <= now]:
            del self._later[job]
            self._jobs[job] = None
        self._each_of(self._jobs, min(self.room(), _JOBS), lambda job: self._try_job(job, now))

    def room(self) -> int:
        """How many more runs may be about to begin. What takes long to begin takes no room from others."""
        return max(0, AT_ONCE - len(self._about_to_begin()))

    def wait_for_room(self) -> float:
        """The seconds after which there is room, if nothing begins before."""
        return min(self._about_to_begin(), default=0.0) + SLOW - self.clock.steady()

    def _about_to_begin(self) -> list[float]:
        """Since when each is, without those that take long."""
        after = self.clock.steady() - SLOW
        return [since for since in self._launched.values() if since > after]

    def begin_due(self, job: int) -> None:
        """Begin what is due of a job once the change under way is on the disk, whatever else is about to begin."""
        self._try_job(job, self.clock.now())

    def _try_job(self, number: int, now: int) -> None:
        try:
            with self.change():
                self._dispatch_job(number, now)
        except RefusedError as error:
            log.error("the job of number %d: %s", number, error)
            self.then(partial(self._later.__setitem__, number, now + _LATER))

    def _dispatch_job(self, number: int, now: int) -> None:
        """Begin or skip what is due of one job, as far as its policy lets it."""
        due = self.ledger.due(number, _DUE)
        if not due:
            return
        job = self.ledger.job_numbered(number)
        rules = self.rules(job.work)
        decision = decide(self._ready(job, due, rules, now), self.ledger.active(number), rules)
        for run in decision.skipped:
            self.ledger.end_run(run.id, Ending(Reason.OVERLAP), now)
        for run in decision.begins:
            self.ledger.claim(run.id)
            hit("runner.claimed")
            self._launch(run)
        if decision.skipped:
            self.then(partial(self.housekeeping.has_run, job.name))
        if decision.replaces:
            self._replace(number)
        if len(due) == _DUE and (decision.skipped or decision.begins):
            self.then(partial(self.consider, number))

    def _ready(self, job: Job, due: Sequence[Run], rules: Settings, now: int) -> list[Run]:
        """Those of due runs that need wait neither for their jitter, nor to begin anew, nor to be resumed."""
        schedule = self.ledger.schedule(job.name)
        if schedule is not None and schedule.paused:  # who resumes it has it considered again
            due = [run for run in due if run.fire is None]
        jitter = jitter_of(self.identity, job.id, rules.jitter)
        times = {run.id: run.fire * 1000 + jitter for run in due if run.fire is not None}
        waits = [at for at in times.values() if at > now]
        if waits:
            self.then(partial(self._later.__setitem__, job.id, min(waits)))
        return [run for run in due if run.id not in self._restarts and times.get(run.id, now) <= now]

    def _replace(self, job: int) -> None:
        """End what runs of a job, for another run of it; what is ending already has its time for that."""
        for each in self.ledger.unfinished():
            if each.run.job == job and each.run.state is not State.DUE and each.run.id not in self.stopping:
                if each.attempt is not None:
                    self.ledger.record(REPLACING, self.clock.now(), job=each.name, run=each.run.id)
                self.then(partial(self.replaced.add, each.run.id))
                self.stop_run(each.run.id)

    def _launch(self, run: Run) -> None:
        """Keep that the next attempt of a run is about to begin, and then have it begin."""
        now = self.clock.now()
        with self.change():
            attempt = self.ledger.launch(run.id, now)
            name = self.ledger.job_numbered(run.job).name
            try:
                launch = launch_of(self.ledger.work(run), run, attempt, name=name, directory=self._directory(attempt))
            except (RunError, SettingsError) as error:
                self.end_run(run, Ending(Reason.UNSTARTED, note=str(error)), now)
            else:
                self.then(partial(self._begin, run.id, launch))

    def _begin(self, run_id: int, launch: Launch) -> None:
        self._watch(run_id, launch.directory)
        self._launched[launch.directory] = now = self.clock.steady()
        try:
            self.executor.launch(replace(launch, until=now + LATEST))
        except Exception as error:  # noqa: BLE001 - whether it begins is not known, whatever it was: it is followed
            log.error("run %d: its launch failed: %r", run_id, error)
            self.executor.adopt(launch.directory, launching=True)
