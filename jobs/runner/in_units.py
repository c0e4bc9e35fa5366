"""Attempts as processes of this machine, those of some jobs in units of systemd."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Coroutine, Iterable
from typing import Any

from everly.jobs.runner.local import Local
from everly.jobs.runner.under_way import UnderWay
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.launch import LATEST, Launch
from everly.jobs.settings import Restart
from everly.jobs.systemd.manager import ManagerError, UnreachableError
from everly.jobs.systemd.pending import pending_path, put
from everly.jobs.systemd.unit import unit_text
from everly.jobs.systemd.units import Units, Wanted

_ABSENT = 6.0  # seconds that a manager which is not there is waited for
_AGAIN = 1.0  # seconds until a start is asked for again, as one that came while the unit was about to end does nothing
_FAILURES = 2  # so often a unit may end before its run begins
_QUEUED = 20  # so often a unit may be found not to have begun at all, as where systemd has much to do
_LOOK, _LOOK_SELDOM = 0.002, 0.1  # seconds between looks

log = logging.getLogger("everly.runner")


class InUnits(Local):
    """The executor of this machine. An attempt in a unit differs in how it begins; its shim is like all others.

    What the unit of a job is to be, `wanted_unit` tells.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, core: UnderWay, units: Units) -> None:
        super().__init__(loop, core.told, lambda directory: _grace(core, directory))
        self.core, self.units, self.manager = core, units, units.manager
        self.tasks: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Let go of everything; what runs goes on."""
        for task in list(self.tasks):
            task.cancel()
        super().close()

    def launch(self, launch: Launch) -> None:
        """Have an attempt begin, and watch it."""
        job = self._unit_job(launch.directory)
        if job is None:
            super().launch(launch)
            return
        hit("runner.launched")
        self.expect(launch.directory)
        self._do(self._begin(job, launch))
        hit("runner.asked")

    def stop(self, directory: str) -> None:
        """Stop an attempt with all of its processes; asked again, without waiting any longer."""
        super().stop(directory)
        self._thaw_soon(directory)

    def see_stopped(self, directory: str) -> None:
        """Stop an attempt that another runner was to stop, if it is not being stopped already."""
        super().see_stopped(directory)
        self._thaw_soon(directory)

    def resume(self, directory: str) -> None:
        """Have all processes of an attempt go on, whoever had them stand still."""
        super().resume(directory)
        self._thaw_soon(directory)

    def tend(self, *jobs: str) -> None:
        """Have the units of some jobs be as they are to be, soon. A job that has none yet gets it as it is made."""
        mine = [job for job in jobs if job in self.units.there]
        if mine:
            self._do(self._tend(mine))

    def tend_all(self) -> None:
        """See to all units once, since the runner before may have been killed before it could."""
        jobs = {
            each.job.name for each in self.core.ledger.jobs() if self.core.rules(each.job.work).executor == "systemd"
        }
        if jobs | self.units.there:
            self._do(self._tend(jobs | self.units.there))

    def _unit_job(self, directory: str) -> str | None:
        """The job of an attempt, if it is one in a unit."""
        found = self.core.job_of(directory)
        return None if found is None or found[1].executor != "systemd" else found[0]

    async def _tend(self, jobs: Iterable[str]) -> None:
        try:
            await self.units.settle(jobs)
        except ManagerError as error:
            log.warning("a unit is not as it is to be: %s", error)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _begin(self, job: str, launch: Launch) -> None:
        """Have the unit of a job run an attempt, or say why it never will."""
        try:
            await self._prepare(job)
            if not self._is_settled(launch.directory):
                put(pending_path(str(self.units.places.root), job), launch)
                await self._start_unit(job, launch.directory)
        except (ManagerError, OSError) as error:
            log.error("'%s' cannot begin in its unit: %s", job, error)  # noqa: TRY400 - the words say it
            self.give_up(launch.directory, str(error))

    async def _prepare(self, job: str) -> None:
        """Have the unit of a job be there. A manager that is starting anew is waited for."""
        end = time.monotonic() + _ABSENT
        while True:
            try:
                await self.units.settle([job])
            except UnreachableError:
                if time.monotonic() >= end:
                    raise
            else:
                return
            await asyncio.sleep(_LOOK_SELDOM)

    async def _start_unit(self, job: str, directory: str) -> None:
        """Start the unit until it has begun the attempt."""
        unit, failures, queued = self.units.name(job), 0, 0
        end = time.monotonic() + LATEST
        while time.monotonic() < end:
            await self.manager.start(unit)
            if await self._has_begun(directory):
                return
            state = await self.manager.state(unit)
            if state not in {"failed", "inactive"}:
                continue
            if state == "inactive" and self._is_pending(job):
                queued += 1
            else:
                failures += 1
            if failures >= _FAILURES or queued >= _QUEUED or _is_there(directory):
                why = await self.manager.state(unit, "Result", "Service")
                raise ManagerError(f"its unit '{unit}' ended before it began ({why}); see 'systemctl --user status'")
        raise ManagerError(f"its unit '{unit}' began nothing within {LATEST:.0f} seconds")

    def _is_pending(self, job: str) -> bool:
        """Whether no start of the unit has taken yet what is to run."""
        return os.path.lexists(pending_path(str(self.units.places.root), job))

    async def _has_begun(self, directory: str) -> bool:
        """Whether an attempt is settled within the time until its start is asked for again."""
        end, wait = time.monotonic() + _AGAIN, _LOOK
        while time.monotonic() < end:
            if self._is_settled(directory):
                return True
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LOOK_SELDOM)
        return False

    def _is_settled(self, directory: str) -> bool:
        """Whether an attempt has who watches over it, or needs nobody any more."""
        watched = self.watched.get(directory)
        return watched is None or watched.ended or watched.held is not None

    def _thaw_soon(self, directory: str) -> None:
        job = self._unit_job(directory)
        if job is not None and directory in self.watched:
            self._do(self._thaw(job))

    async def _thaw(self, job: str) -> None:
        """Let a unit hear what it is told that somebody froze by `systemctl --user freeze`."""
        try:
            await self.manager.thaw(self.units.name(job))
        except ManagerError as error:
            log.warning("'%s' cannot be thawed: %s", job, error)


def wanted_unit(core: UnderWay, job: str) -> Wanted | None:
    """The unit of a job as it is to be, for its rules of today or for a run that goes by earlier ones.

    It comes back with the manager where the job begins anew by itself, and nobody has stopped it.
    """
    found = core.ledger.job(job)
    if found is None:
        return None
    under_way = [each.run for each in core.ledger.unfinished() if each.run.job == found.id]
    for rules in (core.rules(found.work), *map(core.settings, under_way)):
        if rules.executor == "systemd":
            text = unit_text(job, str(core.places.root), rules)
            return Wanted(text, rules.restart is not Restart.NO and bool(under_way))
    return None


def _is_there(directory: str) -> bool:
    return os.path.lexists(directory)


def _grace(core: UnderWay, directory: str) -> float:
    found = core.job_of(directory)
    return 0.0 if found is None else found[1].grace
