"""The units of jobs as they are to be: written, linked, enabled and taken away, whatever was there before."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from everly.frozen import frozen
from everly.jobs.places import Places
from everly.jobs.systemd.manager import ManagerError, UserManager
from everly.jobs.systemd.names import job_of, unit_of
from everly.jobs.systemd.pending import pending_path
from everly.jobs.systemd.unit import is_as_written

_ENDS = 5.0  # seconds for a unit to end whose run has ended
_LOOK = 0.01  # seconds between looks

log = logging.getLogger("everly.runner")


@frozen
class Wanted:
    """A unit as it is to be; an enabled one comes back with the manager."""

    text: str
    enabled: bool


class Units:
    """The units of the jobs of some places. `wanted` tells how that of a job is to be, None where it is to have none.

    The files are everly's own, in its folder, and systemd has links to them. They are named for their jobs, so what
    a kill has left over is found again.
    """

    def __init__(self, places: Places, manager: UserManager, wanted: Callable[[str], Wanted | None]) -> None:
        self.places, self.manager, self.wanted = places, manager, wanted
        self.there = _found(places.units)
        """The jobs that have files of units."""
        self._is_stale = bool(self.there)
        """Whether systemd may not have read a file; a runner that was killed may have left it so."""
        self._turn = asyncio.Lock()
        self._left: set[str] = set()
        """Jobs whose units could not be seen to."""

    def name(self, job: str) -> str:
        """What the unit of a job is called."""
        return unit_of(self.places, job)

    async def settle(self, jobs: Iterable[str]) -> None:
        """Have the units of some jobs be as they are to be. One turn sees to all that came up in the turn before.

        Raises:
            ManagerError: That of one of them cannot be. The others are.
        """
        mine = set(jobs)
        self._left |= mine
        async with self._turn:
            due, self._left = self._left, set()
            failed = await self._settle_all(due)
        self._left |= failed.keys()
        for job in sorted(mine & failed.keys()):
            raise failed[job]

    async def _settle_all(self, jobs: set[str]) -> dict[str, ManagerError]:
        """Settle each, and have systemd read all anew if a file changed; why some could not be settled."""
        failed = dict[str, ManagerError]()
        for job in sorted(jobs):
            try:
                await self._settle(job)
            except OSError as error:
                failed[job] = ManagerError(f"its unit cannot be written: {error.strerror or error}")
            except ManagerError as error:
                failed[job] = error
        if self._is_stale:
            try:
                await self.manager.reload()
                self._is_stale = False
            except ManagerError as error:
                failed = dict.fromkeys(jobs, error) | failed
        return failed

    async def _settle(self, job: str) -> None:
        """Have one unit be as it is to be."""
        wanted, unit, path = self.wanted(job), self.name(job), self._path(job)
        if wanted is None:
            await self._remove(job, unit, path)
            return
        changed = self._write(job, path, wanted.text)
        self.there.add(job)
        state = await self.manager.file_state(unit)
        if state.startswith("masked"):
            raise ManagerError(f"its unit is masked: systemctl --user unmask {unit}")
        changed |= state != "linked" and await self._clear_place(job, unit)
        if changed or state not in {"linked", "enabled"}:
            self._is_stale = True
            await self.manager.link(str(path))
        if wanted.enabled and state != "enabled":
            await self.manager.enable(unit)
        elif not wanted.enabled and state == "enabled":
            await self.manager.disable(unit)
            await self.manager.link(str(path))

    async def _remove(self, job: str, unit: str, path: Path) -> None:
        if job not in self.there:
            return
        await self._wait_for_end(unit)
        with suppress(ManagerError):  # somebody has taken its links away
            await self.manager.disable(unit)
        await self._clear_place(job, unit)
        await self.manager.forget(unit)
        for each in (pending_path(str(self.places.root), job), path):
            with suppress(FileNotFoundError):
                os.unlink(each)  # noqa: PTH108 - not to be waited for
        self.there.discard(job)
        self._is_stale = True

    async def _clear_place(self, job: str, unit: str) -> bool:
        """Take away a file in the place of the link, as `systemctl edit --full` puts it; whether there was one."""
        found = await self.manager.state(unit, "FragmentPath")
        if not found or not _is_another(Path(found), self._path(job)):
            return False
        log.warning("the unit of '%s' was replaced by a file, '%s', which is taken away", job, found)
        os.unlink(found)  # noqa: PTH108 - not to be waited for
        return True

    async def _wait_for_end(self, unit: str) -> None:
        """Let a unit end whose run has ended, for what fails after it was forgotten would be remembered."""
        await self.manager.ping()
        end = time.monotonic() + _ENDS
        while time.monotonic() < end:
            if await self.manager.state(unit) in {"", "inactive", "failed"}:
                return
            await asyncio.sleep(_LOOK)

    def _path(self, job: str) -> Path:
        return self.places.units / self.name(job)

    def _write(self, job: str, path: Path, text: str) -> bool:
        """Write the file of a unit where it is not so; whether it was not."""
        try:
            found = path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            found = None
        if found == text:
            return False
        if found is not None and not is_as_written(found):
            log.warning("the unit of '%s' was changed by hand, and is written anew", job)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        writing = path.with_name(f".{path.name}.new")
        writing.write_text(text, encoding="utf-8")
        writing.replace(path)
        return True


def _found(folder: Path) -> set[str]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are what is wanted
    except FileNotFoundError:
        return set()
    return {job for name in names if (job := job_of(name)) is not None}


def _is_another(found: Path, file: Path) -> bool:
    """Whether what systemd has for a unit is a file of that name, and neither its own nor a link."""
    return found != file and found.name == file.name and not found.is_symlink() and found.is_file()
