"""Who looks on at a run holds its directory by a shared lock, so that it is not taken away under their eyes."""

from __future__ import annotations

import fcntl
import os

from everly.jobs.runs.directory import try_lock


def look_on(path: str) -> int | None:
    """Hold a run's directory; to be closed. None if it is not there, or just then looked at by `is_looked_at`."""
    handle = _open(path)
    if handle is None or try_lock(handle, fcntl.LOCK_SH):
        return handle
    os.close(handle)
    return None


def is_looked_at(path: str) -> bool:
    """Whether somebody holds it. A lock cannot outlive its process."""
    handle = _open(path)
    if handle is None:
        return False
    try:
        return not try_lock(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
