"""A warm process that forks shims, which takes less time and memory than an interpreter for each.

It has one thread, reads launches from its input, and answers on the same socket: which shim was forked for a launch,
and how each shim ended. When the other end closes it leaves, and its shims stay.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket

from everly.jobs.runs import launch, lines, shim
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import NoReturn


def main() -> int:
    """Serve the socket that is the input, until its other end closes."""
    import ctypes  # noqa: F401 - each shim needs it, and finds it here

    connection = socket.socket(fileno=os.dup(0))
    devnull = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for stream in (0, 1):
        os.dup2(devnull, stream)
    gc.freeze()  # what is shared with the shims stays shared
    Spawner(connection).serve()
    return 0


class Spawner:
    """The serving end of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = bytearray()
        self.wakes, self.woken = os.pipe()
        for handle in (self.wakes, self.woken):
            os.set_blocking(handle, False)

    def serve(self) -> None:
        """Fork and report until nobody is at the other end."""
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
        asking = self.connection.fileno()
        while True:
            ready, _, _ = select.select([asking, self.wakes], [], [])
            try:
                if self.wakes in ready:
                    os.read(self.wakes, 4096)
                    self.report()
                if asking in ready and not self.receive():
                    return
            except ConnectionError:
                return

    def receive(self) -> bool:
        """Fork a shim for each launch that has arrived; False if none will arrive any more."""
        data = self.connection.recv(1 << 16)
        self.buffer += data
        for message in lines.unpack(self.buffer):
            hit("spawner.asked")
            self.fork(message)
        return bool(data)

    def fork(self, message: bytes) -> None:
        """Fork one shim and tell its number."""
        pid = os.fork()
        if not pid:
            self._become(message)
        hit("spawner.forked")
        self.tell({"forked": pid, "directory": json.loads(message)["directory"]})

    def report(self) -> None:
        """Tell of the shims that have ended."""
        try:
            while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                self.tell({"ended": ended[0], "status": os.waitstatus_to_exitcode(ended[1])})
        except ChildProcessError:
            return

    def tell(self, fields: dict[str, object]) -> None:
        """Send one answer."""
        self.connection.sendall(lines.pack(json.dumps(fields).encode()))

    def _become(self, message: bytes) -> NoReturn:
        """Be a shim: nothing of the spawner stays but its memory."""
        code = shim.CANNOT
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            self.connection.close()
            os.close(self.wakes)
            os.close(self.woken)
            code = shim.run(launch.load(message))
        except (OSError, RunError) as error:
            os.write(2, f"everly: {error}\n".encode(errors="replace"))
        finally:
            os._exit(code)
