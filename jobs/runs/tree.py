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
    from collections.abc import Callable, Mapping
    from typing import Any

    from everly.jobs.runs.platform import Process

    Members = Callable[[], dict[int, Process]]

_DEAD = frozenset("ZX")
_HELD = 32


def descendants(ancestor: int, table: dict[int, Process]) -> dict[int, Process]:
    """What descends from a process and lives, without the process itself."""
    return _walk({ancestor}, table)


def _walk(ancestors: set[int], table: dict[int, Process], around: int = 0) -> dict[int, Process]:
    """What descends from some processes and lives, without these; not one of them, nor what is only below it."""
    children: dict[int, list[Process]] = {}
    for each in table.values():
        children.setdefault(each.parent, []).append(each)
    found: dict[int, Process] = {}
    waiting = [*ancestors]
    while waiting:
        for each in children.pop(waiting.pop(), ()):
            if each.pid != around:
                found[each.pid] = each
                waiting.append(each.pid)
    return {pid: each for pid, each in found.items() if each.state not in _DEAD and pid not in ancestors}


def below(ancestor: int) -> Members:
    """The members of the run whose shim this is, looked up at each call."""
    return lambda: descendants(ancestor, platform.processes())


def marked(token: str, command: Mapping[str, Any] | None = None) -> Members:
    """The members of a run whose lock is free, looked up at each call; never this process, nor what is below it.

    They are who bears the mark, the command itself (as `started` tells it) if it lives, and what descends from them.
    Who was once a member stays one, also after its parent has ended.
    """
    mark = f"{TOKEN}={token}".encode()
    known: dict[int, str] = {}  # when each began

    def members() -> dict[int, Process]:
        me, table = os.getpid(), platform.processes()
        roots = {pid for pid in table if mark in platform.environment(pid).split(b"\0")}
        roots |= {pid for pid in known.keys() & table.keys() if platform.started_at(pid) == known[pid]}
        if command and is_still(command):
            roots.add(command["pid"])
        roots.discard(me)
        alive = {pid: table[pid] for pid in roots & table.keys() if table[pid].state not in _DEAD}
        found = alive | _walk(roots, table, around=me)
        known.update((pid, platform.started_at(pid)) for pid in found.keys() - known.keys())
        return found

    return members


def joined(one: Members, other: Members) -> Members:
    """Whoever is a member by the one or by the other."""
    return lambda: one() | other()


def is_still(process: Mapping[str, Any]) -> bool:
    """Whether a process that was written down is there, and not another one with its number."""
    began = platform.started_at(process["pid"])
    return bool(began) and (began, platform.boot_id()) == (process["began"], process["boot"])


def signal_all(members: Members, number: int) -> dict[int, Process]:
    """Signal each member, and give those that were reached.

    A process is held first and looked at again then: so it is the held one that was seen to be a member, and if its
    number goes to a stranger in between, the signal reaches nobody. Few are held at a time, as each takes a file.
    """
    found, reached = list(members()), dict[int, "Process"]()
    for start in range(0, len(found), _HELD):
        reached |= _signal_some(found[start : start + _HELD], members, number)
    return reached


def _signal_some(some: list[int], members: Members, number: int) -> dict[int, Process]:
    held = {pid: handle for pid in some if (handle := platform.hold(pid)) is not None}
    try:
        return {pid: each for pid, each in members().items() if pid in held and platform.send(held[pid], number)}
    finally:
        for handle in held.values():
            platform.release(handle)
