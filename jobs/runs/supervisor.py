"""What a shim does while its command runs: keep the output, pass input on, stop the tree when asked or when time is up.

It is asked by signals, so that it can be reached on a full disk too: TERM stops (a second one ends the grace), URG too
(but is nothing to one that is stopping already), USR1 suspends, USR2 lets go on.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from contextlib import suppress
from functools import partial

from everly.jobs.runs import records, tree
from everly.jobs.runs.attaching import Inlet
from everly.jobs.runs.child import told as told_by
from everly.jobs.runs.endings import reap
from everly.jobs.runs.log_writer import LogWriter
from everly.jobs.runs.platform import UnseenError
from everly.jobs.runs.platform import now as time_of_day
from everly.jobs.runs.signals import PASSED_ON, STOP_ONCE
from everly.jobs.runs.stopping import Stop, pause, resume

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from everly.jobs.runs.cgroup import Group
    from everly.jobs.runs.child import Child, Failure
    from everly.jobs.runs.launch import Launch

DRAIN = 1.0  # seconds that output is still read after the command has ended, if others keep it open
_BLOCK = 1 << 18
_TRY_AGAIN = 1.0  # seconds until a stop that could not be begun is tried again
_LONGEST = 3600.0  # seconds that are waited at once; the system counts no more than some weeks


class Supervisor:
    """The command of one run, from the opening of its gate to its end.

    `status` is what a parent reaps, `failure` why there was no command. `childless` says that nothing is left of the
    tree, and cannot err: every orphan below the shim becomes its child. With `echo` its output goes to ours as well.
    """

    def __init__(
        self, launch: Launch, child: Child, told: int, server: socket.socket | None, group: Group | None
    ) -> None:
        self.launch, self.child, self.group = launch, child, group
        self.echo = False
        self.members = tree.below(os.getpid())
        self.log = LogWriter(launch.directory, launch.log_bytes, launch.log_files)
        self.selector = selectors.DefaultSelector()
        self.status: int | None = None
        self.failure: Failure | None = None
        self.childless = False
        self.stop: Stop | None = None
        self.deadline = time.monotonic() + launch.timeout if launch.timeout else None
        self.reason = "timeout"  # of the stop at the deadline
        self.drained_by: float | None = None
        self.outputs = dict(child.outputs)
        self.watch(told, lambda: self._signalled(os.read(told, 512)))
        for handle in self.outputs:
            os.set_blocking(handle, False)
            self.watch(handle, partial(self.read, handle))
        self.inlet = Inlet(self.selector, child, server)
        os.set_blocking(child.report, False)
        self.watch(child.report, self._read_report)

    def watch(self, handle: int, action: Callable[[], object]) -> None:
        """Call the action when there is something to read."""
        self.selector.register(handle, selectors.EVENT_READ, action)

    def run(self) -> None:
        """Serve until the command and, after a stop, its whole tree have ended."""
        while not self._is_over():
            for key, _ in self.selector.select(self._pause()):
                key.data()
            self._reap()
            if self.deadline is not None and time.monotonic() >= self.deadline:
                self.begin_stop(self.reason)
        self._drain()
        self.log.close(time_of_day())

    def begin_stop(self, reason: str) -> None:
        """Stop the whole tree; when that is under way already, end its grace unless only time was up again."""
        if self.stop is None:
            why = reason if self.status is None else None  # what has ended by itself was not stopped, only what it left
            try:
                self.stop = Stop(self.members, why, self.launch.grace, time.monotonic(), self.group)
            except UnseenError:  # who is to be stopped is not known, and may be a little later
                self.deadline, self.reason = time.monotonic() + _TRY_AGAIN, reason
                return
        elif reason != "timeout":
            self.stop.hurry(time.monotonic())
        self.deadline = None

    def read(self, handle: int) -> bool:
        """Keep one block of output; False if there is none now, or never again."""
        try:
            data = os.read(handle, _BLOCK)
        except BlockingIOError:
            return False
        except OSError:  # a terminal whose other end is closed
            data = b""
        if data:
            self.log.write(data, self.outputs[handle], time_of_day())
            if self.echo:
                with suppress(OSError):  # the log is what counts, and who reads this may be slow
                    os.write(1, data)
            return True
        del self.outputs[handle]
        self.selector.unregister(handle)
        return False

    def _read_report(self) -> None:
        """Learn whether the command was executed; until then it may wait for a disk or a file of variables."""
        self.selector.unregister(self.child.report)
        self.failure = told_by(self.child)

    def _signalled(self, numbers: bytes) -> None:
        for number in numbers:
            if number in {signal.SIGTERM, PASSED_ON} or (number == STOP_ONCE and self.stop is None):
                self.begin_stop("stopped")
            elif number in {signal.SIGUSR1, signal.SIGUSR2}:
                with suppress(UnseenError):  # who asked sees that nothing came of it
                    self._suspend(paused=number == signal.SIGUSR1)

    def _suspend(self, *, paused: bool) -> None:
        if not paused:
            resume(self.members, self.group)
        elif self.stop is None:
            pause(self.members, self.group)

    def _reap(self) -> None:
        """Take in every child that has ended: the command, and orphans of its tree."""
        try:
            for pid, status in reap(self._note):
                if pid == self.child.pid:
                    self.status = status
                    self.inlet.group = None  # from now on the number may be another's
                    if self.reason == "timeout":
                        self.deadline = None  # which is the command's, not that of what it left
                    self.drained_by = time.monotonic() + DRAIN
        except ChildProcessError:
            self.childless = True

    def _note(self, pid: int, status: int) -> None:
        """Leave the end of the command to who comes after us, before nobody else can reap it any more."""
        if pid == self.child.pid:
            with suppress(OSError):
                records.note(f"{self.launch.directory}/started", status)

    def _is_over(self) -> bool:
        if self.stop is not None:
            now = time.monotonic()
            if now >= self.stop.due and not self.childless:
                with suppress(UnseenError):
                    self.stop.advance(now)
            return self.childless or now >= self.stop.give_up_at
        if self.status is None or self.drained_by is None or self._is_to_stop():
            return False
        return not self.outputs or time.monotonic() >= self.drained_by

    def _pause(self) -> float | None:
        """How long nothing but events is waited for."""
        due = self.deadline if self.deadline is not None else self.drained_by
        due = due if self.stop is None else self.stop.due
        return None if due is None else min(max(0.0, due - time.monotonic()), _LONGEST)

    def _is_to_stop(self) -> bool:
        """Whether something may be left that is to be stopped, once it is seen."""
        return self.deadline is not None and not self.childless

    def _drain(self) -> None:
        """Keep what is still in the pipes, but do not follow one who goes on writing."""
        self._reap()
        until = time.monotonic() + DRAIN
        while time.monotonic() < until and sum(map(self.read, list(self.outputs))):  # each in turn
            pass
        if self.child.report in self.selector.get_map():
            self._read_report()
