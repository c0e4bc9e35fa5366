"""The process that runs one attempt: it passes the fence, starts the command, keeps its output, writes down its end.

Its own exit status says what there was of a run: all of it (`DONE`), none since another shim has it (`TAKEN`), none
since the system refuses (`CANNOT`), or one whose end could not be written down (`BROKEN`).
"""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from functools import partial

from everly.frozen import frozen
from everly.jobs.runs import ahead, attaching, cgroup, child, launch, platform, records, signals
from everly.jobs.runs.directory import RunDirectory, TakenError, claim, identity
from everly.jobs.runs.endings import NAMED, reaped
from everly.jobs.runs.entering import Entered, enter, write_down
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.log_index import Mark
from everly.jobs.runs.room import Room
from everly.jobs.runs.supervisor import Supervisor

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from socket import socket
    from typing import Any

    from everly.jobs.runs.cgroup import Group
    from everly.jobs.runs.child import Child
    from everly.jobs.runs.launch import Launch

DONE, CANNOT, BROKEN, TAKEN = 0, 73, 74, 75  # those of sysexits.h: cannot create, input or output error, try again
FILES = 64  # open files that a shim has room for, or it does not begin


@frozen
class _Begun:
    """A command at its gate, the socket that clients attach to, and its group; None without."""

    child: Child
    server: socket | None
    group: Group | None


def main() -> int:
    """Run the launch that stands in the input."""
    raw = sys.stdin.buffer.read()
    os.close(0)
    try:
        return run(launch.load(raw))
    except RunError as error:
        _complain(f"everly: {error}")
        return CANNOT


def warm() -> None:
    """Have compiled, once for all shims that are forked later, what the classes compile when they are first used."""
    mine = child.Child(0, -1, -1, None, {})
    _Begun(mine, None, None)
    Entered(RunDirectory("/"), None)
    Room("/", -1, None)
    Mark(0, 0, 0)
    platform.Process(0, 0, "")
    platform.libc()


def rehearse() -> None:
    """Do what each run does and what has no effect, so that the memory which that changes is this process's own.

    What the system refuses of it will be told where it counts.
    """
    token = os.urandom(16).hex()
    mine = launch.load(launch.dump(launch.Launch(directory="/", argv=(token,), cwd="/")))
    nowhere = f"{os.devnull}/{token}"
    for act in (
        partial(claim, nowhere),
        partial(platform.rename_new, nowhere, nowhere),
        lambda: records.encode(_beginning(os.getpid(), token, cgroup.parent() or mine.directory)),
        signals.rehearse,
        partial(ahead.rehearse, mine, token),
    ):
        with suppress(RunError, OSError):
            act()


def run(
    asked: Launch, entered: RunDirectory | None = None, before: Child | None = None, room: Room | None = None
) -> int:
    """Run one attempt in this process, which does nothing else; the status to exit with.

    `entered` is its directory where a keeper has passed the fence and holds the lock. That is so in a unit, where the
    output goes to the journal as well, and the keeper's signals are waiting. `before` was forked ahead for a command,
    `room` was made ahead for a directory.
    """
    os.umask(0o077)
    failed = CANNOT
    try:
        if before is None:  # else that was done ahead
            prepare_files_of(asked)
            platform.become_subreaper()
        told = signals.prepare()
        if entered:
            signals.leave_term()
            signals.let_through()
        inside = Entered(entered, None) if entered else enter(asked, room)
        begun = _begin(asked, inside, before)
        failed = BROKEN
        return _serve(asked, inside.directory, told, begun, echo=entered is not None)
    except TakenError:
        return TAKEN
    except Exception as error:  # noqa: BLE001 - whatever it is, the status says what there was of a run
        what = "run in" if failed == CANNOT else "write down the end of"
        _complain(f"everly: cannot {what} '{asked.directory}': {error}")
        return failed


def _complain(words: str) -> None:
    os.write(2, f"{words}\n".encode(errors="replace"))


def prepare_files() -> None:
    """Have the first three files open, lest one of the run's take their place, and room for those of the run."""
    while os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC) <= 2:
        pass
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit != resource.RLIM_INFINITY and limit < FILES:
        raise RunError(f"a run needs {FILES} open files, the limit is {limit} (ulimit -n)")


def prepare_files_of(asked: Launch) -> None:
    """Prepare them; where there is no room for those of a run, pass the fence only to say so behind it."""
    try:
        prepare_files()
    except RunError as error:
        with suppress(OSError, RunError):
            write_down(claim(asked.directory), error)
        raise


def _begin(asked: Launch, inside: Entered, before: Child | None) -> _Begun:
    """Fork the command, or take the one forked before, and write down that it starts; then it may be executed.

    What keeps it from starting, as a lack of processes or terminals, is written down in place of an end.
    """
    directory = inside.directory
    try:
        token = os.urandom(16).hex()
        server = inside.server or attaching.listen(directory.path)
        forked = _ahead(asked, token, inside.held, before)
        sees_to_name = forked is not None
        forked = forked or child.fork(asked, token)
        hit("shim.forked")
        group = _grouped(forked, token)
        inside.keep()
        if not sees_to_name:
            inside.keep_name()
        records.write(directory.file("started"), _beginning(forked.pid, token, group.path if group else None))
    except OSError as error:
        write_down(directory, error)
        raise
    hit("shim.started")
    return _Begun(forked, server, group)


def _ahead(asked: Launch, token: str, held: int | None, before: Child | None) -> Child | None:
    """The command forked before, which is told what it is; None where there is none that serves."""
    if before is None or held is None:
        return None
    if ahead.serves(before, asked):
        ahead.tell(before, asked, token, held)
        return before
    ahead.dismiss(before)
    return None


def _grouped(forked: Child, token: str) -> Group | None:
    """The control group of the command, which is at its gate; None where there is none to be had."""
    group = cgroup.make(token)
    if group and not group.add(forked.pid):
        group.remove()
        return None
    return group


def _serve(asked: Launch, directory: RunDirectory, told: int, begun: _Begun, *, echo: bool) -> int:
    """Let the command execute, and see it to its end."""
    opened = child.release(begun.child)
    hit("shim.opened")
    supervisor = Supervisor(asked, begun.child, told, begun.server, begun.group)
    supervisor.echo = echo
    supervisor.run()
    hit("shim.ended")
    records.write(directory.file("exit"), _ending(supervisor, opened=opened))
    hit("shim.finished")
    if begun.group:
        begun.group.remove()  # unless somebody is left in it
    return DONE


def _beginning(pid: int, token: str, group: str | None) -> dict[str, Any]:
    return {**identity(pid), "time": platform.now(), "token": token, "shim": identity(os.getpid()), "cgroup": group}


def _ending(supervisor: Supervisor, *, opened: bool) -> dict[str, Any]:
    stop, failure = supervisor.stop, supervisor.failure
    left = _left(supervisor)
    return {
        **reaped(supervisor.status),
        "reason": stop.reason if stop else None,
        "failed": failure.as_fields() if failure else None,
        "opened": opened,
        "time": platform.now(),
        "bytes": supervisor.log.offset,
        "dropped": supervisor.log.dropped,
        "left": left[:NAMED] if left else [],
        "left_count": None if left is None else len(left),
    }


def _left(supervisor: Supervisor) -> list[int] | None:
    """Who lives on of the run; None where the system does not tell."""
    look = supervisor.members
    try:
        return [] if supervisor.childless else sorted(look() or look())  # one look can miss one whose parent ends
    except platform.UnseenError:
        return None
