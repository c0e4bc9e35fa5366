"""The shim's end of the attach socket: it takes input for the command, no faster than the command reads.

Output is not sent: whoever attaches reads the log at an offset of their own. One client may write at a time; another is
refused, or takes over.
"""

from __future__ import annotations

import os
import resource
import select
import selectors
import socket
from functools import partial

from everly.jobs.runs import frames, lines
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.platform import peer_uid

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.child import Child

CLIENTS = 128  # at once; each takes a file, of which the log needs some too
_BLOCK = 1 << 16
_WAITING = 4 * _BLOCK  # bytes of input that wait for the command at most, however many clients come and go


def listen(directory: str) -> socket.socket | None:
    """The socket of a run, in its private directory; None where there can be none, as on a full disk.

    A path may be too long for a socket, so it is bound by its name in the working directory of the shim.
    """
    server = socket.socket(socket.AF_UNIX)
    try:
        os.chdir(directory)
        server.bind("sock")
        hit("attach.bound")
        os.chmod("sock", 0o600)  # noqa: PTH101 - pathlib is too slow to import in every shim
        server.listen(64)
    except OSError:
        server.close()
        return None
    finally:
        os.chdir("/")
    server.setblocking(False)
    return server


def _room() -> int:
    """How many clients may come: as many as leave the shim the files that it needs itself."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CLIENTS if limit == resource.RLIM_INFINITY else min(CLIENTS, max(1, limit // 2 - 24))


class Inlet:
    """The command's input and the clients that may write to it; one of them is the `writer`."""

    def __init__(self, selector: selectors.BaseSelector, child: Child, server: socket.socket | None) -> None:
        self.selector, self.child, self.server = selector, child, server
        self.tty = child.stdin in child.outputs
        self.stdin = child.stdin if not self.tty or child.stdin is None else os.dup(child.stdin)
        self.clients: dict[socket.socket, bytearray] = {}
        self.waiting: set[socket.socket] = set()  # not listened to until the command has read more
        self.writer: socket.socket | None = None
        self.group: int | None = child.pid
        self.pending = bytearray()
        self.ending = False
        self.room = _room()
        if self.stdin is not None:
            os.set_blocking(self.stdin, False)
        if server is not None:
            selector.register(server, selectors.EVENT_READ, self.accept)

    def accept(self) -> None:
        """Let a client in, if it is of this user."""
        assert self.server is not None  # noqa: S101 - only it calls this
        try:
            client, _ = self.server.accept()
        except OSError:  # it left at once, or there are no files left for it
            return
        client.setblocking(False)
        if peer_uid(client) not in {0, os.geteuid()}:
            client.close()
            return
        if len(self.clients) >= self.room and not self._forget_gone():
            self.refuse(client, f"{self.room} clients are attached to this run already")
            client.close()
            return
        self.clients[client] = bytearray()
        self.selector.register(client, selectors.EVENT_READ, partial(self.receive, client))

    def receive(self, client: socket.socket) -> None:
        """Take in what one client says."""
        if client not in self.clients:
            return
        try:
            data = client.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.drop(client)
            return
        self.clients[client] += data
        try:
            for message in lines.unpack(self.clients[client], frames.LIMIT):
                self.obey(client, message)
        except RunError as error:
            self.refuse(client, str(error))
            self.drop(client)
        except OSError as error:  # as a signal to a command that has become another user's
            self.refuse(client, f"the system refuses: {error.strerror}")

    def obey(self, client: socket.socket, message: bytes) -> None:
        """Do what one message asks. RunError if it is none."""
        kind = message[:1]
        if kind == frames.SETTLED:
            self.answer(client, frames.SETTLED)
            return
        if kind == frames.TAKE or self.writer is None:
            self.writer = client
        if self.writer is not client:
            self.refuse(client, "another client writes to this run; take over to write yourself")
        elif kind == frames.INPUT:
            self.give(client, message[1:])
        elif kind == frames.END:
            self.end(client)
        elif kind == frames.SIZE:
            self.resize(message)
        elif kind == frames.SIGNAL:
            self.signal(message)
        elif kind != frames.TAKE:
            raise RunError("this is no message that a run knows")

    def give(self, client: socket.socket, data: bytes) -> None:
        """Hand input to the command. What it does not take yet waits, and with it the client."""
        if self.stdin is None or self.ending:
            self.refuse(client, "this run takes no more input")
            return
        if len(self.pending) > _WAITING:
            self.refuse(client, "the command does not read, and enough waits for it")
            return
        self.pending += data
        self.flush()
        if self.pending and client not in self.waiting:
            self.waiting.add(client)
            self.selector.unregister(client)

    def flush(self) -> None:
        """Write what waits; listen to the clients again once nothing does."""
        if self.stdin is None:
            return
        try:
            del self.pending[: os.write(self.stdin, self.pending)]
        except BlockingIOError:
            pass
        except OSError:  # the command has closed its input
            self.pending.clear()
        self._wait_for_room(bool(self.pending))
        if self.ending and not self.pending:
            self.close_input()

    def end(self, client: socket.socket) -> None:
        """End the input once what waits is written."""
        if self.tty:
            self.refuse(client, "a terminal has no end of input; send ^D at the beginning of a line")
            return
        self.ending = True
        if not self.pending:
            self.close_input()

    def resize(self, message: bytes) -> None:
        """Give the terminal another size, of which the command is told by its driver."""
        if self.tty and self.stdin is not None:
            import fcntl
            import termios

            fcntl.ioctl(self.stdin, termios.TIOCSWINSZ, frames.window(message))

    def signal(self, message: bytes) -> None:
        """Signal the command's group, which is its own until the shim has reaped the command."""
        number = message[1] if len(message) == 2 else 0
        if number not in frames.SIGNALS:
            raise RunError(f"signal {number} cannot be sent by a client")
        if self.group is not None:
            os.killpg(self.group, number)

    def refuse(self, client: socket.socket, why: str) -> None:
        """Tell a client no, if it listens."""
        self.answer(client, frames.REFUSED + why.encode())

    def answer(self, client: socket.socket, message: bytes) -> None:
        """Tell a client something, if it listens."""
        try:
            client.send(lines.pack(message))
        except OSError:
            return

    def drop(self, client: socket.socket) -> None:
        """Forget a client; the command goes on."""
        if client not in self.waiting:
            self.selector.unregister(client)
        self.waiting.discard(client)
        del self.clients[client]
        client.close()
        if self.writer is client:
            self.writer = None

    def _forget_gone(self) -> bool:
        """Drop the clients that have left while they were not listened to; whether there were any."""
        poll = select.poll()
        for client in self.waiting:
            poll.register(client, 0)  # which tells of nothing but an end
        gone = {number for number, _ in poll.poll(0)}
        for client in [each for each in self.waiting if each.fileno() in gone]:
            self.drop(client)
        return bool(gone)

    def close_input(self) -> None:
        """Let the command see the end of its input."""
        if self.stdin is not None:
            os.close(self.stdin)
            self.stdin = None

    def _wait_for_room(self, wanted: bool) -> None:
        """Be told when the command's input has room, or listen to those who waited for it."""
        if self.stdin is not None and (self.stdin in self.selector.get_map()) != wanted:
            if wanted:
                self.selector.register(self.stdin, selectors.EVENT_WRITE, self.flush)
            else:
                self.selector.unregister(self.stdin)
        while self.waiting and not wanted:
            client = self.waiting.pop()
            self.selector.register(client, selectors.EVENT_READ, partial(self.receive, client))
