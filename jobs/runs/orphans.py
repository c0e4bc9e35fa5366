"""What is left of a run whose shim was killed: its command, which may live on, and all that came of it."""

from __future__ import annotations

import os

from everly.jobs.runs import cgroup, platform, tree
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.stopping import Stop

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def hold_command(directory: RunDirectory) -> int | None:
    """The command of a run, held as `hold_shim` holds a shim; None if it has ended or never began.

    One that has ended, and is about to come to this process to be reaped, is held too.

    RunError if it cannot be told, since the record is damaged.
    """
    started = directory.read("started")
    held = platform.hold(started["pid"]) if started else None
    if held is None or started is None:
        return None
    if tree.is_still(started) and not (platform.has_ended(held) and _is_left(started)):
        return held
    platform.release(held)
    return None


def _is_left(started: Mapping[str, Any]) -> bool:
    """Whether an ended command lies with a parent that does not reap it; from a dying shim it still comes to us."""
    command = platform.processes().get(started["pid"])
    return command is not None and command.parent not in {os.getpid(), started["shim"]["pid"]}


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
