"""How jobs are started."""

from __future__ import annotations

from collections.abc import Sequence

from everly.grammar.diagnostics import ScheduleError
from everly.jobs.ledger import Job, Run, Schedule, State
from everly.jobs.protocol import Answer
from everly.jobs.runner.acting import PATIENCE, Tell
from everly.jobs.runner.asked import Token
from everly.jobs.runner.pausing import Pausing
from everly.jobs.runner.schedules import instants_of, why_refused


class Starting(Pausing):
    """Starting."""

    async def _start(self, job: Job, now: bool, tell: Tell, token: Token) -> Answer:
        """Start a job that is stopped, resume one that is paused; with `now` a scheduled one runs at once besides."""
        kept = self._kept(token, job.name)
        if kept is not None:
            return await self._started(job, kept.run, tell, "started")
        schedule = self.ledger.schedule(job.name)
        resumed = self._resume(job)
        if schedule is None:
            return await self._start_unscheduled(job, resumed, tell, token)
        armed = self._arm(job, schedule) if schedule.next_fire is None else None
        if now:
            return await self._started(job, self._run_for(job, token).id, tell, "started")
        if armed is not None:
            return armed
        return await self._gone_on(job, tell) if resumed else Answer(job.name, True, "it is started already")

    async def _start_unscheduled(self, job: Job, resumed: bool, tell: Tell, token: Token) -> Answer:
        await self._take_in(job)
        active = [each.run.id for each in self._unfinished(job) if each.run.state is not State.DUE]
        if any(number not in self.core.stopping for number in active):
            return await self._gone_on(job, tell) if resumed else Answer(job.name, True, "it runs already")
        due = self.ledger.due(job.id, 1)
        if due:
            self.core.hurry(due[0].id)
        return await self._started(job, self._run_for(job, token, due).id, tell, "started")

    def _run_for(self, job: Job, token: Token, due: Sequence[Run] = ()) -> Run:
        """The run that a request starts: one that is due already, or a new one."""
        with self.core.change():
            run = due[0] if due else self.ledger.add_run(job.name, self.clock.now())
            self._keep(token, job.name, run)
            self.core.begin_due(job.id)  # at once, for somebody waits, and with one wait for the disk
        return run

    async def _begin_in_unit(self, job: Job, tell: Tell, token: Token) -> Answer:
        """Have a run begin for a unit that somebody has started, and which waits for its launch.

        What is about to begin anyway is for this unit; and what waits for its next try waits no longer.
        """
        if self.core.rules(job.work).executor != "systemd":
            return Answer(job.name, False, "it is not run by systemd any more")
        if self._is_launching(job):
            await self._until(lambda: not self._is_launching(job))
            return Answer(job.name, True, "started")
        if any(each.run.state is State.PAUSED and each.run.started is None for each in self._unfinished(job)):
            self._resume(job)
        await self._take_in(job)
        if await self._begun_before(job):
            return Answer(job.name, False, "it runs already")
        waiting = [each.run for each in self._unfinished(job) if each.run.state is State.RUNNING]
        if waiting:
            self.core.go_on(waiting[0].id, 0.0)
            return Answer(job.name, True, "started")
        if self.ledger.schedule(job.name) is None:
            return await self._start_unscheduled(job, False, tell, token)
        return await self._started(job, self._run_for(job, token).id, tell, "started")

    def _arm(self, job: Job, schedule: Schedule) -> Answer:
        """Let a schedule go on from now."""
        try:
            following = instants_of(schedule).ceil(self.clock.now() // 1000 + 1)
        except (ScheduleError, ValueError) as error:
            return Answer(
                job.name,
                False,
                f"its schedule cannot be read any more: {why_refused(error)}",
                f"give it another: everly edit job {job.name} --schedule …",
            )
        if following is None:
            return Answer(
                job.name,
                False,
                f"its schedule '{schedule.text}' has no fire time left",
                f"run it once with --now, or give it another: everly edit job {job.name} --schedule …",
            )
        self.ledger.arm_schedule(job.name, following, self.clock.now())
        self.core.poke()
        return Answer(job.name, True, "started")

    async def _started(self, job: Job, number: int | None, tell: Tell, what: str) -> Answer:
        """Have a new run begin, and wait until it has, or has to wait for another."""
        self.core.consider(job.id)
        if number is None:
            return Answer(job.name, True, what)
        tell(job.name, "waiting for it to begin")
        if not await self._soon(lambda: self._has_begun(number) or self._waits(number)):
            late = f"it has not begun within {PATIENCE:.0f} seconds, and is tried anew if it does not"
            return Answer(job.name, True, f"{what}; {late}")
        if not self.ledger.is_kept(number):
            return self._of_one_gone(job, what)
        now = self.ledger.run(number)
        if now.state is State.DUE:
            return Answer(job.name, True, f"{what}; it begins when the run under way has ended")
        if now.ending is not None and now.started is None:
            return Answer(job.name, False, f"it could not begin: {now.ending.why or now.ending.reason}")
        return Answer(job.name, True, what)

    def _of_one_gone(self, job: Job, what: str) -> Answer:
        """What came of a start of which the run is not kept any more."""
        if self.core.rules(job.work).rm or self.ledger.job(job.name) is not None:
            return Answer(job.name, True, f"{what}, and done")
        return Answer(job.name, False, "it was deleted meanwhile")

    def _has_begun(self, number: int) -> bool:
        return self._has_ended(number) or self.ledger.run(number).started is not None

    def _waits(self, number: int) -> bool:
        """Whether a run has to wait for another one, so that nobody else should."""
        run = self.ledger.run(number)
        return run.state is State.DUE and self.ledger.active(run.job) > 0
