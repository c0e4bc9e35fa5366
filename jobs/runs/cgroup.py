"""A control group for each run, where the system has given this process a part of its tree to manage.

That is so for a service of systemd with `Delegate=yes`. Whoever is in a group is found, killed and suspended in one
step, however fast it forks. Version 2 only; nothing outside a group that was made here is touched.
"""

from __future__ import annotations

import os
import re
from functools import cache

from everly.frozen import frozen
from everly.jobs.runs import platform

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.platform import Process

_DELEGATED = ("user.delegate", "trusted.delegate")  # what systemd marks a delegated group with
_OURS = re.compile(r"everly[-._a-zA-Z0-9]*\.service")
_NAME = "everly-"
_LONGEST = 1000  # characters of a path, which goes into a record


@frozen
class Group:
    """One group of a run, with those below it; an action that the system refuses, or a group that is gone, is False."""

    path: str

    def add(self, pid: int) -> bool:
        """Move a process into it; what it forks from now on is born there."""
        return _write(f"{self.path}/cgroup.procs", str(pid))

    def members(self) -> dict[int, Process]:
        """Who is in it and lives."""
        pids = {int(each) for path in _folders(self.path) for each in platform.text(f"{path}/cgroup.procs").split()}
        if not pids:
            return {}
        return {pid: each for pid, each in platform.processes().items() if pid in pids and each.state not in "ZX"}

    def kill(self) -> bool:
        """Kill all of them at once."""
        return _write(f"{self.path}/cgroup.kill", "1")

    def suspend(self) -> bool:
        """Have all of them stand still; `is_suspended` tells when they do."""
        return _write(f"{self.path}/cgroup.freeze", "1")

    def resume(self) -> bool:
        """Let all of them go on."""
        return _write(f"{self.path}/cgroup.freeze", "0")

    def is_suspended(self) -> bool:
        """Whether all of them stand still."""
        return "frozen 1" in platform.text(f"{self.path}/cgroup.events").splitlines()

    def remove(self) -> bool:
        """Take it away, with those below; False while somebody is in it."""
        try:
            for path in reversed(_folders(self.path)):
                os.rmdir(path)  # noqa: PTH106 - pathlib is too slow to import in every shim
        except OSError:
            return False
        return True


def parent() -> str | None:
    """The folder that groups of runs are made in, worked out once for each group that this process is in."""
    return _delegated(_groups("self"))


def make(token: str) -> Group | None:
    """A new group for a run, below that of this process; None where none is delegated to it."""
    above = parent()
    if above is None:
        return None
    path = f"{above}/{_NAME}{token}"
    if len(path) > _LONGEST:
        return None
    try:
        os.mkdir(path, 0o700)  # noqa: PTH102
    except OSError:
        return None
    return Group(path)


def of(started: dict[str, str]) -> Group | None:
    """The group that a run's record names, if it is one that was made here."""
    path = started.get("cgroup") or ""
    return Group(path) if path.endswith(f"/{_NAME}{started['token']}") else None


def folder_of(process: str = "self") -> str | None:
    """The folder of the group of a process; None for the root of all, or without."""
    return own(_groups(process), platform.text("/proc/self/mountinfo"))


def _groups(process: str) -> str:
    return platform.text(f"/proc/{process}/cgroup")


def delegated(process: str = "self") -> str | None:
    """The folder of the group of a process of this user, if it may make others there.

    A user other than root owns what was delegated to it. For root, who may write everywhere, systemd's mark says so,
    which the user manager of root does not set in all versions; or the name of a unit of ours, all of which delegate.
    """
    return _may_make_in(folder_of(process))


@cache
def _delegated(groups: str) -> str | None:
    return _may_make_in(own(groups, platform.text("/proc/self/mountinfo")))


def _may_make_in(path: str | None) -> str | None:
    """A folder, if this user may make groups in it."""
    if path is None or not os.access(f"{path}/cgroup.procs", os.W_OK) or not os.access(f"{path}/cgroup.kill", os.F_OK):
        return None
    if os.geteuid():
        return path if os.stat(path).st_uid == os.geteuid() else None  # noqa: PTH116
    is_ours = _OURS.fullmatch(os.path.basename(path))  # noqa: PTH119 - pathlib is too slow to import in every shim
    return path if is_ours or any(_attribute(path, name) == b"1" for name in _DELEGATED) else None


def own(groups: str, mounts: str) -> str | None:
    """The folder of a process's own group, from its `cgroup` and `mountinfo`; None for the root of all, or without."""
    group = next((line[3:] for line in groups.splitlines() if line.startswith("0::")), "/")
    for line in mounts.splitlines():
        fields, _, kind = line.partition(" - ")
        root, place = fields.split()[3:5]
        inside = group == root or group.startswith(f"{root.rstrip('/')}/")
        if kind.startswith("cgroup2 ") and group != "/" and inside:
            return f"{place.rstrip('/')}/{group.removeprefix(root).lstrip('/')}".rstrip("/")
    return None


def controllers(group: str, mounts: str) -> frozenset[str]:
    """What a group can set limits of, from its name as systemd tells it, and the `mountinfo` of a process."""
    below = own(f"0::{group.rstrip('/')}/_", mounts)  # own knows none of the root, which a group may be
    return frozenset() if below is None else frozenset(platform.text(f"{below[:-1]}cgroup.controllers").split())


def _folders(path: str) -> list[str]:
    """A group and those below it, each before what it holds."""
    return [folder for folder, _, _ in os.walk(path)]


def _attribute(path: str, name: str) -> bytes:
    try:
        return os.getxattr(path, name)
    except OSError:
        return b""


def _write(path: str, text: str) -> bool:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(handle, text.encode())
        finally:
            os.close(handle)
    except OSError:
        return False
    return True
