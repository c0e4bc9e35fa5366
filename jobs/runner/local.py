"""Attempts as processes of this machine, each behind a shim of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from everly.jobs.runner.executor import Told
from everly.jobs.runner.reaper import Reaper
from everly.jobs.runs import adoption, platform, tree
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.directory import RunDirectory, give_up_before
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import Launch
from everly.jobs.runs.orphans import hold_command, stop_marked
from everly.jobs.runs.spawning import Warm, start
from everly.jobs.runs.stopping import Stop

_FIRST, _LONGEST = 0.001, 0.1  # seconds between looks at an attempt that is about to begin
_TICK = 0.02  # seconds between looks at what is about to end
_SILENT = 2.0  # seconds after which a launch that was asked of a spawner that is gone will not begin any more


class _Watched:
    """One attempt. `held` is its shim, `command` its command where the shim was killed."""

    def __init__(self, directory: str) -> None:
        self.directory = RunDirectory(directory)
        self.held: int | None = None
        self.command: int | None = None
        self.began = self.ended = False
        self.stops = 0
        self.stop: Stop | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.spawner: Warm | None = None
        self.asked = time.monotonic()


class Local:
    """The executor of this machine, on an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, told: Told, grace: Callable[[str], float]) -> None:
        self.loop, self.told, self.grace = loop, told, grace
        self.environment = {name: os.environ[name] for name in ("EVERLY_FAILPOINTS",) if name in os.environ}
        self.reaper = Reaper()
        self.warm: Warm | None = None
        self.watched: dict[str, _Watched] = {}
        self.shims: dict[int, _Watched] = {}
        platform.become_subreaper()
        loop.add_signal_handler(signal.SIGCHLD, self._reap)

    def close(self) -> None:
        """Let go of everything; what runs goes on."""
        self.loop.remove_signal_handler(signal.SIGCHLD)
        for directory in list(self.watched):
            self.forget(directory)
        self._leave_spawner()

    def warm_up(self) -> None:
        """Have a spawner ready; without one, each shim is an interpreter of its own."""
        if self.warm is None:
            with suppress(RunError):
                self.warm = Warm(self.environment)
                self.warm.process.returncode = 0  # it is reaped here, and not by subprocess
                self.loop.add_reader(self.warm.connection, self._hear)

    def launch(self, launch: Launch) -> None:
        """Have an attempt begin, and watch it."""
        watched = self._watch(launch.directory)
        self.warm_up()
        if self.warm is not None and self.warm.ask(launch):
            watched.spawner = self.warm
            return
        try:
            shim = start(launch, self.environment)
        except RunError:  # no process to be had: nothing begins, and that is told when its time is over
            return
        shim.returncode = 0
        self.shims[shim.pid] = watched

    def adopt(self, directory: str, *, launching: bool) -> None:
        """Watch an attempt that another runner had begun; one that is not there may still begin for a moment."""
        self._watch(directory).began = not launching

    def look(self, directory: str) -> Found:
        """What has become of an attempt."""
        return adoption.look(RunDirectory(directory))

    def stop(self, directory: str) -> None:
        """Stop an attempt with all of its processes; asked again, without waiting any longer."""
        watched = self.watched[directory]
        watched.stops += 1
        if watched.held is not None:
            platform.send(watched.held, signal.SIGTERM)
        elif watched.stop is not None:
            watched.stop.hurry(time.monotonic())
        elif watched.command is not None:
            self._stop_orphans(watched)

    def pause(self, directory: str) -> None:
        """Have all processes of an attempt stand still."""
        self._send(directory, signal.SIGUSR1)

    def resume(self, directory: str) -> None:
        """Have them go on."""
        self._send(directory, signal.SIGUSR2)

    def is_still(self, directory: str) -> bool:
        """Whether all of them stand still."""
        watched = self.watched.get(directory)
        started = None if watched is None else watched.directory.read("started")
        if started is None:
            return True
        members = tree.descendants(int(started["shim"]["pid"]), platform.processes())
        return all(each.state in {"T", "t"} for each in members.values())

    def forget(self, directory: str) -> None:
        """Watch an attempt no longer."""
        watched = self.watched.pop(directory, None)
        if watched is None:
            return
        watched.ended = True
        if watched.timer is not None:
            watched.timer.cancel()
        for held in (watched.held, watched.command):
            self._let_go(held)
        for pid in [pid for pid, each in self.shims.items() if each is watched]:
            del self.shims[pid]

    def _watch(self, directory: str) -> _Watched:
        watched = self.watched[directory] = _Watched(directory)
        watched.timer = self.loop.call_later(_FIRST, self._check, watched, _FIRST)
        return watched

    def _check(self, watched: _Watched, delay: float) -> None:
        """See whether an attempt has begun; look less and less often."""
        if watched.ended:
            return
        self._hold(watched)
        if not watched.began and self._has_started(watched):
            watched.began = True
            self.told(watched.directory.path)
        if self.watched.get(watched.directory.path) is not watched or (watched.began and watched.held is not None):
            return
        if watched.held is None and (watched.began or self._is_forlorn(watched)):
            self._settle(watched)
            return
        watched.timer = self.loop.call_later(delay, self._check, watched, min(2 * delay, _LONGEST))

    def _hold(self, watched: _Watched) -> None:
        if watched.held is None:
            watched.held = adoption.hold_shim(watched.directory)
            if watched.held is not None:
                if platform.LINUX:
                    self.loop.add_reader(watched.held, self._settle, watched)
                if watched.stops:
                    platform.send(watched.held, signal.SIGTERM)

    def _has_started(self, watched: _Watched) -> bool:
        try:
            return watched.directory.read("started") is not None
        except (OSError, RunError):
            return False

    def _is_forlorn(self, watched: _Watched) -> bool:
        """Whether nobody is left who could make it begin."""
        if watched.spawner is not None and watched.spawner is self.warm:
            return False
        if any(each is watched for each in self.shims.values()):
            return False
        return time.monotonic() - watched.asked > _SILENT

    def _settle(self, watched: _Watched) -> None:
        """The shim of an attempt has ended: find out what that means, and tell it once that is known."""
        self._let_go(watched.held)
        watched.held = None
        if watched.ended:
            return
        found = self._found(watched)
        if found.state == "running":
            watched.timer = self.loop.call_later(_TICK, self._check, watched, _TICK)
        elif found.state == "lost" and not self._is_over(watched, found):
            self._follow_command(watched)
        else:
            watched.ended = True
            self.told(watched.directory.path)

    def _found(self, watched: _Watched) -> Found:
        """What has become of an attempt without a shim; one whose directory was never made will not make it now."""
        if not os.path.lexists(watched.directory.path):
            give_up_before(watched.directory.path)
        return adoption.look(watched.directory)

    def _is_over(self, watched: _Watched, found: Found) -> bool:
        """Whether a command without a shim has ended; what it ended with is written down where we are its parent."""
        self._reap()
        assert found.started is not None  # noqa: S101 - a lost one has begun
        status = self.reaper.take(int(found.started["pid"]))
        if status is not None:
            with suppress(RunError, OSError):
                adoption.settle(found, status, platform.now())
            return True
        if watched.command is None and found.is_of_this_boot:
            watched.command = hold_command(watched.directory)
        return watched.command is None

    def _follow_command(self, watched: _Watched) -> None:
        """Watch a command that lives on without its shim, until it ends."""
        assert watched.command is not None  # noqa: S101 - it was found alive
        if watched.stops and watched.stop is None:
            self._stop_orphans(watched)
        elif platform.LINUX:
            self.loop.add_reader(watched.command, self._command_ended, watched)
        else:
            watched.timer = self.loop.call_later(_LONGEST, self._command_ended, watched)

    def _command_ended(self, watched: _Watched) -> None:
        self._let_go(watched.command)
        watched.command = None
        self._settle(watched)

    def _stop_orphans(self, watched: _Watched) -> None:
        """Stop what lives on without a shim: all that bears the mark of the run."""
        watched.stop = stop_marked(watched.directory, self.grace(watched.directory.path), time.monotonic())
        self._advance(watched)

    def _advance(self, watched: _Watched) -> None:
        if watched.ended or watched.stop is None:
            return
        self._reap()
        if watched.stop.advance(time.monotonic()):
            self._command_ended(watched)
        else:
            watched.timer = self.loop.call_later(_TICK, self._advance, watched)

    def _send(self, directory: str, number: int) -> None:
        watched = self.watched.get(directory)
        if watched is not None and watched.held is not None:
            platform.send(watched.held, number)

    def _let_go(self, held: int | None) -> None:
        if held is not None:
            if platform.LINUX:
                self.loop.remove_reader(held)
            platform.release(held)

    def _reap(self) -> None:
        for pid in self.reaper.reap():
            if pid in self.shims:
                self.reaper.take(pid)
                self.loop.call_soon(self._settle, self.shims.pop(pid))

    def _hear(self) -> None:
        """What the spawner tells: which shim is whose, and that one has ended."""
        if self.warm is None:
            return
        answers = self.warm.read()
        if answers is None:
            self._leave_spawner()
            return
        for answer in answers:
            if "forked" in answer:
                watched = self.watched.get(answer["directory"])
                if watched is not None:
                    self.shims[answer["forked"]] = watched
            elif "failed" in answer:
                if (watched := self.watched.get(answer["directory"])) is not None:
                    watched.spawner = None
            elif answer["ended"] in self.shims:
                watched = self.shims.pop(answer["ended"])
                if watched.held is None and not watched.ended:
                    self._settle(watched)

    def _leave_spawner(self) -> None:
        """The spawner is gone, or is to go. Its shims stay, and come to us."""
        warm, self.warm = self.warm, None
        if warm is None:
            return
        self.loop.remove_reader(warm.connection)
        warm.connection.close()
        for watched in self.watched.values():
            if watched.spawner is warm:
                watched.asked = time.monotonic()
