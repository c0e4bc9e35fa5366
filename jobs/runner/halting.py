"""How jobs are stopped and deleted."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.ledger import Job
from everly.jobs.runner.acting import Acting, Result, Tell


class Halting(Acting):
    """Stopping and deleting."""

    async def _stop(self, job: Job, tell: Tell) -> Result:
        """End the runs of a job, and let nothing start another."""
        numbers = [each.run.id for each in self._unfinished(job)]
        armed = self._begin_to_stop(job, numbers)
        if not numbers:
            return Result(job.name, True, "stopped" if armed else "it does not run")
        tell(job.name, "stopping it")
        await self._until(lambda: all(map(self._has_ended, numbers)))
        return Result(job.name, True, "; ".join(["stopped", *self._left(numbers)]))

    def _begin_to_stop(self, job: Job, numbers: Sequence[int]) -> bool:
        """Stop all at once; whether fire times were to come."""
        with self.core.change():
            schedule = self.ledger.schedule(job.name)
            armed = schedule is not None and schedule.next_fire is not None
            if armed:
                self.ledger.arm_schedule(job.name, None, self.clock.now())
            for number in numbers:
                self.core.stop_run(number)
        if self.core.rules(job.work).rm:
            self.core.housekeeping.may_go(job.name)
            self.core.poke()
        return armed

    def _left(self, numbers: Sequence[int]) -> list[str]:
        """What is to be said of how some runs ended, where they are kept."""
        endings = [self.ledger.run(number).ending for number in numbers if self.ledger.is_kept(number)]
        return [ending.note for ending in endings if ending is not None and ending.note]

    async def _delete(self, job: Job, tell: Tell) -> Result:
        """Stop a job, and take it away. Whoever else deletes it meanwhile has done what was asked."""
        while self._is_there(job):
            await self._stop(job, tell)
            if self._is_there(job) and not self.ledger.active(job.id):
                self.core.housekeeping.delete(job, self.clock.now())
        return Result(job.name, True, "deleted")

    def _is_there(self, job: Job) -> bool:
        """Whether there is still this job, and not another one of its name."""
        found = self.ledger.job(job.name)
        return found is not None and found.id == job.id
