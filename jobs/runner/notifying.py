"""What the runner tells systemd where it is a service: that it is up, that it turns, and how it is (sd_notify(3))."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import socket
from collections.abc import Callable, MutableMapping
from contextlib import suppress

from everly.jobs.ledger import LedgerError, LedgerReader
from everly.jobs.runner.logs import log
from everly.jobs.service.marks import MARK
from everly.jobs.views.times import clock_of, moment_text

_EVERY = 5.0  # seconds between two words about how it is
_OFTEN = 3  # so many times it tells that it turns while that is waited for once


class Manager:
    """Who started this process as a service, and wants to hear of it; says nothing where nobody does.

    What names it is taken out of the environment, so that nothing which is started here speaks in our name.
    """

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        self.scope = environment.pop(MARK, None)
        address = environment.pop("NOTIFY_SOCKET", "")
        self._address = address if self.scope is not None else ""
        micros, pid = environment.pop("WATCHDOG_USEC", ""), environment.pop("WATCHDOG_PID", "")
        is_meant = pid in {"", str(os.getpid())} and micros.isdecimal()
        self.patience = int(micros) / 1_000_000 if is_meant else None

    def tell(self, *lines: str) -> None:
        """Tell it something: lines such as READY=1."""
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):  # a name that stands in no folder
            address = f"\0{address[1:]}"
        told = "\n".join(" ".join(line.splitlines()) for line in lines).encode(errors="replace")
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaking:
            speaking.setblocking(False)
            speaking.sendto(told, address)


class Heartbeat:
    """Tells the manager that the runner is up, and from then on, out of its event loop, that it still turns."""

    def __init__(self, loop: asyncio.AbstractEventLoop, manager: Manager, words: Callable[[], str]) -> None:
        self.loop, self.manager, self.words = loop, manager, words
        self.every = _EVERY if manager.patience is None else min(_EVERY, manager.patience / _OFTEN)
        self.timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """The runner is up. If it is ended for standing still, the log says where it stood."""
        if self.manager.scope is None:
            return
        faulthandler.enable()
        self.manager.tell("READY=1")
        self._beat()

    def end(self) -> None:
        """The runner ends."""
        if self.timer is not None:
            self.timer.cancel()
        self.manager.tell("STOPPING=1", "STATUS=ends; what runs goes on")

    def _beat(self) -> None:
        self.manager.tell("WATCHDOG=1", f"STATUS={self.words()}")
        self.timer = self.loop.call_later(self.every, self._beat)


def status_text(ledger: LedgerReader) -> str:
    """How the jobs are, on one line."""
    try:
        jobs, running = ledger.counts()
        fire = ledger.next_fire()
    except LedgerError as error:
        log.error("%s", error)
        return str(error)
    following = "" if fire is None else f", next at {moment_text(fire * 1000, clock_of(None))}"
    return f"{jobs} job{'s' * (jobs != 1)}, {running} running{following}"
