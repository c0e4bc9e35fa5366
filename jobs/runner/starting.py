"""How jobs are started."""

from __future__ import annotations

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Job, Run, Schedule, State
from everly.jobs.runner.acting import Result, Tell
from everly.jobs.runner.pausing import Pausing
from everly.jobs.runner.schedules import instants_of, why_refused


class Starting(Pausing):
    """Starting."""

    async def _start(self, job: Job, now: bool, tell: Tell) -> Result:
        """Start a job that is stopped, resume one that is paused; with `now` a scheduled one runs at once besides."""
        schedule = self.ledger.schedule(job.name)
        resumed = self._resume(job)
        if schedule is None:
            return await self._start_unscheduled(job, resumed, tell)
        armed = self._arm(job, schedule) if schedule.next_fire is None else None
        if now:
            return await self._started(job, self.ledger.add_run(job.name, self.clock.now()), tell, "started")
        if armed is not None:
            return armed
        return Result(job.name, True, "resumed" if resumed else "it is started already")

    async def _start_unscheduled(self, job: Job, resumed: bool, tell: Tell) -> Result:
        active = [each.run.id for each in self._unfinished(job) if each.run.state is not State.DUE]
        if any(number not in self.core.stopping for number in active):
            return Result(job.name, True, "resumed" if resumed else "it runs already")
        due = self.ledger.due(job.id, 1)
        if due:
            self.core.hurry(due[0].id)
        run = due[0] if due else self.ledger.add_run(job.name, self.clock.now())
        return await self._started(job, run, tell, "started")

    def _arm(self, job: Job, schedule: Schedule) -> Result:
        """Let a schedule go on from now."""
        try:
            following = instants_of(schedule).ceil(self.clock.now() // 1000 + 1)
        except (ScheduleError, ValueError) as error:
            return Result(
                job.name,
                False,
                f"its schedule cannot be read any more: {why_refused(error)}",
                f"give it another: everly edit job {job.name} --schedule …",
            )
        if following is None:
            return Result(
                job.name,
                False,
                f"its schedule '{schedule.text}' has no fire time left",
                f"run it once with --now, or give it another: everly edit job {job.name} --schedule …",
            )
        self.ledger.arm_schedule(job.name, following, self.clock.now())
        self.core.poke()
        return Result(job.name, True, "started")

    async def _started(self, job: Job, run: Run | None, tell: Tell, what: str) -> Result:
        """Have a new run begin, and wait until it has, or has to wait for another."""
        self.core.consider(job.id)
        if run is None:
            return Result(job.name, True, what)
        number = run.id
        tell(job.name, "waiting for it to begin")
        await self._until(lambda: self._has_begun(number) or self._waits(number))
        if not self.ledger.is_kept(number):
            return self._of_one_gone(job, what)
        now = self.ledger.run(number)
        if now.state is State.DUE:
            return Result(job.name, True, f"{what}; it begins when the run under way has ended")
        if now.ending is not None and now.started is None:
            return Result(job.name, False, f"it could not begin: {now.ending.note or now.ending.reason}")
        return Result(job.name, True, what)

    def _of_one_gone(self, job: Job, what: str) -> Result:
        """What came of a start of which the run is not kept any more."""
        if self.core.rules(job.work).rm or self.ledger.job(job.name) is not None:
            return Result(job.name, True, f"{what}, and done")
        return Result(job.name, False, "it was deleted meanwhile")

    def _has_begun(self, number: int) -> bool:
        return self._has_ended(number) or self.ledger.run(number).started is not None

    def _waits(self, number: int) -> bool:
        """Whether a run has to wait for another one, so that nobody else should."""
        run = self.ledger.run(number)
        return run.state is State.DUE and self.ledger.active(run.job) > 0
