"""How jobs are stopped and deleted."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.ledger import Job, UnwritableError
from everly.jobs.ledger.rows import DELETED
from everly.jobs.protocol import Answer
from everly.jobs.runner.acting import Tell
from everly.jobs.runner.asked import Token
from everly.jobs.runner.core import Core
from everly.jobs.runner.with_units import WithUnits
from everly.jobs.runs import platform


class Halting(WithUnits):
    """Stopping and deleting."""

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        self._alone: dict[int, object] = {}
        """Who wants to start a job once it is stopped, while nobody else has stopped it since; by its number."""

    async def _stop(self, job: Job, tell: Tell, token: Token) -> Answer:
        """End the runs of a job, and let nothing start another."""
        numbers = [each.run.id for each in self._unfinished(job)]
        armed = self._begin_to_stop(job, numbers, token)
        if not numbers:
            return Answer(job.name, True, "stopped" if armed else "it does not run")
        await self._end_of(job, numbers, tell)
        return Answer(job.name, True, "; ".join(["stopped", *self._left(numbers)]))

    async def _end_of(self, job: Job, numbers: Sequence[int], tell: Tell) -> None:
        if numbers:
            tell(job.name, "stopping it")
            await self._until(lambda: all(map(self._has_ended, numbers)))

    def _begin_to_stop(self, job: Job, numbers: Sequence[int], token: Token) -> bool:
        """Stop all at once; whether fire times were to come.

        Raises:
            UnseenError: The system does not tell of processes, so it could not be said that they have ended.
        """
        if numbers:
            platform.check_sight()
        self._alone.pop(job.id, None)
        self.core.keep_stops(job, numbers, token.text)
        with self.core.change():
            schedule = self.ledger.schedule(job.name)
            armed = schedule is not None and schedule.next_fire is not None
            if armed:
                self.ledger.arm_schedule(job.name, None, self.clock.now())
            for number in numbers:
                self.core.stop_run(number, token.text)
        if self.core.rules(job.work).rm:
            self.core.housekeeping.may_go(job.name)
            self.core.poke()
        return armed

    def _left(self, numbers: Sequence[int]) -> list[str]:
        """What is to be said of how some runs ended, where they are kept."""
        endings = [self.ledger.run(number).ending for number in numbers if self.ledger.is_kept(number)]
        return [ending.note for ending in endings if ending is not None and ending.note]

    async def _stop_alone(self, job: Job, tell: Tell, token: Token) -> bool:
        """Stop a job; whether nobody else told it to stop after that, who is to find it stopped."""
        numbers, me = [each.run.id for each in self._unfinished(job)], object()
        self._begin_to_stop(job, numbers, token)
        self._alone[job.id] = me
        await self._end_of(job, numbers, tell)
        if self._alone.get(job.id) is not me:
            return False
        del self._alone[job.id]
        return True

    async def _delete(self, job: Job, tell: Tell, token: Token) -> Answer:
        """Stop a job, and take it away. Whoever else deletes it meanwhile has done what was asked.

        On a full disk its output goes first, which makes room for the ledger.
        """
        while self._is_there(job):
            try:
                await self._delete_once(job, tell, token)
            except UnwritableError:
                if not self.core.housekeeping.make_room(job):
                    raise
        return await self._with_unit(Answer(job.name, True, "deleted"))

    async def _delete_once(self, job: Job, tell: Tell, token: Token) -> None:
        await self._stop(job, tell, token)
        if self._is_there(job) and not self.ledger.active(job.id):
            self.core.housekeeping.delete(job, self.clock.now(), token.text or None)

    def _deleted(self, name: str, token: Token) -> Answer | None:
        """What came of a job that was deleted by the same request."""
        if token.again and self.ledger.noted(DELETED, token.text, name) is not None:
            return Answer(name, True, "deleted")
        return None

    def _is_there(self, job: Job) -> bool:
        """Whether there is still this job, and not another one of its name."""
        found = self.ledger.job(job.name)
        return found is not None and found.id == job.id
