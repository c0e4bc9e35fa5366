"""One connection to the runner."""

from __future__ import annotations

import math
import os
import socket
import struct
import sys
from typing import Any, Self

from everly.jobs import protocol
from everly.jobs.client.errors import LostError, RunnerError
from everly.jobs.places import Places
from everly.jobs.runs.platform import peer_uid

_BLOCK = 1 << 16
_WAIT = 10.0  # seconds for a runner that took the connection to say its first word


class Connection:
    """A runner that has said who it is: what it is asked from now on, it has been asked."""

    def __init__(self, connection: socket.socket, wait: float) -> None:
        self._socket = connection
        self._buffer = bytearray()
        self._heard: list[dict[str, Any]] = []
        connection.settimeout(wait)
        hello = self.hear()
        if hello is None:
            raise ConnectionError("the runner went away")
        self.hello = hello
        connection.settimeout(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def fileno(self) -> int:
        """The file that becomes readable when the runner says something."""
        return self._socket.fileno()

    def say(self, asked: dict[str, Any]) -> None:
        """Ask for something.

        Raises:
            RunnerError: The runner has gone, or speaks another version.
        """
        if self.hello.get("version") != protocol.VERSION:
            raise RunnerError(
                f"the runner is everly {self.hello.get('everly')}, which this one does not understand",
                "end it with 'everly stop runner', which touches no job; it comes up anew by itself",
            )
        try:
            self._socket.sendall(protocol.pack({**asked, "version": protocol.VERSION}))
        except OSError as error:
            raise LostError(f"the runner went away: {error}") from error

    def hear(self) -> dict[str, Any] | None:
        """The next word of the runner; None once it has gone."""
        while not self._heard:
            try:
                data = self._socket.recv(_BLOCK)
            except OSError:
                return None
            if not data:
                return None
            self._buffer += data
            try:
                self._heard += protocol.unpack(self._buffer)
            except protocol.ProtocolError as error:
                raise RunnerError(f"this is no runner: {error}") from error
        return self._heard.pop(0)


def open_connection(places: Places, wait: float | None = None) -> Connection | None:
    """A connection to a runner that listens; None if there is none, or it says nothing for so many seconds.

    Raises:
        RunnerError: Another user listens there.
    """
    connection = socket.socket(socket.AF_UNIX)
    wait = _WAIT if wait is None else wait
    handle = -1
    try:
        # A runner that hears nobody any more would have us wait for ever once its queue is full.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", math.ceil(wait), 0))
        handle = os.open(places.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        # The path of a socket has room for 107 bytes; this one is always short.
        name = f"/proc/self/fd/{handle}/{places.socket.name}" if sys.platform == "linux" else str(places.socket)
        connection.connect(name)
        _check(connection, places)
        return Connection(connection, wait)
    except OSError:
        connection.close()
        return None
    except RunnerError:
        connection.close()
        raise
    finally:
        if handle >= 0:
            os.close(handle)


def _check(connection: socket.socket, places: Places) -> None:
    if peer_uid(connection) != os.geteuid():
        raise RunnerError(f"'{places.socket}' is served by another user")
