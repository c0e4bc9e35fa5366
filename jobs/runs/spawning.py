"""Starting shims: through a warm spawner, or each as an interpreter of its own, which always works."""

from __future__ import annotations

import json
import socket
import subprocess
import sys

import everly
from everly.jobs.runs import lines
from everly.jobs.runs.launch import TOKEN, dump

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from everly.jobs.runs.launch import Launch

_ROOT = everly.__path__[0].rpartition("/")[0]  # where the package is, wherever it was installed


def interpreter(module: str) -> list[str]:
    """The command that runs the `main` of a module: isolated, without site packages, so that it starts fast."""
    program = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; sys.exit(main())"
    return [sys.executable, "-I", "-S", "-B", "-c", program]


def unmarked(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the mark of the run that this process may belong to."""
    return {name: value for name, value in environment.items() if name != TOKEN}


def start(launch: Launch, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A new shim, in a session of its own; the environment is the shim's, and nothing of it reaches the command."""
    shim = subprocess.Popen(  # noqa: S603 - an argv of ours
        interpreter("everly.jobs.runs.shim"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env=unmarked(environment),
        start_new_session=True,
    )
    assert shim.stdin is not None  # noqa: S101 - it is a pipe
    with shim.stdin as stdin:
        stdin.write(dump(launch))
    return shim


class Warm:
    """The calling end of a spawner. When the spawner is gone, `start` is the way that is left.

    `read` gives its answers in order: `{"forked": pid, "directory": …}` for each launch, and for each shim that ended
    `{"ended": pid, "status": …}`, as `subprocess` counts it. `connection` becomes readable when there are any.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.connection, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - an argv of ours
                interpreter("everly.jobs.runs.spawner"),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env=unmarked(environment),
                start_new_session=True,
            )
        self._buffer = bytearray()

    def ask(self, launch: Launch) -> bool:
        """Ask for a shim; False if the spawner is gone, and the fence makes it safe to ask elsewhere."""
        try:
            self.connection.sendall(lines.pack(dump(launch)))
        except ConnectionError:
            return False
        return True

    def read(self) -> list[dict[str, Any]] | None:
        """The answers that have arrived; None once the spawner is gone."""
        try:
            data = self.connection.recv(1 << 16)
        except ConnectionError:
            return None
        self._buffer += data
        return [json.loads(message) for message in lines.unpack(self._buffer)] if data else None

    def close(self) -> None:
        """Let the spawner go; its shims stay."""
        self.connection.close()
        self.process.wait()
