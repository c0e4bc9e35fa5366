"""The socket of the runner: who may ask, and how a request becomes an answer."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from contextlib import suppress
from typing import Any

import everly
from everly.jobs import protocol
from everly.jobs.ledger import LedgerError
from everly.jobs.places import Places
from everly.jobs.protocol import Answer
from everly.jobs.runner.asked import AskedError, NotHereError
from everly.jobs.runner.verbs import Verbs
from everly.jobs.runs.failpoints import hit
from everly.jobs.runs.platform import peer_uid
from everly.jobs.settings import SettingsError

_BLOCK = 1 << 16
_SEE = "'everly show jobs' shows how far it got; 'everly start runner' starts one that goes on"
_BACKLOG = 1024  # clients that wait to be heard
VERBS = frozenset({"begin", "create", "edit", "start", "stop", "restart", "pause", "resume", "delete"})

log = logging.getLogger("everly.runner")


def listen(places: Places) -> socket.socket:
    """The socket at its place, which only this user can reach from its first moment on.

    A path may be too long for a socket, so it is bound by its name in the working directory. Whoever holds the lock of
    the runner may take away what an earlier one left.
    """
    server = socket.socket(socket.AF_UNIX)
    before = os.umask(0o077)
    try:
        places.socket.unlink(missing_ok=True)
        os.chdir(places.root)
        server.bind(places.socket.name)
        server.listen(_BACKLOG)
    finally:
        os.umask(before)
        os.chdir("/")
    return server


class Server:
    """What clients are answered by."""

    def __init__(self, verbs: Verbs) -> None:
        self.verbs = verbs
        self.tasks: set[asyncio.Task[None]] = set()
        self.writers: set[asyncio.StreamWriter] = set()
        self.asking: set[asyncio.StreamWriter] = set()
        self.server: asyncio.Server | None = None

    async def open(self, sock: socket.socket) -> None:
        """Answer whoever comes."""
        self.server = await asyncio.start_unix_server(self.serve, sock=sock, backlog=_BACKLOG)

    def close(self) -> None:
        """Answer nobody any more. Who waits for an answer is told why none comes, and does not ask another runner."""
        if self.server is not None:
            self.server.close()
        for writer in self.asking:
            _say(writer, {"error": "the runner was ended before this was done", "help": _SEE})
        for writer in list(self.writers):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client, a request after the other. One that goes away does not end what it asked for."""
        self.writers.add(writer)
        try:
            if peer_uid(writer.get_extra_info("socket")) not in {0, os.geteuid()}:
                return
            _say(writer, {"version": protocol.VERSION, "everly": everly.__version__, "pid": os.getpid()})
            buffer = bytearray()
            while data := await reader.read(_BLOCK):
                buffer += data
                for message in protocol.unpack(buffer):
                    task = asyncio.ensure_future(self.answer(message, writer))
                    self.tasks.add(task)
                    task.add_done_callback(self.tasks.discard)
                    await asyncio.shield(task)
        except protocol.ProtocolError as error:
            _say(writer, {"error": str(error)})
        except (OSError, asyncio.CancelledError):  # cancelled as the runner ends
            return
        finally:
            self.writers.discard(writer)
            writer.close()

    async def answer(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        """Do what a request asks for, and say what came of it."""
        self.asking.add(writer)
        try:
            await self._do(asked, writer)
        except (AskedError, SettingsError, LedgerError) as error:
            _say(writer, {"error": str(error), "help": error.help, "fault": error.fault})
        except Exception as error:
            log.exception("a request failed: %s", asked.get("verb"))
            _say(writer, {"error": f"the runner has a fault: {type(error).__name__}: {error}"})
        finally:
            self.asking.discard(writer)
        with suppress(OSError):
            await writer.drain()

    async def _do(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        hit("runner.heard")
        verb = asked.get("verb")
        if asked.get("version") != protocol.VERSION:
            raise NotHereError(f"this runner is everly {everly.__version__} and speaks version {protocol.VERSION}")
        if isinstance(verb, str) and verb in VERBS:
            results = await getattr(self.verbs, verb)(
                asked, lambda name, text: _say(writer, {"progress": {"name": name, "text": text}})
            )
            for result in results:
                _say(writer, {"result": _value(result)})
            _say(writer, {"done": True, "ok": all(result.ok for result in results)})
        else:
            raise NotHereError(f"there is no request '{verb}'")


def _value(result: Answer) -> dict[str, Any]:
    return {name: getattr(result, name) for name in Answer.__annotations__}


def _say(writer: asyncio.StreamWriter, message: dict[str, Any]) -> None:
    if not writer.is_closing():
        writer.write(protocol.pack(message))
