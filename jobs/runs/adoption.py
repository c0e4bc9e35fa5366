"""What has become of the runs of a folder: found by whoever comes after the one who started them.

A lock tells whether a shim lives, never a number. A number is believed only while the lock is held, the process is held
too, and it is the one that wrote itself down.
"""

from __future__ import annotations

import errno
import os

from everly.frozen import frozen
from everly.jobs.runs import platform, records
from everly.jobs.runs.directory import AHEAD, LEAVING, RunDirectory, check_private, give_up, identity, is_locked
from everly.jobs.runs.endings import NAMED, reaped
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.log_reader import end

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Literal

    from everly.jobs.runs.stopping import Stop

    State = Literal["running", "ended", "never", "lost", "damaged", "absent", "removed"]

_SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT})


@frozen
class Found:
    """A run as its directory tells it.

    `running`: its shim lives. `ended`: the exit record says how. `never`: it has not begun and never will, so it may be
    tried anew elsewhere; `problem` says why, where its shim could. `lost`: it began, and nobody knows how it ended.
    `damaged`: what is there cannot be believed, and `problem` says why. `absent`: there is nothing; a shim may still
    come. `removed`: its removal was begun, and `remove` finishes it.
    """

    directory: RunDirectory
    state: State
    started: dict[str, Any] | None = None
    ended: dict[str, Any] | None = None
    problem: str = ""

    @property
    def is_of_this_boot(self) -> bool:
        """Whether what it began may still live; after a restart of the machine nothing does."""
        return self.started is not None and self.started.get("boot") == platform.boot_id()


def find(root: str) -> Iterator[Found]:
    """Every run below a folder, in the order of their names. RunError if the folder is not ours alone."""
    check_private(root)
    for name in sorted(os.listdir(root)):  # noqa: PTH208 - a shim may import this too
        if not name.startswith(AHEAD):
            yield look(RunDirectory(f"{root}/{name.removesuffix(LEAVING)}"))


def look(directory: RunDirectory) -> Found:
    """What has become of one run. One without a shim is settled by it: if it has not begun, it never will.

    OSError where the system has nothing left to look with: that says nothing about the run.
    """
    try:
        return _look(directory)
    except (OSError, RunError) as error:
        if isinstance(error, OSError) and error.errno in _SCARCE:
            raise
        if os.path.lexists(directory.path):
            return Found(directory, "damaged", problem=str(error))
        return Found(directory, "removed" if os.path.lexists(directory.path + LEAVING) else "absent")


def _look(directory: RunDirectory) -> Found:
    check_private(directory.path)
    if is_locked(directory) or not give_up(directory):
        return Found(directory, "running", directory.read("started"))
    started, ended = directory.read("started"), directory.read("exit")
    if started:
        return Found(directory, "ended" if ended else "lost", started, ended)
    return Found(directory, "never", problem=ended["failed"]["problem"] if ended else "")


def hold_shim(directory: RunDirectory) -> int | None:
    """The shim of a run, held so that signals and polls reach it alone; None if it has ended, or is not yet found.

    A shim that was killed before its command began may leave the lock held for a moment: look again.

    The file that is given becomes readable when the shim ends, where the system has such files. To be given back by
    `platform.release`.
    """
    told = _told(directory)
    held = platform.hold(told["pid"]) if told else None
    if held is None or told is None:
        return None
    if is_locked(directory) and identity(told["pid"]) == told:
        return held
    platform.release(held)
    return None


def settle(lost: Found, status: int, time: int, stop: Stop | None = None) -> None:
    """Write the exit record of a run whose shim was killed, and whose command was reaped in its place.

    That is done by whoever is a subreaper above the shim; the time is in milliseconds since 1970, and `stop` is that
    which ended it, if one did. RunError if the run is not lost, for then its record is the shim's to write.
    """
    if lost.state != "lost" or look(lost.directory).state != "lost":
        raise RunError(f"'{lost.directory.path}' is not lost, so there is nothing to settle")
    records.write(lost.directory.file("exit"), ending_without_shim(lost.directory, status, time, stop))


def ending_without_shim(directory: RunDirectory, status: int, time: int, stop: Stop | None) -> dict[str, Any]:
    """The exit record of a run whose shim was killed, as whoever reaped its command knows it."""
    left = [] if stop is None else sorted(stop.survivors)
    return {
        **reaped(status),
        "reason": "shim-lost" if stop is None else stop.reason,
        "failed": None,
        "time": time,
        "bytes": end(directory.path),
        "dropped": None,
        "left": left[:NAMED],
        "left_count": None if stop is None else len(left),
    }


def _told(directory: RunDirectory) -> dict[str, Any] | None:
    """Who its shim is, in its own words; None if it has none, or is only about to have one."""
    try:
        told = records.read(directory.file("lock"))
    except RunError:  # empty: it is being written
        return None
    return told if told and "pid" in told else None
