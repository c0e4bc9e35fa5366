"""What all verbs share: what comes of them, and how they wait for something to be true."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from everly.jobs.errors import Fault
from everly.jobs.ledger import Event, Job, LedgerError, Open, Run, State
from everly.jobs.ledger.rows import ASKED
from everly.jobs.protocol import Answer
from everly.jobs.runner.asked import Token
from everly.jobs.runner.core import Core
from everly.jobs.runs.platform import UnseenError
from everly.jobs.settings import SettingsError

PATIENCE = 30.0
"""Seconds after which somebody who waits for a run to begin is told that it has not."""

Tell = Callable[[str, str], None]
"""Tells the name of a job and what is being waited for."""


class Acting:
    """Acts on the jobs of a core."""

    def __init__(self, core: Core) -> None:
        self.core, self.ledger, self.clock = core, core.ledger, core.clock

    async def _each(
        self,
        names: tuple[str, ...],
        action: Callable[[Job], Awaitable[Answer]],
        gone: Callable[[str], Answer | None] = lambda _name: None,
    ) -> list[Answer]:
        """What comes of an action for each job, all at the same time; `gone` may answer for one that is no more."""

        async def guarded(name: str) -> Answer:
            try:
                found = self.ledger.job(name)
                left = gone(name) if found is None else None
                return left or await action(found or self.ledger.the_job(name))
            except (LedgerError, SettingsError) as error:
                return Answer(name, False, str(error), error.help, error.fault)
            except UnseenError as error:
                return Answer(name, False, str(error), fault=Fault.PLACE)

        return list(await asyncio.gather(*map(guarded, names)))

    def _kept(self, token: Token, name: str | None) -> Event | None:
        """What was kept of a request that was done, where a client asks again since it lost the answer."""
        return self.ledger.noted(ASKED, token.text, name) if token.again else None

    def _keep(self, token: Token, name: str, run: Run | None) -> None:
        """Keep that a request was done, within the change that did it."""
        if token.text:
            number = None if run is None else run.id
            self.ledger.record(ASKED, self.clock.now(), job=name, run=number, text=token.text)

    async def _soon(self, condition: Callable[[], bool]) -> bool:
        """Wait until something is true that takes no time as a rule, but not for longer than PATIENCE; whether it is.

        Raises:
            LedgerError: The ledger takes nothing, and what is waited for needs it.
        """
        end, late = self.clock.steady() + PATIENCE, False

        def settled() -> bool:
            nonlocal late
            late = not condition()
            return not late or self.clock.steady() >= end

        await self._until(settled)
        return not late

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true, or what it asks about is gone.

        Raises:
            LedgerError: The ledger takes nothing, and what is waited for needs it.
        """
        true: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settle(error: LedgerError | None = None) -> None:
            if not true.done() and error is None:
                true.set_result(None)
            elif not true.done() and error is not None:
                true.set_exception(error)

        self.core.when(condition, settle, settle)
        await true

    async def _take_in(self, job: Job) -> None:
        """Have the ledger know of all runs of a job that have ended.

        Raises:
            LedgerError: It takes nothing, as on a full disk.
        """
        if self._is_behind(job):
            await self._until(lambda: not self._is_behind(job))

    def _is_behind(self, job: Job) -> bool:
        return any(self.core.is_behind(each.run.id) for each in self._unfinished(job))

    def _unfinished(self, job: Job) -> list[Open]:
        return [each for each in self.ledger.unfinished() if each.run.job == job.id]

    def _has_ended(self, number: int) -> bool:
        return not self.ledger.is_kept(number) or self.ledger.run(number).ending is not None

    def _state(self, number: int) -> State | None:
        """The state of a run; None if it is gone."""
        return self.ledger.run(number).state if self.ledger.is_kept(number) else None
