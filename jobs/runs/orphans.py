"""What is left of a run whose shim was killed: its command, which may live on, and all that came of it."""

from __future__ import annotations

from everly.jobs.runs import cgroup, platform, tree
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.stopping import Stop


def hold_command(directory: RunDirectory) -> int | None:
    """The command of a run, held as `hold_shim` holds a shim; None if it has ended or never began.

    RunError if it cannot be told, since the record is damaged.
    """
    started = directory.read("started")
    held = platform.hold(started["pid"]) if started else None
    if held is None or started is None:
        return None
    if tree.is_still(started):
        return held
    platform.release(held)
    return None


def stop_marked(directory: RunDirectory, grace: float, now: float) -> Stop:
    """Begin to stop what is left of a run; it is the caller's to `advance`.

    `now` is of a clock that never goes back, as `time.monotonic` gives it, and the grace is in seconds. RunError if its
    shim lives, or it never began.
    """
    if is_locked(directory):
        raise RunError(f"the shim of '{directory.path}' lives, and stops the run when asked")
    started = directory.read("started")
    if started is None:
        raise RunError(f"'{directory.path}' is of a run that never began")
    members, group = tree.marked(started["token"], started), cgroup.of(started)
    if group:
        members = tree.joined(members, group.members)
    return Stop(members, "stopped", grace, now, group)
