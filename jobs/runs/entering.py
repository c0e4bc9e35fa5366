"""How a shim passes the fence, and what it has behind it."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from everly.frozen import frozen
from everly.jobs.runs import child, records
from everly.jobs.runs.directory import RunDirectory, TakenError, claim, lock, sync
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.room import discard, fill, reserve

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from socket import socket

    from everly.jobs.runs.launch import Launch
    from everly.jobs.runs.room import Room


@frozen
class Entered:
    """The directory of a run, and the open lock, which is held for life; None where a keeper holds it.

    Where it was made ahead there is a socket already, that clients attach to, and all but its name is on the disk.
    """

    directory: RunDirectory
    held: int | None
    server: socket | None = None
    is_kept: bool = False

    def keep(self) -> None:
        """Have all but its name on the disk."""
        if not self.is_kept:
            records.keep(self.directory.file("exit"))
            sync(self.directory.path)

    def keep_name(self) -> None:
        """Have its name on the disk."""
        sync(os.path.dirname(self.directory.path))  # noqa: PTH120 - pathlib is slow to import


def enter(asked: Launch, room: Room | None = None) -> Entered:
    """Pass the fence, take the lock for life, and reserve what the end of the run will need.

    Nothing of it need be on the disk before the start is; then it is synced together, which is one wait, not six. A
    room that was made ahead is taken where that can be.
    """
    taken = room if room is not None and room.take(asked) else None
    directory = claim(asked.directory) if taken is None else RunDirectory(asked.directory)
    try:
        hit("shim.claimed")
        if taken is None:
            entered = Entered(directory, lock(directory))
        else:
            entered = Entered(directory, taken.held, taken.server, is_kept=True)
        hit("shim.locked")
        _check_in_time(asked)
        if not entered.is_kept:
            reserve(directory)
            fill(directory, asked)
        hit("shim.reserved")
    except OSError as error:
        write_down(directory, error)
        raise
    return entered


def write_down(directory: RunDirectory, error: OSError | RunError) -> None:
    """Say in place of an end what keeps the command from starting, as far as the system lets us."""
    path = directory.file("exit")
    with suppress(OSError, RunError):
        if not os.path.lexists(path):
            records.reserve(path)
        records.write(path, {"failed": child.failure("shim", error).as_fields()})


def _check_in_time(asked: Launch) -> None:
    """Turn back where a fence may have been there that is taken away by now. It is seen under the lock."""
    if asked.until is not None and time.monotonic() > asked.until:
        discard(asked.directory)
        raise TakenError(f"the launch of '{asked.directory}' is too old")
