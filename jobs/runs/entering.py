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
from everly.jobs.runs.room import discard, fill, path_in, reserve

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
    found = None if room is None else room.take(asked)
    if room is None or found is None:
        return _enter_anew(asked)
    if _is_too_late(asked):
        away = path_in(os.path.dirname(found.path))  # noqa: PTH120
        os.rename(found.path, away)  # noqa: PTH104
        discard(away)
        raise _too_old(asked)
    for point in ("claimed", "locked", "reserved"):
        hit(f"shim.{point}")
    return Entered(found, room.held, room.server, is_kept=True)


def _enter_anew(asked: Launch) -> Entered:
    directory = claim(asked.directory)
    try:
        hit("shim.claimed")
        if _is_too_late(asked):
            os.rmdir(directory.path)  # noqa: PTH106 - pathlib is too slow to import in every shim
            raise _too_old(asked)
        held = lock(directory)
        hit("shim.locked")
        reserve(directory)
        fill(directory, asked)
        hit("shim.reserved")
    except OSError as error:
        write_down(directory, error)
        raise
    return Entered(directory, held)


def write_down(directory: RunDirectory, error: OSError | RunError) -> None:
    """Say in place of an end what keeps the command from starting, as far as the system lets us."""
    path = directory.file("exit")
    with suppress(OSError, RunError):
        if not os.path.lexists(path):
            records.reserve(path)
        records.write(path, {"failed": child.failure("shim", error).as_fields()})


def _is_too_late(asked: Launch) -> bool:
    """Whether a fence may have been there that is taken away by now. It is seen after the directory is made."""
    return asked.until is not None and time.monotonic() > asked.until


def _too_old(asked: Launch) -> TakenError:
    return TakenError(f"the launch of '{asked.directory}' is too old")
