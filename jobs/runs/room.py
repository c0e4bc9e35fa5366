"""The directory of a run, made before there is a launch for it, so that the launch waits less for the disk.

It has all that a run needs but what the launch says, on the disk already, and its lock is held. It lies beside the
directories of runs under a name that no run has; a launch gives it the name of a run.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress

from everly.frozen import frozen
from everly.jobs.runs import attaching, launch, platform, records
from everly.jobs.runs.directory import AHEAD, RunDirectory, check_place, check_private, lock, open_lock, sync, try_lock
from everly.jobs.runs.errors import RunError

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from socket import socket

    from everly.jobs.runs.launch import Launch


@frozen
class Room:
    """A directory that is nobody's yet, its open lock, and the socket that clients will attach to, if there is one."""

    path: str
    held: int
    server: socket | None

    def take(self, asked: Launch) -> bool:
        """Make it the directory of a launch, which is the fence; False where it cannot be, and then it is gone.

        That another shim was first is one of many reasons, and whoever makes a directory instead will be told.
        """
        try:
            check_place(asked.directory)
            fill(RunDirectory(self.path), asked)
            platform.rename_new(self.path, asked.directory)
        except (OSError, RunError):
            self.give_up()
            return False
        return True

    def give_up(self) -> None:
        """Let it go."""
        discard(self.path)
        os.close(self.held)
        if self.server is not None:
            self.server.close()


def path_in(folder: str) -> str:
    """Where one may be made in a folder of runs."""
    return f"{folder}/{AHEAD}{os.urandom(8).hex()}"


def make(path: str) -> Room:
    """Make one, of which all but the name is on the disk. RunError or OSError where there can be none."""
    check_private(os.path.dirname(path))  # noqa: PTH120
    os.mkdir(path, 0o700)  # noqa: PTH102
    try:
        directory = RunDirectory(path)
        held = lock(directory)
        try:
            reserve(directory)
            server = attaching.listen(path)
            for name in ("started", "exit"):
                records.keep(directory.file(name))
            sync(path)
        except OSError:
            os.close(held)
            raise
    except (OSError, RunError):
        discard(path)
        raise
    return Room(path, held, server)


def reserve(directory: RunDirectory) -> None:
    """Make the files that a run needs whatever happens, all blank."""
    path = directory.file("launch")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    for name in ("started", "exit"):
        records.reserve(directory.file(name))


def fill(directory: RunDirectory, asked: Launch) -> None:
    """Write down in it what is asked for."""
    data, path = launch.dump(asked), directory.file("launch")
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(28, "no space left for the launch", path)
    finally:
        os.close(handle)


def discard(path: str) -> None:
    """Take away one that is nobody's, as far as it is there."""
    with suppress(OSError):
        for name in os.listdir(path):  # noqa: PTH208 - pathlib is too slow to import in every shim
            os.unlink(f"{path}/{name}")  # noqa: PTH108
        os.rmdir(path)  # noqa: PTH106


def sweep(folder: str) -> None:
    """Take away those that a kill has left in a folder of runs. OSError if it cannot be looked through."""
    for name in os.listdir(folder):  # noqa: PTH208
        if name.startswith(AHEAD):
            with suppress(OSError, RunError):
                _sweep(f"{folder}/{name}")


def _sweep(path: str) -> None:
    """Take away one that nobody holds. It is held meanwhile: who has only just made it sees that it is gone."""
    check_private(path)
    handle = open_lock(RunDirectory(path))
    try:
        if try_lock(handle, fcntl.LOCK_EX):
            discard(path)
    finally:
        os.close(handle)
