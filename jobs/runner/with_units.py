"""What verbs do about the units of jobs."""

from __future__ import annotations

import asyncio

from everly.frozen import replace
from everly.jobs.ledger import Job, State, Work
from everly.jobs.protocol import Answer
from everly.jobs.runner.acting import Acting
from everly.jobs.runner.asked import NotHereError
from everly.jobs.systemd.manager import ManagerError
from everly.jobs.systemd.names import PLAIN, unfit

UNLIMITED = "its limit of memory does not hold: that control group is not delegated to the user manager of systemd"

_ENDS = 5.0  # seconds for the end of what ran before in a unit to be seen
_LOOK = 0.01  # seconds between looks


class WithUnits(Acting):
    """Units of jobs, for the verbs that make, change or delete some."""

    async def _check_reach(self, work: Work) -> None:
        """See that what is to run a job can be asked.

        Raises:
            NotHereError: It cannot.
        """
        if self.core.rules(work).executor != "systemd":
            return
        if self.core.units is None:
            raise NotHereError("there is no systemd here", "leave out '-e systemd'")
        why = unfit(str(self.core.places.root))
        if why is not None:
            raise NotHereError(why, PLAIN)
        try:
            await self.core.units.manager.ping()
        except ManagerError as error:
            raise NotHereError(str(error), error.help) from None

    async def _with_unit(self, result: Answer) -> Answer:
        """What came of a change of a job, once its unit is as it is to be; with what is wrong with it, if something."""
        units = self.core.units
        if units is None:
            return result
        try:
            await units.settle([result.name])
            if result.ok and self._is_limited(result.name) and not await units.manager.can_limit_memory():
                return replace(result, text=f"{result.text}; but {UNLIMITED}")
        except ManagerError as error:
            return replace(result, text=f"{result.text}; but of its unit: {error}")
        return result

    def _is_limited(self, name: str) -> bool:
        """Whether the memory of a job is to have a limit."""
        job = self.ledger.job(name)
        return job is not None and self.core.rules(job.work).memory_max is not None

    async def _begun_before(self, job: Job) -> bool:
        """Wait for the end of what ran in a unit before it was started anew; whether something runs on."""
        end = self.clock.steady() + _ENDS
        while self.clock.steady() < end:
            if not any(each.run.id in self.core.directories for each in self._unfinished(job)):
                return False
            await asyncio.sleep(_LOOK)
        return True

    def _is_launching(self, job: Job) -> bool:
        return any(each.run.state is State.LAUNCHING for each in self._unfinished(job))
