"""What the operating system knows about processes. Linux answers from `/proc`; elsewhere `ps` and `kill` stand in."""

from __future__ import annotations

import errno
import os
import signal
import socket
import struct
import sys
import time
from functools import cache

from everly.frozen import frozen

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from ctypes import CDLL

LINUX = sys.platform == "linux"
_BLOCK = 1 << 16
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
_HERE, _NOREPLACE = -100, 1  # AT_FDCWD and RENAME_NOREPLACE of linux/fcntl.h and linux/fs.h
_EXCLUSIVE = 4  # RENAME_EXCL of macOS


class UnseenError(OSError):
    """The system tells of no processes here, not even of this one: so nothing can be said of any other."""

    def __init__(self) -> None:
        says = "/proc" if LINUX else "'ps'"
        super().__init__(f"the system tells of no processes: {says} says nothing")


@frozen
class Process:
    """One line of the process table; `state` is the letter of `ps`, Z for what is dead and not yet reaped."""

    pid: int
    parent: int
    state: str


def now() -> int:
    """The time of day, in whole milliseconds since 1970 in UTC. A shim has no caller that could tell it."""
    return time.time_ns() // 1_000_000


@cache
def boot_id() -> str:
    """Which start of the machine this is; empty where the system does not say."""
    return text("/proc/sys/kernel/random/boot_id").strip()


def started_at(pid: int) -> str:
    """When a process was started, in the system's own words; empty if there is none. UnseenError."""
    began = _began(pid)
    if not began:
        check_sight()
    return began


def processes() -> dict[int, Process]:
    """All processes that this user can see, by their number. UnseenError."""
    table = _of_proc() if LINUX else parse_ps(_ps("-A", "-o", "pid=,ppid=,stat="))
    if os.getpid() not in table:
        raise UnseenError
    return table


def check_sight() -> None:
    """See that the system tells of this process, so that one it does not tell of is gone. UnseenError if not."""
    if not _began(os.getpid()):
        raise UnseenError


def _of_proc() -> dict[int, Process]:
    try:
        names = os.listdir("/proc")  # noqa: PTH208 - pathlib is too slow to import in every shim
    except FileNotFoundError:
        return {}
    found = ((int(name), _stat(int(name))) for name in names if name.isdigit())
    return {pid: Process(pid, int(fields[1]), fields[0]) for pid, fields in found if fields}


def parse_ps(text: str) -> dict[int, Process]:
    """The process table as `ps -A -o pid=,ppid=,stat=` writes it."""
    rows = (line.split() for line in text.splitlines())
    return {int(row[0]): Process(int(row[0]), int(row[1]), row[2][0]) for row in rows if len(row) == 3}


def environment(pid: int) -> bytes:
    """The environment that a process was started with, NUL after each; empty where it cannot be read."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def command_line(pid: int) -> str:
    """The command that a process was started with, a blank after each word; empty where it cannot be read."""
    return text(f"/proc/{pid}/cmdline").replace("\0", " ") if LINUX else _ps("-o", "command=", "-p", str(pid))


def become_subreaper() -> bool:
    """Be the parent of every orphan below this process, so that none leaves its tree; False where that is unknown."""
    if not LINUX or (library := libc()) is None:
        return False
    return bool(library.prctl(_SUBREAPER, 1, 0, 0, 0) == 0)


@cache
def libc() -> CDLL | None:
    """The library of C; None with a Python that was built without what it takes to call it."""
    try:
        from ctypes import CDLL
    except ImportError:
        return None
    return CDLL(None, use_errno=True)


def rename_new(before: str, after: str) -> None:
    """Rename, and take the place of nothing, not even of an empty directory. OSError if there is something.

    So it is too where the system or the disk has no such call.
    """
    call = getattr(libc(), "renameat2" if LINUX else "renamex_np", None)
    if call is None:
        raise OSError(errno.ENOSYS, "nothing here renames without taking a place", before)
    old, new = os.fsencode(before), os.fsencode(after)
    if call(_HERE, old, _HERE, new, _NOREPLACE) if LINUX else call(old, new, _EXCLUSIVE):
        from ctypes import get_errno

        raise OSError(get_errno(), os.strerror(get_errno()), after)


def peer_uid(connection: socket.socket) -> int:
    """The user at the other end of a local socket."""
    if LINUX:
        return int(struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[1])
    return int(struct.unpack_from("2I", connection.getsockopt(0, 1, 76))[1])  # struct xucred of macOS


def hold(pid: int) -> int | None:
    """Something that stands for this one process, also when its number goes to another; None if it is gone."""
    if not LINUX:
        return pid
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return None


def send(held: int, number: int) -> bool:
    """Signal a held process; False if it is gone, or has become another user's."""
    try:
        if LINUX:
            signal.pidfd_send_signal(held, number)
        else:
            os.kill(held, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def has_ended(held: int) -> bool:
    """Whether a held process has ended, all of its threads, be it that nobody has reaped it yet."""
    if not LINUX:
        return processes().get(held, Process(held, 0, "Z")).state == "Z"
    from select import POLLIN, poll

    looking = poll()
    looking.register(held, POLLIN)
    return bool(looking.poll(0))


def release(held: int) -> None:
    """Give back what `hold` gave."""
    if LINUX:
        os.close(held)


def _began(pid: int) -> str:
    if LINUX:
        fields = _stat(pid)
        return fields[19] if fields else ""
    return _ps("-o", "lstart=", "-p", str(pid)).strip()


def _stat(pid: int) -> list[str]:
    """The fields of `/proc/PID/stat` after the name, which may hold blanks and parentheses."""
    return text(f"/proc/{pid}/stat").rpartition(")")[2].split()


def text(path: str) -> str:
    """What the system says in a file of `/proc` or `/sys`; empty where it says nothing."""
    parts = []
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # an open file of Python would cost a shim ten times as much
        try:
            while part := os.read(handle, _BLOCK):
                parts.append(part)
        finally:
            os.close(handle)
    except OSError:
        return ""
    return os.fsdecode(b"".join(parts))


def _ps(*arguments: str) -> str:
    from subprocess import run

    try:
        return run(["ps", *arguments], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
    except (FileNotFoundError, PermissionError):
        return ""
