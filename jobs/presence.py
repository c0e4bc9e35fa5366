"""Whether a runner is up, and which process it is."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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
    try:
        return int(str(_told(places)["pid"]))
    except (KeyError, ValueError):  # it is just coming up
        return None


def service_of(places: Places) -> str | None:
    """The scope of the service that the runner is which is up; None if it is none."""
    scope = _told(places).get("service")
    return scope if isinstance(scope, str) else None


def version_of(places: Places) -> str | None:
    """Which everly the runner is that is up."""
    version = _told(places).get("everly")
    return version if isinstance(version, str) else None


def _told(places: Places) -> dict[str, object]:
    """What the runner that is up says of itself."""
    import json

    if not is_up(places):
        return {}
    try:
        told = json.loads(places.lock.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and _is_alive(told, places.lock) else {}


def _is_alive(told: dict[str, object], lock: Path) -> bool:
    """Whether who wrote that is there: a stranger may hold the lock, in which the words of the last runner stay."""
    from everly.jobs.runs.platform import UnseenError
    from everly.jobs.runs.tree import is_still

    try:
        return is_still(told) if "began" in told else _has_open(told.get("pid"), lock)
    except KeyError:
        return False
    except UnseenError:  # it is nowhere to be seen, but nor is any other
        return True


def _has_open(pid: object, lock: Path) -> bool:
    """Whether a process has the lock open: how a runner is known of which a version before this one wrote only that."""
    with suppress(OSError):  # it is gone, or another user's
        held = lock.stat()
        for each in os.listdir(f"/proc/{pid}/fd"):  # noqa: PTH208 - pathlib is slow to import
            with suppress(OSError):  # it was closed meanwhile
                if os.path.samestat(os.stat(f"/proc/{pid}/fd/{each}"), held):  # noqa: PTH116
                    return True
    return False


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


def end_runner(places: Places, grace: float, patience: float) -> bool:
    """Ask the runner that is up to end, and wait until it has let go of its lock; False if it has not in time.

    One that has not done so after `grace` seconds is killed, which touches no job either.
    """
    import signal
    import time

    begun = time.monotonic()
    told = False
    while is_up(places):
        waited = time.monotonic() - begun
        if waited > patience:
            return False
        if waited > grace:
            signal_runner(places, signal.SIGKILL)
        elif not told:
            told = signal_runner(places, signal.SIGTERM)
        time.sleep(0.01)
    return True
