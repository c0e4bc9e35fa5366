"""Starting shims: through a warm spawner, or each as an interpreter of its own, which always works."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress

import everly
from everly.jobs.runs import lines
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import TOKEN, dump
from everly.jobs.runs.limits import Files

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from everly.jobs.runs.launch import Launch

PATIENCE = 10.0  # seconds that a spawner may take to hear a launch, or to leave
_ROOT = everly.__path__[0].rpartition("/")[0]  # where the package is, wherever it was installed


def interpreter(module: str, *, site: bool = False, caches: bool = False) -> list[str]:
    """The command that runs the `main` of a module: isolated, and without site packages, so that it starts fast.

    `caches` has it keep what it compiles for the next one, where whoever installed everly has not. It is for what
    starts often and with a usual umask, for with another one what it keeps may be closed to other users.
    """
    program = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; sys.exit(main())"
    return [sys.executable, "-I", *(() if site else ("-S",)), *(() if caches else ("-B",)), "-c", program]


def unmarked(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the mark of the run that this process may belong to."""
    return {name: value for name, value in environment.items() if name != TOKEN}


def start(launch: Launch, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A new shim, in a session of its own; the environment is the shim's, and nothing of it reaches the command.

    RunError where the system starts no process.
    """
    shim = _process("everly.jobs.runs.shim", subprocess.PIPE, environment)
    assert shim.stdin is not None  # noqa: S101 - it is a pipe
    with suppress(BrokenPipeError), shim.stdin as stdin:  # one that dies before it has heard all says so by its status
        stdin.write(dump(launch))
    return shim


def _process(module: str, stdin: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(  # noqa: S603 - an argv of ours
            interpreter(module),
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env=unmarked(environment),
            start_new_session=True,
        )
    except OSError as error:
        raise RunError(f"cannot start a process: {error.strerror or error}") from None
    Files.give(process.pid)  # it hears of no launch before that
    return process


class Warm:
    """The calling end of a spawner. When the spawner is gone, `start` is the way that is left.

    `read` gives its answers in order: for each launch `{"forked": pid, "directory": …}`, or `{"failed": why,
    "directory": …}` where the system starts no process, and for each shim that ended `{"ended": pid, "status": …}`, as
    `subprocess` counts it. `connection` becomes readable when there are any. RunError if there can be no spawner.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        try:
            self.connection, theirs = socket.socketpair()
        except OSError as error:
            raise RunError(f"cannot start a spawner: {error.strerror or error}") from None
        with theirs, ExitStack() as undo:
            undo.callback(self.connection.close)
            self.process = _process("everly.jobs.runs.spawner", theirs.fileno(), environment)
            undo.pop_all()
        self._buffer = bytearray()

    def ask(self, launch: Launch) -> bool:
        """Ask for a shim; False if the spawner is gone, and the fence makes it safe to ask elsewhere.

        A spawner that hears nothing for PATIENCE is ended: it may have heard half of the launch.
        """
        before = self.connection.gettimeout()
        self.connection.settimeout(PATIENCE)
        try:
            self.connection.sendall(lines.pack(dump(launch)))
        except TimeoutError:
            self.process.kill()
            return False
        except ConnectionError:
            return False
        finally:
            self.connection.settimeout(before)
        return True

    def read(self) -> list[dict[str, Any]] | None:
        """The answers that have arrived; None once the spawner is gone."""
        try:
            data = self.connection.recv(1 << 16)
        except BlockingIOError:
            return []
        except ConnectionError:
            return None
        self._buffer += data
        return [json.loads(message) for message in lines.unpack(self._buffer)] if data else None

    def close(self) -> None:
        """Let the spawner go; its shims stay."""
        self.connection.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # it stands still
            self.process.kill()
            self.process.wait()
