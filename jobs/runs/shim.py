"""The process that runs one attempt: it passes the fence, starts the command, keeps its output, writes down its end.

Its own exit status says what there was of a run: all of it (`DONE`), none since another shim has it (`TAKEN`), none
since the system refuses (`CANNOT`), or one whose end could not be written down (`BROKEN`).
"""

from __future__ import annotations

import os
import sys

from everly.jobs.runs import attaching, child, launch, platform, records, tree
from everly.jobs.runs.directory import RunDirectory, TakenError, claim, identity, lock, sync
from everly.jobs.runs.endings import reaped
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.supervisor import Supervisor, prepare_signals

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from socket import socket
    from typing import Any

    from everly.jobs.runs.child import Child, Failure
    from everly.jobs.runs.launch import Launch

DONE, CANNOT, BROKEN, TAKEN = 0, 73, 74, 75  # those of sysexits.h: cannot create, input or output error, try again
_NAMED = 100  # processes that a record names at most


def main() -> int:
    """Run the launch that stands in the input."""
    raw = sys.stdin.buffer.read()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return run(launch.load(raw))


def run(asked: Launch) -> int:
    """Run one attempt in this process, which does nothing else; the status to exit with."""
    os.umask(0o077)
    failed = CANNOT
    try:
        directory, _held = _enter(asked)  # the lock is held for life
        begun = _begin(asked, directory)
        failed = BROKEN
        return _serve(asked, directory, *begun)
    except TakenError:
        return TAKEN
    except (OSError, RunError) as error:
        os.write(2, f"everly: cannot run in '{asked.directory}': {error}\n".encode(errors="replace"))
        return failed


def _enter(asked: Launch) -> tuple[RunDirectory, int]:
    """Pass the fence, and reserve what the end of the run will need."""
    directory = claim(asked.directory)
    hit("shim.claimed")
    held = lock(directory)
    hit("shim.locked")
    _keep(directory.file("launch"), launch.dump(asked))
    for name in ("started", "exit"):
        records.reserve(directory.file(name))
    sync(directory.path)
    hit("shim.reserved")
    return directory, held


def _begin(asked: Launch, directory: RunDirectory) -> tuple[Child, int, socket | None]:
    """Fork the command and write down that it starts; what follows may be its execution."""
    platform.become_subreaper()
    token = os.urandom(16).hex()
    server = attaching.listen(directory.path)
    signals = prepare_signals()
    forked = child.fork(asked, token)
    hit("shim.forked")
    records.write(directory.file("started"), _beginning(forked, token))
    hit("shim.started")
    return forked, signals, server


def _serve(asked: Launch, directory: RunDirectory, forked: Child, signals: int, server: socket | None) -> int:
    """Let the command execute, and see it to its end."""
    failure = child.release(forked)
    hit("shim.opened")
    supervisor = Supervisor(asked, forked, signals, server)
    supervisor.run()
    hit("shim.ended")
    records.write(directory.file("exit"), _ending(supervisor, failure))
    hit("shim.finished")
    return DONE


def _beginning(forked: Child, token: str) -> dict[str, Any]:
    return {**identity(forked.pid), "time": platform.now(), "token": token, "shim": identity(os.getpid())}


def _ending(supervisor: Supervisor, failure: Failure | None) -> dict[str, Any]:
    stop = supervisor.stop
    left = sorted(tree.below(os.getpid())())
    return {
        **reaped(supervisor.status),
        "reason": stop.reason if stop else None,
        "failed": {"stage": failure.stage, "errno": failure.errno} if failure else None,
        "time": platform.now(),
        "bytes": supervisor.log.offset,
        "dropped": supervisor.log.dropped,
        "left": left[:_NAMED],
        "left_count": len(left),
    }


def _keep(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(28, "no space left for the launch", path)
        os.fsync(handle)
    finally:
        os.close(handle)
