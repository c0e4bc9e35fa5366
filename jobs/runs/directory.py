"""The directory of one run: who may make it, who holds its lock, and where its files are."""

from __future__ import annotations

import fcntl
import os
import stat

from everly.frozen import frozen
from everly.jobs.runs import records
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.platform import boot_id, started_at

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import Any, Literal


LEAVING = ".leaving"  # ends the name of a directory that is being taken away
AHEAD = ".ahead-"  # begins the name of one that was made before there was a launch for it


class AbsentError(RunError):
    """There is no such directory."""


class TakenError(RunError):
    """Another shim made this directory first, so this one must not run."""


@frozen
class RunDirectory:
    """The names of a run's files. `lock` is held for as long as the shim lives, and holds who it is."""

    path: str

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise RunError(f"a run's directory is an absolute path, found '{self.path}'")

    def file(self, name: str) -> str:
        """The path of a file in it."""
        return f"{self.path}/{name}"

    def read(self, name: str) -> dict[str, Any] | None:
        """What the record of this name says; None if it is blank or not there."""
        return records.read(self.file(name))


def check_private(path: str) -> None:
    """Refuse what is no directory, is a link, belongs to another user or is open to others: RunError."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        raise AbsentError(f"there is no directory '{path}'") from None
    if not stat.S_ISDIR(found.st_mode):
        raise RunError(f"'{path}' is no directory, or only a link to one")
    if found.st_uid != os.geteuid():
        raise RunError(f"'{path}' belongs to user {found.st_uid}, not to {os.geteuid()}")
    if found.st_mode & 0o077:
        raise RunError(f"'{path}' is open to other users; close it: chmod 700 '{path}'")


def check_place(path: str) -> None:
    """Refuse a name that no run can have, and a folder that is not this user's alone: RunError."""
    parent, name = os.path.split(path)
    if name.startswith(AHEAD) or name.endswith(LEAVING):
        words = f"does not begin with '{AHEAD}', nor end in '{LEAVING}'"
        raise RunError(f"the name of a run's directory {words}, found '{path}'")
    check_private(parent)


def claim(path: str) -> RunDirectory:
    """Make the directory: the fence that only one shim passes. TakenError for every other.

    It is not on the disk yet: that is the caller's to see to.
    """
    check_place(path)
    try:
        os.mkdir(path, 0o700)  # noqa: PTH102
    except FileExistsError:
        raise TakenError(f"'{path}' was made by another run already") from None
    return RunDirectory(path)


def lock(directory: RunDirectory) -> int:
    """Take the lock for life; the open file is what holds it. TakenError if the run was given up in the meantime.

    It waits: whoever else holds the lock is only looking, or giving the run up.
    """
    handle = open_lock(directory)
    try:
        _hold(directory, handle)
    except BaseException:
        os.close(handle)
        raise
    return handle


def _hold(directory: RunDirectory, handle: int) -> None:
    fcntl.flock(handle, fcntl.LOCK_EX)
    found = os.fstat(handle)
    if found.st_size or not found.st_nlink:
        raise TakenError(f"'{directory.path}' was given up before it began")
    if os.pwrite(handle, records.encode(identity(os.getpid())), 0) < records.SIZE:
        raise OSError(28, "no space left for the lock", directory.file("lock"))


def is_locked(directory: RunDirectory) -> bool:
    """Whether a shim lives there. A lock cannot outlive its process, and no other process gets its number."""
    try:
        handle = os.open(directory.file("lock"), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def give_up(directory: RunDirectory) -> bool:
    """See to it that a run without a shim never begins: a late shim finds it given up. False if a shim lives there.

    The mark is a size without content, which a full disk takes too. What is settled already is only looked at under a
    shared lock, so that several who look do not take each other for a shim.
    """
    handle = open_lock(directory)
    try:
        if not try_lock(handle, fcntl.LOCK_SH):
            return False
        if not os.fstat(handle).st_size:
            if not try_lock(handle, fcntl.LOCK_EX):
                return False
            os.ftruncate(handle, records.SIZE)
            os.fsync(handle)
        return True
    finally:
        os.close(handle)


def give_up_before(path: str) -> Literal["never", "taken"]:
    """See to it that a run whose directory is not there never begins, also where a launch still waits in a spawner.

    `taken`: a shim was first, and its directory tells more. RunError or OSError if the system refuses.
    """
    try:
        directory = claim(path)
    except TakenError:
        return "taken"
    give_up(directory)  # nobody else can have its lock: every shim is turned away by the directory
    sync(os.path.dirname(path))  # noqa: PTH120 - as above
    return "never"


def identity(pid: int) -> dict[str, Any]:
    """What tells a process from a later one with its number."""
    return {"pid": pid, "began": started_at(pid), "boot": boot_id()}


def sync(path: str) -> None:
    """Have the names in a directory on disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_lock(directory: RunDirectory) -> int:
    """Open the lock of a directory, which is made if it is not there. To hold it is another matter."""
    return os.open(directory.file("lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def try_lock(handle: int, kind: int) -> bool:
    """Take a lock of an open file (`LOCK_SH`, `LOCK_EX`) without waiting; False if somebody holds it otherwise."""
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
