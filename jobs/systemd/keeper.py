"""The main process of a unit: the parent of a shim, which takes its place if it is killed.

It passes the fence and holds the lock, so all others see one shim. Without it, systemd would end a command whose shim
was killed before anybody could know how it ended; here it goes on, and its exit code is written down.
"""

from __future__ import annotations

import os
import signal
import time

from everly.jobs.runs import cgroup, platform, records, shim, signals, tree
from everly.jobs.runs.adoption import ending_without_shim
from everly.jobs.runs.directory import TakenError
from everly.jobs.runs.endings import reap
from everly.jobs.runs.entering import enter
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.stopping import Stop, pause, resume

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import Any

    from everly.jobs.runs.cgroup import Group
    from everly.jobs.runs.directory import RunDirectory
    from everly.jobs.runs.launch import Launch

_HEARD = frozenset({signal.SIGTERM, signals.STOP_ONCE, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD})
_LONGEST = 3600.0  # seconds between looks when there is nothing to do


def keep(asked: Launch) -> int:
    """Run one attempt to its end; the status to exit with, which is that of its command, as a shell counts it.

    One that another process has, or that was given up, is none of this unit's; that is no fault of it.
    """
    os.umask(0o077)
    for number in signals.IGNORED:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {*signals.HANDLED})
    shim.prepare_files_of(asked)
    os.set_blocking(1, False)  # nobody is waited for who reads the journal
    platform.become_subreaper()
    try:
        directory = enter(asked).directory
    except TakenError:
        return 0
    return Keeper(asked, directory).run()


class Keeper:
    """Waits for a shim; without one, for its command. `statuses` are those of others that have ended."""

    def __init__(self, asked: Launch, directory: RunDirectory) -> None:
        self.asked, self.directory = asked, directory
        self.members = tree.below(os.getpid())
        self.statuses: dict[int, int] = {}
        self.childless = False
        self.stop: Stop | None = None
        self.stopping = False
        self.shim = os.fork()
        if not self.shim:
            os._exit(shim.run(asked, directory))

    def run(self) -> int:
        """Wait until it is over, and do what is asked by signals meanwhile; the status to exit with."""
        while True:
            self._reap()
            if not self.shim and self._is_over():
                return status_of(self.directory.read("exit"))
            wait = _LONGEST if self.stop is None else max(0.0, self.stop.due - time.monotonic())
            told = signal.sigtimedwait(_HEARD, min(wait, _LONGEST))
            if told is not None:
                self._hear(told.si_signo)

    def _reap(self) -> None:
        try:
            for pid, status in reap(lambda _pid, _status: None):
                if pid == self.shim:
                    self.shim = 0
                else:
                    self.statuses[pid] = status
        except ChildProcessError:
            self.childless = True

    def _hear(self, number: int) -> None:
        if number == signal.SIGCHLD:
            return
        if self.shim:  # its number is nobody else's until it is reaped here
            os.kill(self.shim, signals.PASSED_ON if number == signal.SIGTERM else number)
            os.kill(self.shim, signal.SIGCONT)  # somebody may have suspended it
            self.stopping |= number in {signal.SIGTERM, signals.STOP_ONCE}
        elif number == signal.SIGTERM or (number == signals.STOP_ONCE and self.stop is None):
            self._stop()
        elif number == signal.SIGUSR1 and self.stop is None:
            pause(self.members, self._group())
        elif number == signal.SIGUSR2:
            resume(self.members, self._group())

    def _stop(self) -> None:
        if self.stop is not None:
            self.stop.hurry(time.monotonic())
            return
        self.stop = Stop(self.members, "stopped", self.asked.grace, time.monotonic(), self._group())

    def _group(self) -> Group | None:
        started = self.directory.read("started")
        return cgroup.of(started) if started else None

    def _is_over(self) -> bool:
        """Whether all is written down that can be, of a run whose shim has ended."""
        if self.directory.read("exit") is not None:
            return True
        started = self.directory.read("started")
        if started is None:  # its command never passed the gate
            return True
        if self.stopping and self.stop is None:
            self._stop()
        if self.stop is not None and not self.childless and not self.stop.advance(time.monotonic()):
            return False
        return self._write_down(started) or self.childless

    def _write_down(self, started: dict[str, Any]) -> bool:
        """Write down how the command ended, if it has; whether it has."""
        status = self.statuses.get(started["pid"])
        if status is None:  # the shim may have reaped it, and not have come to write that down whole
            status = records.noted(self.directory.file("started"))
        if status is None:
            return False
        fields = ending_without_shim(self.directory, status, platform.now(), self.stop)
        try:
            records.write(self.directory.file("exit"), fields)
        except (OSError, RunError) as error:
            os.write(2, f"everly: cannot write down how it ended: {error}\n".encode(errors="replace"))
        return True


def status_of(record: dict[str, Any] | None) -> int:
    """What a unit exits with: what its command did; 0 where it was stopped, since that was asked for."""
    if record is None:
        return shim.BROKEN
    if record.get("failed"):
        return 127
    if record["reason"] == "stopped":
        return 0
    code, number = record["code"], record["signal"]
    return 128 + number if code is None else int(code)
