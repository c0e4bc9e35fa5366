"""The signals of a shim, which it reads as bytes, and how a command is rid of them."""

from __future__ import annotations

import os
import signal

STOP_ONCE = signal.SIGURG
"""Asks a shim to stop, and is nothing to one that is stopping already, nor to one that does not know it."""

PASSED_ON = signal.SIGALRM
"""TERM, as it reaches a shim through a keeper; TERM itself may then reach all processes of a unit at once."""

HANDLED = (signal.SIGTERM, STOP_ONCE, signal.SIGUSR1, signal.SIGUSR2, signal.SIGCHLD, PASSED_ON)
IGNORED = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGTSTP)
# To ask what becomes of each signal takes milliseconds, so it is done once for all shims that are forked later.
_INHERITED = tuple(
    number
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
    if signal.getsignal(number) is not signal.SIG_DFL
)
_CHANGED = frozenset((*_INHERITED, *HANDLED, *IGNORED))


def prepare() -> int:
    """Turn signals into bytes; the file to read them from. To be called before a run is made, lest one be missed."""
    reading, writing = os.pipe()
    for handle in (reading, writing):
        os.set_blocking(handle, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in HANDLED:
        signal.signal(number, lambda *_: None)
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    return reading


def rehearse() -> None:
    """Prepare, and undo it, so that the memory which that changes is this process's own. What is ignored stays so."""
    reading = prepare()
    os.close(signal.set_wakeup_fd(-1))
    os.close(reading)
    for number in HANDLED:
        signal.signal(number, signal.SIG_DFL)


def leave_term() -> None:
    """Leave TERM to a keeper, which passes it on."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def hold_back() -> None:
    """Let what is handled wait; for a fork, whose child must not take it for the shim's."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)


def let_through() -> None:
    """Take in what waits."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)


def forget() -> None:
    """Leave nothing of the shim's signals to the command, not those that Python ignores either."""
    signal.set_wakeup_fd(-1)
    for number in _CHANGED:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
