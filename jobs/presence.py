"""Whether a runner is up, and which process it is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from everly.jobs.places import Places


def is_up(places: Places) -> bool:
    """Whether somebody holds the lock of the runner. A lock cannot outlive its process."""
    import fcntl

    try:
        handle = os.open(places.lock, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def runner_of(places: Places) -> int | None:
    """The process of the runner that is up."""
    import json

    if not is_up(places):
        return None
    try:
        return int(json.loads(places.lock.read_bytes())["pid"])
    except (OSError, ValueError, KeyError):  # it is just coming up
        return None


def signal_runner(places: Places, number: int) -> bool:
    """Send a signal to the runner that is up, and to no other process; False if there is none, or none to be told."""
    from everly.jobs.runs import platform

    pid = runner_of(places)
    held = None if pid is None else platform.hold(pid)
    if held is None:
        return False
    try:  # it holds the lock after it was held itself, so it is the one
        return runner_of(places) == pid and platform.send(held, number)
    finally:
        platform.release(held)
