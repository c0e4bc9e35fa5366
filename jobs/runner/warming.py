"""The spawner of an executor: asked without waiting, heard, and replaced when it is gone or says nothing any more."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from signal import SIGKILL
from typing import Any

from everly.jobs.runs import lines, platform
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import Launch, dump
from everly.jobs.runs.spawning import PATIENCE, Warm

_REST = 60.0  # seconds without a spawner, after one that was gone before it had said anything


class Warming:
    """Has one spawner at a time.

    `heard` is called with each of its answers, `gone` with a spawner that has left: its shims stay, and become children
    of this process.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        environment: Mapping[str, str],
        heard: Callable[[dict[str, Any]], None],
        gone: Callable[[Warm], None],
    ) -> None:
        self.loop, self.environment, self.heard, self.gone = loop, environment, heard, gone
        self.warm: Warm | None = None
        self._held: int | None = None
        self._unsent = bytearray()
        self._owed = 0
        self._answers = 0
        self._patience: asyncio.TimerHandle | None = None
        self._rests_until = 0.0

    def warm_up(self) -> Warm | None:
        """The spawner, which is started if there is none; None if there can be none now."""
        if self.warm is None and self.loop.time() >= self._rests_until:
            with suppress(RunError):
                self.warm = Warm(self.environment)
                self._held = platform.hold(self.warm.process.pid)
                self.warm.process.returncode = 0  # it is reaped by the reaper, and not by subprocess
                self._owed = self._answers = 0
                self.loop.add_reader(self.warm.connection, self._hear)
        return self.warm

    def ask(self, launch: Launch) -> Warm | None:
        """Ask for a shim; who was asked, None if there is nobody.

        Raises:
            RunError: The launch is too long to be told.
        """
        raw = lines.pack(dump(launch))
        warm = self.warm_up()
        if warm is not None:
            self._unsent += raw
            self._owed += 1
            self._send()
            self._be_patient()
        return warm

    def close(self) -> None:
        """Let the spawner go. What it was asked for and can still be told, it does."""
        self._send()
        self._leave()

    def _send(self) -> None:
        """Send what it takes now, and the rest when it takes more."""
        if self.warm is None:
            return
        try:
            while self._unsent:
                del self._unsent[: self.warm.connection.send(self._unsent, socket.MSG_DONTWAIT)]
        except BlockingIOError:
            self.loop.add_writer(self.warm.connection, self._send)
            return
        except OSError:  # it is gone, which is heard too
            self._unsent.clear()
        self.loop.remove_writer(self.warm.connection)

    def _hear(self) -> None:
        if self.warm is None:
            return
        try:
            answers = self.warm.read()
        except (RunError, ValueError):  # it says what is no answer
            answers = None
        if answers is None:
            self._leave()
            return
        self._answers += len(answers)
        for answer in answers:
            self._owed -= "ended" not in answer
            self.heard(answer)

    def _be_patient(self) -> None:
        """See to it that one which owes an answer gives some within the time that it has."""
        if self._patience is None and self._owed:
            self._patience = self.loop.call_later(PATIENCE, self._lose_patience, self.warm, self._answers)

    def _lose_patience(self, warm: Warm | None, answers: int) -> None:
        self._patience = None
        if warm is self.warm and self._owed and answers == self._answers:
            if self._held is not None:
                platform.send(self._held, SIGKILL)
            self._leave()
        else:
            self._be_patient()

    def _leave(self) -> None:
        warm, self.warm = self.warm, None
        if warm is None:
            return
        if not self._answers and self._owed:
            self._rests_until = self.loop.time() + _REST
        self._unsent.clear()
        self.loop.remove_reader(warm.connection)
        self.loop.remove_writer(warm.connection)
        warm.connection.close()
        if self._held is not None:
            platform.release(self._held)
            self._held = None
        self.gone(warm)
