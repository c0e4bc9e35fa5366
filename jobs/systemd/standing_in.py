"""The main process of a unit in which a run goes on already, as where the manager was killed and a new one starts it.

Systemd knows nothing of that run, and would end it with a main process that has nothing to do. So this one stays until
the run has ended, hands on to it what it is told, and ends as it did.
"""

from __future__ import annotations

import fcntl
import os
import signal

from everly.jobs.runs import platform, signals
from everly.jobs.runs.adoption import hold_shim
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.looking_on import look_on
from everly.jobs.systemd.entry import WAITING
from everly.jobs.systemd.keeper import status_of

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.places import Places

_HANDED_ON = {signal.SIGALRM: signals.STOP_ONCE, signal.SIGUSR1: signal.SIGUSR1, signal.SIGUSR2: signal.SIGUSR2}
_APART = 1.0
"""Seconds until a TERM is handed on, which may reach all processes of the unit at once. Only where it is the second is
it nothing to a run that is stopped already; where it is the first, that of all would hurry the stop."""


def going_on(places: Places, job: str) -> RunDirectory | None:
    """Where the attempt of a job is that goes on; None if there is none, or that cannot be told."""
    from everly.jobs.ledger import LedgerError, LedgerReader

    try:
        with LedgerReader(places.ledger) as reader:
            identity = reader.identity()
            found = [each.attempt for each in reader.unfinished() if each.name == job]
    except LedgerError:  # the runner says what is wrong with it
        return None
    for each in filter(None, found):
        directory = RunDirectory(str(places.attempt(identity, each.run, each.step, each.number)))
        if is_locked(directory):
            return directory
    return None


class StandIn:
    """Stands in for the main process of a unit; signals are handed on from the beginning, also those that waited."""

    def __init__(self, directory: RunDirectory) -> None:
        self.directory = directory
        for number in signals.IGNORED:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: signal.setitimer(signal.ITIMER_REAL, _APART))
        for number in _HANDED_ON:
            signal.signal(number, lambda number, _frame: self._hand_on(number))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WAITING)

    def run(self) -> int:
        """Wait until the attempt is over; the status to exit with, which is that of its command."""
        looks_on = look_on(self.directory.path)  # lest it be deleted before it is read
        try:
            self._wait()
            return status_of(self.directory.read("exit"))
        finally:
            if looks_on is not None:
                os.close(looks_on)

    def _wait(self) -> None:
        """Wait for the lock that is held for the life of an attempt; signals are heard meanwhile."""
        handle = os.open(self.directory.file("lock"), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
        finally:
            os.close(handle)

    def _hand_on(self, number: int) -> None:
        held = hold_shim(self.directory)
        if held is not None:
            platform.send(held, _HANDED_ON[signal.Signals(number)])
            platform.release(held)
