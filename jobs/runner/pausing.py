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
        if not await self._stand_still([each.run.id for each in runs], job, tell):
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

    async def _stand_still(self, numbers: Sequence[int], job: Job, tell: Tell) -> bool:
        """Wait until all processes of some runs stand still; whether they do."""
        until = self.clock.steady() + _STILL
        if not all(map(self._is_still, numbers)):
            tell(job.name, "waiting for its processes to stand still")
        while not all(map(self._is_still, numbers)):
            if self.clock.steady() > until:
                return False
            await asyncio.sleep(_LOOK)
        return True

    def _is_still(self, number: int) -> bool:
        directory = self.core.directories.get(number)
        if directory is None or self._state(number) is not State.PAUSED:  # it has ended, or somebody resumed it
            return True
        return self.core.executor.is_still(directory)

    async def _gone_on(self, job: Job, tell: Tell) -> Answer:
        """What comes of resuming a job, once its processes go on."""
        runs = [each.run.id for each in self._unfinished(job) if each.run.state is State.RUNNING]
        until, told = self.clock.steady() + _STILL, False
        while not all(map(self._goes_on, runs)):
            if self.clock.steady() > until:
                return Answer(job.name, False, "its processes do not go on", "try it again, or stop it")
            if not told:
                tell(job.name, "waiting for its processes to go on")
            told = True
            await asyncio.sleep(_LOOK)
        return Answer(job.name, True, "resumed")

    def _goes_on(self, number: int) -> bool:
        directory = self.core.directories.get(number)
        if directory is None or self._state(number) is not State.RUNNING:  # it has ended, or somebody paused it
            return True
        return not self.core.executor.is_still(directory)

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
