"""What will be a command, forked before there is a launch for it.

It waits at its gate, as any command does, and is told there what it is: so a launch waits for no fork. Before it
executes, it has the name of the run's directory on the disk, while the shim has the start: so one wait is for both.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from contextlib import suppress

from everly.jobs.runs import child, lines
from everly.jobs.runs.child import Child
from everly.jobs.runs.directory import sync
from everly.jobs.runs.launch import Launch, dump, load

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.child import Told

_BLOCK = 1 << 16


def fork(closes: int) -> Child:
    """Fork what will be the command of a launch with three pipes; it is told which, at its gate, and closes a file."""

    def heard(gate: int) -> Told | None:
        os.close(closes)
        return _hear(gate)

    return child.forked(child.pipes(stdin=True), heard)


def serves(ahead: Child, launch: Launch) -> bool:
    """Whether one that was forked ahead is of use for a launch, and lives."""
    poll = select.poll()
    poll.register(ahead.gate, select.POLLIN)  # its end, for it says nothing; asked for no event, macOS tells of none
    return launch.stdin and not launch.tty and not poll.poll(0)


def tell(ahead: Child, launch: Launch, token: str, held: int) -> None:
    """Tell it what it is, so that it is ready by the time that its gate opens; nothing happens if nobody is there.

    It gets the lock that the shim holds, as a child of the shim has it from its beginning; on its way it is held, too.
    """
    words = lines.pack(token.encode()) + lines.pack(dump(launch))
    with suppress(ConnectionError), socket.socket(fileno=os.dup(ahead.gate)) as gate:
        sent = socket.send_fds(gate, [words], [held])
        if sent < len(words):  # a signal kept back the rest, where the system holds less than all of it
            gate.sendall(words[sent:])


def rehearse(launch: Launch, token: str) -> None:
    """Tell something to nobody, so that the memory which that changes is this process's own."""
    gate, other = (each.detach() for each in socket.socketpair())
    tell(Child(0, gate, -1, None, {}), launch, token, gate)
    os.close(gate)
    os.close(other)


def dismiss(ahead: Child) -> None:
    """Let one go that was forked ahead in vain; it is reaped with all others."""
    with suppress(ProcessLookupError):
        os.kill(ahead.pid, signal.SIGKILL)
    for handle in (ahead.gate, ahead.report, ahead.stdin, *ahead.outputs):
        if handle is not None:
            os.close(handle)


def _hear(gate: int) -> Told | None:
    """What one that was forked ahead is told, whose directory is on the disk now; None if it is told nothing."""
    load(dump(Launch(directory="/", argv=("/",), cwd="/")))  # so that the memory which that changes is its own
    buffer, found = bytearray(), list[bytes]()
    with socket.socket(fileno=os.dup(gate)) as connection:
        while len(found) < 2:
            data, handles, _, _ = socket.recv_fds(connection, _BLOCK, 1)
            for handle in handles:
                os.set_inheritable(handle, False)
            if not data:
                return None
            buffer += data
            found += lines.unpack(buffer)
    launch = load(found[1])
    sync(os.path.dirname(launch.directory))  # noqa: PTH120 - pathlib is slow to import
    return launch, found[0].decode(), bytes(buffer)
