"""Commands in the foreground: they have the terminal, and end with the process that runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Self

from everly.jobs.commands import CommandError
from everly.jobs.runs import platform, tree
from everly.jobs.runs.platform import UnseenError
from everly.jobs.runs.stopping import Stop
from everly.jobs.settings import Settings

_FIRST, _TICK, _LOOK = 0.001, 0.02, 1.0  # seconds between looks at what ends, at what is being stopped, at the clock
_NOT_FOUND, _NOT_EXECUTABLE, _TIMEOUT = 127, 126, 124  # as a shell and `timeout` have them

Tell = Callable[[str], None]


class _HeardError(Exception):
    """A signal came while nothing but the end of a command was waited for."""


class Foreground:
    """Runs chains of commands, one after the other; a signal ends the one under way, and all of it.

    Use it as a context: within it this process is the parent of every orphan of its commands, and hears its signals;
    those that it was started without, as by nohup, stay ignored. `environment` is asked before each command.
    """

    def __init__(
        self,
        steps: Sequence[Sequence[str]],
        cwd: str,
        environment: Callable[[], Mapping[str, str]],
        settings: Settings,
        tell: Tell,
    ) -> None:
        self.steps, self.cwd, self.environment, self.settings, self.tell = steps, cwd, environment, settings, tell
        self.heard: list[int] = []
        self._listens = False
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        platform.become_subreaper()
        self._before[signal.SIGCHLD] = signal.signal(
            signal.SIGCHLD, signal.SIG_DFL
        )  # ignored, it would hide exit codes
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given

    def run(self) -> int:
        """Run the chain once; the code of its last command, as a shell counts it."""
        code = 0
        for step in self.steps:
            code = self._tried(step)
            if code:
                break
        return code

    def sleep_until(self, instant: int) -> bool:
        """Wait for a moment, by the clock of the day, whatever is done to it; False if a signal came first."""
        while (left := instant - platform.now() / 1000) > 0:
            if not self._sleep(min(left, _LOOK)):
                return False
            _reap()
        return True

    def _tried(self, step: Sequence[str]) -> int:
        """The code of a command, tried again as often as the job says."""
        from everly.jobs.backoff import wait

        code = 0
        for number in range(1, self.settings.retries + 2):
            code = self._once(step)
            if not code or self.heard or number > self.settings.retries:
                return code
            seconds = wait(self.settings.backoff, number)
            self.tell(f"'{step[0]}' failed ({code}); trying again in {seconds:g} s")
            if not self._sleep(seconds):
                return code
        return code

    def _once(self, step: Sequence[str]) -> int:
        try:
            process = subprocess.Popen(step, cwd=self.cwd, env=dict(self.environment()))  # noqa: S603 - no shell reads it
        except CommandError as error:
            self.tell(str(error))
            return _NOT_EXECUTABLE
        except OSError as error:
            what = f"the folder '{self.cwd}' cannot be entered" if error.filename == self.cwd else _unable(step[0])
            self.tell(f"{what}: {(error.strerror or str(error)).lower()}")
            return _NOT_FOUND if isinstance(error, FileNotFoundError) else _NOT_EXECUTABLE
        return self._watched(process, step)

    def _watched(self, process: subprocess.Popen[bytes], step: Sequence[str]) -> int:
        """The code of a command that runs; it is stopped when its time is up, or a signal comes."""
        try:
            with self._listening():
                return _code(_ended(process, self.settings.timeout))
        except subprocess.TimeoutExpired:
            self.tell(f"'{step[0]}' took longer than {self.settings.timeout:g} s")
            self._stop(signal.SIGTERM)
            return _TIMEOUT
        except _HeardError:
            number = self.heard[0]
            self._stop(number)
            return 128 + number

    def _stop(self, number: int) -> None:
        """End every process that descends from this one; another signal ends the grace."""
        try:
            self._end_all(number)
        except UnseenError as error:
            self.tell(f"{error}; so what was started may live on")

    def _end_all(self, number: int) -> None:
        members, asked = tree.below(os.getpid()), len(self.heard)
        if number == signal.SIGINT:
            if not _has_terminal():  # else it has sent the signal to all of them
                tree.signal_all(members, number)
            self._grant(members, asked)
        stop = Stop(members, "stopped", self.settings.grace, time.monotonic())
        while not stop.advance(time.monotonic()):
            _reap()
            time.sleep(_TICK)
            if len(self.heard) > asked + (number == signal.SIGINT):
                stop.hurry(time.monotonic())
        _reap()
        if stop.survivors:
            self.tell(f"these processes did not die: {', '.join(map(str, stop.survivors))}")

    def _grant(self, members: tree.Members, asked: int) -> None:
        """Leave those who were interrupted the time to end by themselves."""
        begun, told = time.monotonic(), False
        while members() and len(self.heard) == asked and (since := time.monotonic() - begun) < self.settings.grace:
            if since > _LOOK and not told:
                self.tell(f"waiting {self.settings.grace:g} s for it to end; interrupt again to end it sooner")
                told = True
            _reap()
            time.sleep(_TICK)

    def _sleep(self, seconds: float) -> bool:
        """Wait; False if a signal came."""
        try:
            with self._listening():
                time.sleep(seconds)
        except _HeardError:
            return False
        return True

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Within the block a signal raises _HeardError, also one that has come before."""
        self._listens = True
        try:
            if self.heard:
                raise _HeardError
            yield
        finally:
            self._listens = False

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.heard.append(number)
        if self._listens:
            self._listens = False
            raise _HeardError


def _unable(name: str) -> str:
    return f"'{name}' cannot be executed"


def _ended(process: subprocess.Popen[bytes], timeout: float | None) -> int:
    """The code of a command that has ended, or minus its signal. Its orphans are reaped meanwhile, as is our duty.

    Raises:
        TimeoutExpired: It runs on after so many seconds.
    """
    end, wait = None if timeout is None else time.monotonic() + timeout, _FIRST
    while True:
        pid, status = os.waitpid(-1, 0 if end is None else os.WNOHANG)
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode
        if pid == 0 and end is not None:
            left = end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(process.args, timeout or 0.0)
            time.sleep(min(wait, left))
            wait = min(2 * wait, _TICK)


def _has_terminal() -> bool:
    """Whether we are in the foreground of a terminal, whose Ctrl-C reaches our commands by itself."""
    try:
        handle = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(handle) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(handle)


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return


def _code(status: int) -> int:
    return 128 - status if status < 0 else status
