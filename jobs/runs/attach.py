"""The client's end of the attach socket."""

from __future__ import annotations

import os
import select
import socket
import time

from everly.jobs.runs import frames, lines
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.platform import LINUX, peer_uid

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.directory import RunDirectory


class Attached:
    """A connection to a live run. RunError where there is none to connect to, or once it has ended.

    It carries input; output is read from the log. `write` waits while the command does not read, and with it all that
    follows on this connection: a signal to such a command goes over another one, after `take_over`.
    """

    def __init__(self, directory: RunDirectory) -> None:
        self.connection = _connect(directory)
        self._buffer = bytearray()
        self._refused: list[str] = []
        self._unsettled = 0
        self._ended = False

    def write(self, data: bytes) -> None:
        """Give input to the command."""
        for start in range(0, len(data), frames.PIECE):
            self._send(frames.INPUT + data[start : start + frames.PIECE])

    def end_input(self) -> None:
        """Let the command see the end of its input; a run with a terminal refuses it."""
        self._send(frames.END)

    def resize(self, rows: int, columns: int) -> None:
        """Tell the size of the window."""
        self._send(frames.size_of_window(rows, columns))

    def signal(self, number: int) -> None:
        """Signal the command's group; ^C of a run without a terminal is SIGINT."""
        self._send(frames.SIGNAL + bytes([number]))

    def take_over(self) -> None:
        """Be the one who may write."""
        self._send(frames.TAKE)

    def takes(self, seconds: float = 0.0) -> bool:
        """Whether a small piece of input can be written without waiting; or within so many seconds."""
        return self._is(select.POLLOUT, seconds)

    def settle(self, seconds: float) -> bool:
        """Wait until all that was written is taken or refused, or the run has ended; False if that takes too long."""
        self._send(frames.SETTLED)
        self._unsettled += 1
        end = time.monotonic() + seconds
        while self._unsettled and not self._ended:
            if not self._is(select.POLLIN, end - time.monotonic()):
                return False
            self._hear()
        return True

    def refusals(self) -> list[str] | None:
        """What was refused since the last call; None once the run has ended."""
        while not self._ended and self._is(select.POLLIN, 0.0):
            self._hear()
        found, self._refused = self._refused, []
        return None if self._ended and not found else found

    def _hear(self) -> None:
        try:
            data = self.connection.recv(1 << 16)
        except OSError:
            data = b""
        self._ended = not data
        self._buffer += data
        for message in lines.unpack(self._buffer):
            if message[:1] == frames.SETTLED:
                self._unsettled -= 1
            else:
                self._refused.append(message[1:].decode())

    def _is(self, event: int, seconds: float) -> bool:
        """Whether the connection can be read from or written to within so many seconds."""
        poll = select.poll()
        poll.register(self.connection, event)
        return bool(poll.poll(max(seconds, 0.0) * 1000))

    def close(self) -> None:
        """Detach; the run goes on."""
        self.connection.close()

    def _send(self, message: bytes) -> None:
        try:
            self.connection.sendall(lines.pack(message))
        except OSError:
            raise RunError("the run has ended") from None


def _connect(directory: RunDirectory) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    handle = -1
    try:
        handle = os.open(directory.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        # The path of a socket has room for 107 bytes; this one is always short.
        connection.connect(f"/proc/self/fd/{handle}/sock" if LINUX else directory.file("sock"))
    except OSError as error:
        connection.close()
        raise RunError(f"cannot attach to '{directory.path}': {error.strerror or error}") from None
    finally:
        if handle >= 0:
            os.close(handle)
    if peer_uid(connection) != os.geteuid():
        connection.close()
        raise RunError(f"'{directory.path}' is served by another user")
    return connection
