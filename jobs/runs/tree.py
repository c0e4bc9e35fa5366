"""All processes of a run, and signals to them and to no other.

While its shim lives, they are what descends from it: the shim is the parent of every orphan below it, so neither
`setsid` nor a double fork nor an emptied environment leads out. Without a shim they are those
that were started with its token.
"""

from __future__ import annotations

import os

from everly.jobs.runs import platform
from everly.jobs.runs.launch import TOKEN

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable

    from everly.jobs.runs.platform import Process

    Members = Callable[[], dict[int, Process]]

_DEAD = frozenset("ZX")


def descendants(ancestor: int, table: dict[int, Process]) -> dict[int, Process]:
    """What descends from a process and lives, without the process itself."""
    children: dict[int, list[Process]] = {}
    for each in table.values():
        children.setdefault(each.parent, []).append(each)
    found: dict[int, Process] = {}
    waiting = [ancestor]
    while waiting:
        for each in children.pop(waiting.pop(), ()):
            found[each.pid] = each
            waiting.append(each.pid)
    return {pid: each for pid, each in found.items() if each.state not in _DEAD and pid != ancestor}


def below(ancestor: int) -> Members:
    """The members of the run whose shim this is, looked up at each call."""
    return lambda: descendants(ancestor, platform.processes())


def marked(token: str) -> Members:
    """The members of a run whose lock is free, looked up at each call; never this process."""
    mark = f"{TOKEN}={token}".encode()

    def members() -> dict[int, Process]:
        return {
            pid: each
            for pid, each in platform.processes().items()
            if each.state not in _DEAD and pid != os.getpid() and mark in platform.environment(pid).split(b"\0")
        }

    return members


def signal_all(members: Members, number: int) -> dict[int, Process]:
    """Signal each member, and give those that were reached.

    A process is held first and looked at again then: so it is the held one that was seen to be a member, and if its
    number goes to a stranger in between, the signal reaches nobody.
    """
    held = {pid: handle for pid in members() if (handle := platform.hold(pid)) is not None}
    try:
        return {pid: each for pid, each in members().items() if pid in held and platform.send(held[pid], number)}
    finally:
        for handle in held.values():
            platform.release(handle)
