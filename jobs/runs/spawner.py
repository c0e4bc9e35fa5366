"""A warm process that forks shims, which takes less time and memory than an interpreter for each.

It has one thread, reads launches from its input, and answers on the same socket: which shim was forked for a launch,
how each shim ended, and what could not be forked and why. It never waits for its answers to be read, so that neither
end can hold the other. When the other end closes it leaves, and its shims stay.

In a lull after a launch it forks the next shim ahead, which stands by.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
from contextlib import suppress

from everly.jobs.runs import launch, lines, room, shim
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.standby import Standby, stand_by

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

LULL = 0.005  # seconds without a message, after which a launch has its command executed, and there is time to fork


def main() -> int:
    """Serve the socket that is the input, until its other end closes."""
    import warnings  # noqa: F401 - os.execvpe imports it where it is given a bare name

    connection = socket.socket(fileno=os.dup(0))
    devnull = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for stream in (0, 1):
        os.dup2(devnull, stream)
    shim.warm()
    gc.freeze()  # what is shared with the shims stays shared
    Spawner(connection).serve()
    return 0


class Spawner:
    """The serving end of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = bytearray()
        self.unsent = bytearray()
        self.standby: Standby | None = None
        self._folder: str | None = None  # that of the last launch, where one is forked ahead for the next
        self._idle: set[int] = set()  # those forked ahead that were given no launch
        self._rooms: dict[int, str] = {}  # where all of those make their rooms that were forked ahead
        self.wakes, self.woken = os.pipe()
        for handle in (self.wakes, self.woken):
            os.set_blocking(handle, False)

    def serve(self) -> None:
        """Fork and report until nobody is at the other end, or what comes from there is no message."""
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTSTP):
            signal.signal(number, signal.SIG_IGN)
        asking = self.connection.fileno()
        while True:
            lull = None if self._folder is None else LULL
            ready, takes, _ = select.select([asking, self.wakes], [asking] if self.unsent else [], [], lull)
            if not ready and not takes:
                self.stand_by()
            try:
                if self.wakes in ready:
                    os.read(self.wakes, 4096)
                    self.report()
                if asking in ready and not self.receive():
                    return
                self.flush()
            except (ConnectionError, RunError):
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
        """Fork one shim and tell its number; a launch that cannot be read or forked is told, and harms no other."""
        asked, pid = None, self._give(message)  # which reads it, too, and nothing is to wait
        try:
            asked = launch.load(message)
            given = pid or self._forked(lambda: shim.run(asked))
        except (OSError, RunError) as error:
            self.tell({"failed": _why(error), "directory": asked.directory if asked else None})
            return
        if pid:
            self._idle.discard(pid)  # else it was given what is no launch, and runs nothing
        hit("spawner.forked")
        self._folder = os.path.dirname(asked.directory)  # noqa: PTH120 - pathlib is slow to import
        self.tell({"forked": given, "directory": asked.directory})

    def stand_by(self) -> None:
        """Have a shim forked ahead of its launch. Where the system forks none, the launch will be told so."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        with suppress(OSError):
            place = room.path_in(folder)
            reading, writing = os.pipe()
            try:
                pid = self._forked(lambda: stand_by(reading, writing, place))
            except OSError:
                os.close(writing)
                raise
            finally:
                os.close(reading)
            self.standby = Standby(pid, writing)
            self._idle.add(pid)
            self._rooms[pid] = place

    def _give(self, message: bytes) -> int | None:
        """The shim that stands by and has taken the launch; None where there is none, or it is gone."""
        standby, self.standby = self.standby, None
        return standby.pid if standby is not None and standby.give(message) else None

    def _forget(self, pid: int) -> None:
        """Give none to one that ended without a launch: what it forked ahead may hold its pipe for a moment."""
        self._idle.discard(pid)
        if self.standby is not None and self.standby.pid == pid:
            os.close(self.standby.pipe)
            self.standby = None

    def report(self) -> None:
        """Tell of the shims that have ended."""
        try:
            while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                if ended[0] in self._rooms:
                    room.discard(self._rooms.pop(ended[0]))  # which it leaves where it was killed
                if ended[0] in self._idle:
                    self._forget(ended[0])
                else:
                    self.tell({"ended": ended[0], "status": os.waitstatus_to_exitcode(ended[1])})
        except ChildProcessError:
            return

    def tell(self, fields: dict[str, object]) -> None:
        """Say something, as soon as the other end takes it."""
        self.unsent += lines.pack(json.dumps(fields).encode())

    def flush(self) -> None:
        """Send what the other end takes now."""
        try:
            while self.unsent:
                del self.unsent[: self.connection.send(self.unsent, socket.MSG_DONTWAIT)]
        except BlockingIOError:
            return

    def _forked(self, run: Callable[[], int]) -> int:
        """A new shim, which runs something and exits with its status."""
        pid = os.fork()
        if not pid:
            self._become(run)
        return pid

    def _become(self, run: Callable[[], int]) -> NoReturn:
        """Be a shim: nothing of the spawner stays but its memory."""
        code = shim.CANNOT
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            self.connection.close()
            os.close(self.wakes)
            os.close(self.woken)
            code = run()
        finally:
            os._exit(code)


def _why(error: OSError | RunError) -> str:
    return f"cannot start a process: {error.strerror or error}" if isinstance(error, OSError) else str(error)
