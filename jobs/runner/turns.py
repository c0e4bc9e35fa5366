"""When the core has its turns."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from everly.jobs.ledger import LedgerError
from everly.jobs.runner.core import Core

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 2.0  # seconds before a turn that failed is tried again

log = logging.getLogger("everly.runner")


class Turns:
    """Calls the core when its time has come, when it is poked, and again a while after a turn that failed.

    Before each turn `may_go_on` is asked; where it says no, there is no turn any more.
    """

    def __init__(self, core: Core, loop: asyncio.AbstractEventLoop, may_go_on: Callable[[], bool]) -> None:
        self.core, self.loop, self.may_go_on = core, loop, may_go_on
        self.timer: asyncio.Handle | None = None
        self.wait = _FIRST_WAIT
        self.over = False
        self._problem = ""
        self._poked = False

    def poke(self) -> None:
        """Have a turn as soon as what is under way lets go."""
        if not self._poked and not self.over:
            self._poked = True
            self._set(self.loop.call_soon(self.turn))

    def end(self) -> None:
        """Have no turn any more."""
        self.over = True
        self._set(None)

    def turn(self) -> None:
        """One turn, and the time for the next."""
        if self.over:
            return
        if not self.may_go_on():
            self.end()
            return
        self._poked = False
        delay = self._tick()
        if not self._poked:
            self._set(self.loop.call_later(delay, self.turn))

    def _tick(self) -> float:
        """The seconds until the next turn."""
        try:
            delay = self.core.tick()
        except Exception as error:  # noqa: BLE001 - it is told, and tried again
            delay, self.wait = self.wait, min(2 * self.wait, _LONGEST_WAIT)
            self._tell(error)
            if isinstance(error, LedgerError):
                self.core.refuse_waiting(error)
        else:
            if self._problem:
                log.info("turns succeed again, after: %s", self._problem)
            self.wait, self._problem = _FIRST_WAIT, ""
        return delay

    def _tell(self, error: Exception) -> None:
        """Log why a turn failed, once for all that fail so one after the other, for a full disk has little room."""
        problem, self._problem = self._problem, str(error) or type(error).__name__
        if self._problem == problem:
            return
        if isinstance(error, LedgerError):
            log.error("%s; trying again until it can", error)
        else:
            log.error("a turn failed; trying again until one succeeds", exc_info=error)

    def _set(self, timer: asyncio.Handle | None) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.timer = timer
