"""The process of the runner: it holds the lock of its user's jobs, and turns until it is told to end."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import json
import logging
import logging.handlers
import os
import signal
import sys

import everly
from everly.jobs.ledger import Ledger, LedgerError
from everly.jobs.places import PlaceError, Places, places, prepare
from everly.jobs.runner.clock import SystemClock
from everly.jobs.runner.core import Core
from everly.jobs.runner.local import Local
from everly.jobs.runner.server import Server, listen
from everly.jobs.runner.verbs import Verbs
from everly.jobs.settings import from_options

DONE, FAILED, HELD = 0, 70, 75
_LOG_BYTES, _LOGS = 1 << 20, 2
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds before a turn that failed is tried again

log = logging.getLogger("everly.runner")


class HeldError(Exception):
    """Another runner is up."""


def main() -> int:
    """Be the runner of this user, until a signal or a request ends it; the status to exit with."""
    os.umask(0o077)
    try:
        where = places()
        prepare(where)
        _write_log(where)
        held = _lock(where)
    except HeldError as error:
        _say(str(error))
        return HELD
    except (PlaceError, OSError) as error:
        _say(str(error))
        return FAILED
    try:
        with Ledger(where.ledger) as ledger:
            asyncio.run(_run(where, ledger))
    except LedgerError as error:
        log.error("%s; %s", error, error.help)  # noqa: TRY400 - it is no fault of ours, so its traceback says nothing
        _say(f"{error}\nhelp: {error.help}")
        return FAILED
    finally:
        os.close(held)
    return DONE


def _say(text: str) -> None:
    """Tell whoever started the runner why it does not come up."""
    sys.stderr.write(f"everly: {text}\n")


def _write_log(where: Places) -> None:
    handler = logging.handlers.RotatingFileHandler(
        where.log, maxBytes=_LOG_BYTES, backupCount=_LOGS, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _lock(where: Places) -> int:
    """Take the lock of the runner, which is given back when the process ends, however it does."""
    handle = os.open(where.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told = os.pread(handle, 4096, 0).decode(errors="replace").strip()
        os.close(handle)
        raise HeldError(f"another runner is up: {told}") from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps({"pid": os.getpid(), "everly": everly.__version__}).encode(), 0)
    return handle


async def _run(where: Places, ledger: Ledger) -> None:
    loop = asyncio.get_running_loop()
    core = Core(ledger, where, SystemClock())
    turns = Turns(core, loop)
    core.poke = turns.poke
    executor = Local(loop, core.told, lambda directory: _grace(core, directory))
    core.executor = executor
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: None)
    try:
        core.housekeeping.sweep()
        core.adopt()
        executor.warm_up()
        server = await asyncio.start_unix_server(Server(Verbs(core), ended.set).serve, sock=listen(where))
        log.info("runner %d is up, everly %s", os.getpid(), everly.__version__)
        _leave_starter(where)
        turns.poke()
        gc.freeze()
        async with server:
            await ended.wait()
    finally:
        turns.end()
        executor.close()
        log.info("runner %d ends; what runs goes on", os.getpid())


def _leave_starter(where: Places) -> None:
    """Whoever started this runner listens until it is up; from then on the log takes what else there is to say."""
    handle = os.open(where.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    os.dup2(handle, 2)
    os.close(handle)


def _grace(core: Core, directory: str) -> float:
    for run_id, each in core.directories.items():
        if each == directory:
            return from_options(core.ledger.work(core.ledger.run(run_id)).options).grace
    return 0.0


class Turns:
    """Calls the core when its time has come, when it is poked, and again a while after a turn that failed."""

    def __init__(self, core: Core, loop: asyncio.AbstractEventLoop) -> None:
        self.core, self.loop = core, loop
        self.timer: asyncio.Handle | None = None
        self.wait = _FIRST_WAIT
        self.over = False
        self._poked = False

    def poke(self) -> None:
        """Have a turn as soon as what is under way lets go."""
        if not self._poked:
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
        self._poked = False
        try:
            delay = self.core.tick()
            self.wait = _FIRST_WAIT
        except Exception as error:
            if isinstance(error, LedgerError):
                log.error("%s; trying again in %.1f s", error, self.wait)  # noqa: TRY400 - as above
            else:
                log.exception("a turn failed; trying again in %.1f s", self.wait)
            delay, self.wait = self.wait, min(2 * self.wait, _LONGEST_WAIT)
        if not self._poked:
            self._set(self.loop.call_later(delay, self.turn))

    def _set(self, timer: asyncio.Handle | None) -> None:
        if self.timer is not None:
            self.timer.cancel()
        self.timer = timer


if __name__ == "__main__":
    sys.exit(main())
