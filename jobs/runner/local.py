"""Attempts as processes of this machine, each behind a shim of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from everly.frozen import replace
from everly.jobs.runner.executor import Told
from everly.jobs.runner.orphaned import LONGEST, TICK, Orphaned
from everly.jobs.runner.reaper import Reaper
from everly.jobs.runner.warming import Warming
from everly.jobs.runner.watched import Watched
from everly.jobs.runs import adoption, platform, stopping
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.directory import RunDirectory, give_up_before
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.launch import LATEST, Launch
from everly.jobs.runs.signals import STOP_ONCE
from everly.jobs.runs.spawning import Warm, start

_FIRST = 0.001  # seconds until the first look at an attempt that is about to begin
_REFUSED = 2.0  # seconds until it is given up where the system had no process for it
_TRY_AGAIN = 1.0  # seconds until another look where the system refuses one

_SHIM_GONE = "its shim ended before its command began; 'everly service logs' may say why"
_SPAWNER_GONE = "its spawner was gone before it began"
_RUNNER_GONE = "the runner that began it was gone before it did"
_STOPPED = "it was stopped before"

log = logging.getLogger("everly.runner")


class Local(Orphaned):
    """The executor of this machine, on an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, told: Told, grace: Callable[[str], float]) -> None:
        self.loop, self.told, self._grace = loop, told, grace
        self.environment = {name: os.environ[name] for name in ("EVERLY_FAILPOINTS",) if name in os.environ}
        self.reaper = Reaper()
        self.warming = Warming(loop, self.environment, self._hear, self._spawner_left)
        self.watched: dict[str, Watched] = {}
        self.shims: dict[int, Watched] = {}
        platform.become_subreaper()
        loop.add_signal_handler(signal.SIGCHLD, self.reap)

    def close(self) -> None:
        """Let go of everything; what runs goes on."""
        self.loop.remove_signal_handler(signal.SIGCHLD)
        for directory in list(self.watched):
            self.forget(directory)
        self.warming.close()

    def warm_up(self) -> None:
        """Have a spawner ready; without one, each shim is an interpreter of its own."""
        self.warming.warm_up()

    def launch(self, launch: Launch) -> None:
        """Have an attempt begin, and watch it.

        Raises:
            RunError: The launch is too long. Nothing begins, and what was asked for is watched until that is certain.
        """
        hit("runner.launched")
        watched = self.watched[launch.directory] = Watched(launch.directory)
        watched.until = launch.until
        try:
            watched.spawner = self.warming.ask(launch)
        except RunError as error:
            self._give_up(watched, 0.0, str(error))
            raise
        if watched.spawner is None:
            self._start(launch, watched)
        hit("runner.asked")

    def adopt(self, directory: str, *, launching: bool) -> None:
        """Watch an attempt that another runner had begun; one that is not there may not begin any more."""
        known, watched = self.watched.get(directory), Watched(directory)
        self.watched[directory] = watched
        watched.problem = _RUNNER_GONE if known is None else known.problem
        watched.began = not launching
        self._give_up(watched, 0.0)
        hit("runner.adopted")

    def expect(self, directory: str) -> None:
        """Watch an attempt that somebody else begins."""
        watched = self.watched[directory] = Watched(directory)
        self._look_again(watched, _FIRST)

    def give_up(self, directory: str, why: str) -> None:
        """Let an attempt that has not begun never begin."""
        watched = self.watched.get(directory)
        if watched is not None:
            self._give_up(watched, 0.0, why)

    def look(self, directory: str) -> Found:
        """What has become of an attempt."""
        watched = self.watched.get(directory)
        if watched is not None and watched.found is not None:
            return watched.found
        return adoption.look(RunDirectory(directory))

    def stop(self, directory: str) -> None:
        """Stop an attempt with all of its processes; asked again, without waiting any longer."""
        watched = self.watched.get(directory)
        if watched is None or watched.ended:
            return
        watched.stops += 1
        if watched.held is not None:
            self._end_shim(watched.held)
        elif watched.stop is not None:
            watched.stop.hurry(time.monotonic())
        elif watched.command is not None:
            self._settled(watched, self.stop_orphans)
        elif not watched.began:
            self._give_up(watched, 0.0, _STOPPED)

    def see_stopped(self, directory: str) -> None:
        """Stop an attempt that another runner was to stop, if it is not being stopped already."""
        watched = self.watched.get(directory)
        if watched is None or watched.ended:
            return
        watched.is_to_stop = True
        if watched.held is not None:
            self._end_shim(watched.held, STOP_ONCE)
        elif watched.command is not None and watched.stop is None:
            self._settled(watched, self.stop_orphans)

    def pause(self, directory: str) -> None:
        """Have all processes of an attempt stand still."""
        self._suspend(directory, signal.SIGUSR1)

    def resume(self, directory: str) -> None:
        """Have them go on."""
        self._suspend(directory, signal.SIGUSR2)

    def is_still(self, directory: str) -> bool:
        """Whether all of them stand still."""
        watched = self.watched.get(directory)
        if watched is None or watched.ended:
            return True
        return stopping.is_still(self.members_of(watched), self.group_of(watched))

    def is_frozen(self, directory: str) -> bool:
        """Whether somebody has frozen the control group of an attempt, as `systemctl freeze` does."""
        watched = self.watched.get(directory)
        group = None if watched is None or watched.ended else self.group_of(watched)
        return group is not None and group.is_suspended()

    def forget(self, directory: str) -> None:
        """Watch an attempt no longer."""
        watched = self.watched.pop(directory, None)
        if watched is None:
            return
        watched.ended = True
        if watched.timer is not None:
            watched.timer.cancel()
        for held in (watched.held, watched.command):
            self.let_go(held)
        watched.held = watched.command = None
        if watched.shim is not None:
            self.shims.pop(watched.shim, None)

    def grace_of(self, directory: str) -> float:
        """The seconds between TERM and KILL for an attempt."""
        return self._grace(directory)

    def reap(self) -> None:
        """Take in the children that have ended, shims and orphans."""
        for pid in self.reaper.reap():
            if pid in self.shims:
                self.loop.call_soon(self._shim_ended, pid)

    def settle(self, watched: Watched) -> None:
        """Find out what has become of an attempt without a shim, and tell it once that is known."""
        self._settled(watched, self._settle)

    def _give_up(self, watched: Watched, seconds: float, why: str = "") -> None:
        """See whether an attempt has begun by then, in seconds; if it has not, it never will."""
        watched.problem = why or watched.problem
        watched.hopeless_at = time.monotonic() + seconds
        self._look_again(watched, max(seconds, _FIRST))

    def _start(self, launch: Launch, watched: Watched) -> None:
        """Begin without a spawner."""
        try:
            shim = start(launch, self.environment)
        except RunError as error:
            log.error("'%s' cannot begin: %s", launch.directory, error)  # noqa: TRY400 - the words say it
            self._give_up(watched, _REFUSED, str(error))
            return
        shim.returncode = 0  # it is reaped by the reaper, and not by subprocess
        self._is_of(shim.pid, watched)

    def _is_of(self, shim: int, watched: Watched) -> None:
        """A shim is there for an attempt: only now is there something to look at."""
        self.shims[shim] = watched
        watched.shim, watched.hopeless_at = shim, None
        self._look_again(watched, _FIRST)

    def _look_again(self, watched: Watched, delay: float) -> None:
        if watched.timer is not None:
            watched.timer.cancel()
        watched.timer = self.loop.call_later(delay, self._check, watched, delay)

    def _check(self, watched: Watched, delay: float) -> None:
        self._settled(watched, partial(self._see, delay=delay))

    def _settled(self, watched: Watched, action: Callable[[Watched], None]) -> None:
        """Do something that the system may refuse, and then look again later."""
        if watched.ended:
            return
        try:
            action(watched)
        except (OSError, RunError) as error:
            log.error("'%s' cannot be looked at: %s", watched.directory.path, error)  # noqa: TRY400 - the words say it
            self._look_again(watched, _TRY_AGAIN)

    def _see(self, watched: Watched, delay: float) -> None:
        """See whether an attempt has begun; look less and less often."""
        self._hold(watched)
        if not watched.began and (started := watched.directory.read("started")) is not None:
            watched.began = True
            self._tell(watched, Found(watched.directory, "running", started))
        if watched.held is not None and not watched.began and self._is_late(watched):
            platform.send(watched.held, signal.SIGKILL)  # no command of it has begun, and now none will
        if watched.held is None and (watched.began or self._is_hopeless(watched)):
            self._settle(watched)
        elif not watched.began or watched.held is None or not platform.LINUX:
            self._look_again(watched, min(2 * delay, LONGEST))

    def _hold(self, watched: Watched) -> None:
        if watched.held is None:
            watched.held = adoption.hold_shim(watched.directory)
            if watched.held is not None:
                if platform.LINUX:
                    self.loop.add_reader(watched.held, self._shim_left, watched)
                if watched.stops or watched.is_to_stop:
                    self._end_shim(watched.held, signal.SIGTERM if watched.stops else STOP_ONCE)
        elif not platform.LINUX and platform.has_ended(watched.held):
            watched.held = None

    def _is_hopeless(self, watched: Watched) -> bool:
        """Whether nobody is left who could make it begin; a shim that left no trace is gone."""
        if watched.shim is not None and not platform.started_at(watched.shim):
            watched.hopeless_at = time.monotonic()
        return self._is_late(watched) or watched.is_hopeless(time.monotonic())

    def _is_late(self, watched: Watched) -> bool:
        """Whether the launch is too old to begin. A shim without a lock would turn back by itself."""
        if watched.until is None or time.monotonic() <= watched.until:
            return False
        watched.problem = f"its shim stood still for {LATEST:.0f} seconds"
        return True

    def _end_shim(self, held: int, number: int = signal.SIGTERM) -> None:
        platform.send(held, number)
        platform.send(held, signal.SIGCONT)  # somebody may have suspended it

    def _shim_left(self, watched: Watched) -> None:
        self.let_go(watched.held)
        watched.held = None
        self.settle(watched)

    def _settle(self, watched: Watched) -> None:
        found = self._found(watched)
        if found.state == "running":
            self._look_again(watched, TICK)
        elif found.state == "lost" and not self.is_over(watched, found):
            self.follow(watched)
        else:
            watched.ended = True
            self._tell(watched, self._found(watched) if found.state == "lost" else found)

    def _found(self, watched: Watched) -> Found:
        """What has become of an attempt without a shim; one whose directory was never made will not make it now."""
        if not os.path.lexists(watched.directory.path):
            give_up_before(watched.directory.path)
        return adoption.look(watched.directory)

    def _tell(self, watched: Watched, found: Found) -> None:
        if found.state == "never" and not found.problem:
            found = replace(found, problem=watched.problem or _SHIM_GONE)
        watched.found = found
        self.told(watched.directory.path)

    def _suspend(self, directory: str, number: int) -> None:
        watched = self.watched.get(directory)
        if watched is None or watched.ended:
            return
        if watched.held is not None:
            platform.send(watched.held, number)
        elif watched.command is not None:
            self.suspend(watched, paused=number == signal.SIGUSR1)

    def _hear(self, answer: dict[str, Any]) -> None:
        """What the spawner tells: which shim is whose, that one cannot be, and that one has ended."""
        if "ended" in answer:
            self._shim_ended(answer["ended"])
            return
        watched = self.watched.get(answer["directory"])
        if watched is None:
            return
        if "forked" in answer:
            self._is_of(answer["forked"], watched)
        else:
            log.error("'%s' cannot begin: %s", answer["directory"], answer["failed"])
            self._give_up(watched, _REFUSED, answer["failed"])

    def _shim_ended(self, pid: int) -> None:
        watched = self.shims.pop(pid, None)
        if watched is None:
            return
        watched.shim, watched.hopeless_at = None, time.monotonic()
        if watched.held is None:
            self.settle(watched)

    def _spawner_left(self, warm: Warm) -> None:
        """A spawner is gone. Its shims come to us; what it had not begun, it will not."""
        self.reap()
        for watched in self.watched.values():
            if watched.spawner is warm and watched.shim is None and not watched.ended:
                self._give_up(watched, 0.0, _SPAWNER_GONE)
