"""How jobs are paused and resumed.

The ledger is first: what it calls paused is to stand still. So whenever the runner is killed, either of both makes it
true when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from everly.jobs.ledger import Job, Open, State
from everly.jobs.protocol import Answer
from everly.jobs.runner.acting import Tell
from everly.jobs.runner.with_units import WithUnits
from everly.jobs.runs import platform

_STILL = 5.0  # seconds until processes that were told to stand still should do so
_LOOK = 0.01  # seconds between looks at them


class Pausing(WithUnits):
    """Pausing and resuming."""

    async def _pause(self, job: Job, tell: Tell) -> Answer:
        """Pause the schedule of a job, its processes, and what would be its next attempt or its next run.

        Raises:
            UnseenError: The system does not tell of processes, so it could not be said that they stand still.
        """
        platform.check_sight()
        schedule = self.ledger.schedule(job.name)
        pauses = schedule is not None and not schedule.paused
        if pauses:
            self.ledger.pause_schedule(job.name, self.clock.now())
        if self._is_launching(job):
            tell(job.name, "waiting for it to begin")
            if not await self._soon(lambda: not self._is_launching(job)):
                return Answer(
                    job.name, False, "it has not begun yet, so it cannot be paused", "try it again, or stop it"
                )
        held = self.core.hold_next(job, self.clock.now())
        runs = [each for each in self._unfinished(job) if each.run.state in {State.RUNNING, State.PAUSED}]
        running = [each for each in runs if each.run.state is State.RUNNING]
        self._suspend(runs)
        if not await self._obey(job, [each.run.id for each in runs], tell, still=True):
            return Answer(job.name, False, "not all of its processes stand still", "try it again, or stop it")
        if not runs and schedule is None:
            return Answer(job.name, True, "it does not run")
        return Answer(job.name, True, "paused" if pauses or running or held else "it is paused already")

    def _suspend(self, runs: Sequence[Open]) -> None:
        with self.core.change():
            for each in runs:
                if each.run.state is State.RUNNING:
                    self.ledger.pause(each.run.id, self.clock.now())
                if each.run.id in self.core.directories:
                    self.core.then(partial(self.core.executor.pause, self.core.directories[each.run.id]))

    async def _gone_on(self, job: Job, tell: Tell) -> Answer:
        """What comes of resuming a job, once its processes go on."""
        runs = [each.run.id for each in self._unfinished(job) if each.run.state is State.RUNNING]
        if not await self._obey(job, runs, tell, still=False):
            return Answer(job.name, False, "its processes do not go on", "try it again, or stop it")
        return Answer(job.name, True, "resumed")

    async def _obey(self, job: Job, runs: Sequence[int], tell: Tell, *, still: bool) -> bool:
        """Wait until all processes of some runs stand still, or go on; whether they do."""
        until = self.clock.steady() + _STILL
        if not self._are(still, runs):
            tell(job.name, f"waiting for its processes to {'stand still' if still else 'go on'}")
        while not self._are(still, runs):
            if self.clock.steady() > until:
                return False
            await asyncio.sleep(_LOOK)
        return True

    def _are(self, still: bool, runs: Sequence[int]) -> bool:
        """Whether runs stand still, or go on, but for what has ended, or is wanted otherwise by somebody meanwhile."""
        wanted = State.PAUSED if still else State.RUNNING
        directories = [self.core.directories.get(each) for each in runs if self._state(each) is wanted]
        return all(each is None or self.core.executor.is_still(each) is still for each in directories)

    def _resume(self, job: Job) -> bool:
        """Let everything of a job go on that stands still; whether there was something."""
        schedule = self.ledger.schedule(job.name)
        paused = schedule is not None and schedule.paused
        runs = [each for each in self._unfinished(job) if each.run.state is State.PAUSED or self._is_frozen(each)]
        if not paused and not runs:
            return False
        with self.core.change():
            if paused:
                self.ledger.pause_schedule(job.name, self.clock.now(), paused=False)
            for each in runs:
                if each.run.state is State.PAUSED:
                    self.ledger.resume(each.run.id, self.clock.now())
                if each.run.started is None:
                    self.core.then(partial(self.core.hurry, each.run.id))
                elif each.run.id in self.core.directories:
                    self.core.then(partial(self.core.executor.resume, self.core.directories[each.run.id]))
                else:
                    self.core.proceed(self.ledger.run(each.run.id))
        self.core.consider(job.id)  # what fell due before it was paused
        return True

    def _is_frozen(self, each: Open) -> bool:
        """Whether a run stands still that nobody paused by everly."""
        directory = self.core.directories.get(each.run.id)
        return directory is not None and self.core.executor.is_frozen(directory)
