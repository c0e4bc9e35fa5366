"""Commands whose shims were killed: followed to their ends, and stopped by the mark that they bear."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

from everly.jobs.runner.reaper import Reaper
from everly.jobs.runner.watched import Watched
from everly.jobs.runs import adoption, cgroup, platform, records, stopping, tree
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.orphans import hold_command, stop_marked

if TYPE_CHECKING:
    from everly.jobs.runs.cgroup import Group
    from everly.jobs.runs.tree import Members

log = logging.getLogger("everly.runner")

TICK, LONGEST = 0.02, 0.1  # seconds between looks at what is about to end, and at what may go on


class Orphaned:
    """The part of an executor that sees to attempts without a shim."""

    loop: asyncio.AbstractEventLoop
    reaper: Reaper

    @abstractmethod
    def reap(self) -> None:
        """Take in the children that have ended."""

    @abstractmethod
    def settle(self, watched: Watched) -> None:
        """Find out what has become of an attempt without a shim."""

    @abstractmethod
    def grace_of(self, directory: str) -> float:
        """The seconds between TERM and KILL for an attempt."""

    def is_over(self, watched: Watched, found: Found) -> bool:
        """Whether a command without a shim has ended, and the stop of it, if there is one.

        What it ended with is written down where we are its parent.
        """
        assert found.started is not None  # noqa: S101 - a lost one has begun
        if watched.stop is not None and not self._has_stopped(watched):
            return False
        self.reap()
        status = self.reaper.take(found.started["pid"], found.started["began"])
        if status is None:  # its shim may have reaped it, and not have come to write that down whole
            status = records.noted(watched.directory.file("started"))
        if status is not None:
            with suppress(RunError):
                adoption.settle(found, status, platform.now(), watched.stop)
            return True
        if watched.stop is not None:
            if watched.stop.survivors:
                log.error("'%s': these processes did not die: %s", watched.directory.path, watched.stop.survivors)
            return True
        if watched.command is None and found.is_of_this_boot:
            watched.command = hold_command(watched.directory)
        return watched.command is None

    def follow(self, watched: Watched) -> None:
        """Watch a command that lives on without its shim, until it ends."""
        if (watched.stops or watched.is_to_stop) and watched.stop is None:
            self.stop_orphans(watched)
        elif watched.stop is not None and watched.command is None:
            watched.timer = self.loop.call_later(TICK, self._command_ended, watched)
        elif platform.LINUX and watched.command is not None:
            self.loop.add_reader(watched.command, self._command_ended, watched)
        else:
            watched.timer = self.loop.call_later(LONGEST, self._command_ended, watched)

    def stop_orphans(self, watched: Watched) -> None:
        """Stop what lives on without a shim: all that bears the mark of the run."""
        self.let_go(watched.command)
        watched.command = None
        with suppress(RunError):  # nothing of it lives
            watched.stop = stop_marked(watched.directory, self.grace_of(watched.directory.path), time.monotonic())
        self.settle(watched)

    def members_of(self, watched: Watched) -> Members:
        """The processes of an attempt, looked up at each call."""
        started = watched.directory.read("started")
        if started is None:
            return dict
        if watched.held is not None:
            keeper = watched.directory.read("lock") or started["shim"]  # another than the shim only in a unit
            return tree.below((started["shim"] if tree.is_still(started["shim"]) else keeper)["pid"])
        return tree.marked(started["token"], started)

    def group_of(self, watched: Watched) -> Group | None:
        """The control group of an attempt, where it has one."""
        started = watched.directory.read("started")
        return None if started is None else cgroup.of(started)

    def suspend(self, watched: Watched, *, paused: bool) -> None:
        """Have the processes of an attempt without a shim stand still, or go on."""
        members, group = self.members_of(watched), self.group_of(watched)
        if paused:
            stopping.pause(members, group)
        else:
            stopping.resume(members, group)

    def let_go(self, held: int | None) -> None:
        """Give back a held process."""
        if held is not None:
            if platform.LINUX:
                self.loop.remove_reader(held)
            platform.release(held)

    def _has_stopped(self, watched: Watched) -> bool:
        assert watched.stop is not None  # noqa: S101 - the caller has seen it
        now = time.monotonic()
        self.reap()
        return now >= watched.stop.due and watched.stop.advance(now)

    def _command_ended(self, watched: Watched) -> None:
        self.let_go(watched.command)
        watched.command = None
        if not watched.ended:
            self.settle(watched)
