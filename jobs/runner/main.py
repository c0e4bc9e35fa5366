"""The process of the runner: it holds the lock of its user's jobs, and turns until it is told to end."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import json
import os
import signal
import sys
import time
from functools import partial

import everly
from everly.jobs.errors import Fault, JobsError
from everly.jobs.ledger import Ledger, LedgerError
from everly.jobs.ledger.errors import UnreadableError
from everly.jobs.places import PlaceError, Places, places, prepare
from everly.jobs.presence import end_runner, is_up, runner_of, service_of, version_of
from everly.jobs.protocol import HELD, STATUSES, UNREADABLE
from everly.jobs.runner.clock import SystemClock
from everly.jobs.runner.core import Core
from everly.jobs.runner.in_units import InUnits, wanted_unit
from everly.jobs.runner.logs import Voice, log, say
from everly.jobs.runner.notifying import Heartbeat, Manager, status_text
from everly.jobs.runner.server import Server, listen
from everly.jobs.runner.turns import Turns
from everly.jobs.runner.verbs import Verbs
from everly.jobs.runs.directory import identity
from everly.jobs.runs.limits import Files
from everly.jobs.runs.platform import UnseenError, check_sight
from everly.jobs.systemd.manager import UserManager
from everly.jobs.systemd.units import Units

_PROBED = 0.5  # seconds for which others may hold the lock to see whether a runner is up
_GRACE, _PATIENCE = 5.0, 60.0  # seconds: until a runner in whose place a service comes is killed, and gone


class HeldError(Exception):
    """Another runner is up."""


def main() -> int:
    """Be the runner of this user, until a signal ends it; the status to exit with."""
    os.umask(0o077)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    manager = Manager(os.environ)
    try:
        where = places()
        prepare(where)
        check_sight()
        if manager.scope is not None:
            _take_over(where)
        held = _lock(where, manager.scope)
        voice = Voice(where.log)
    except HeldError as error:
        say(str(error))
        return HELD
    except (PlaceError, OSError) as error:
        way_out = error.help if isinstance(error, PlaceError) else None
        say(str(error) if way_out is None else f"{error}\nhelp: {way_out}")
        return _refused(error, manager)
    return _live(where, held, voice, manager)


def _live(where: Places, held: int, voice: Voice, manager: Manager) -> int:
    Files.raise_own()
    try:
        with Ledger(where.ledger) as ledger:
            asyncio.run(_run(where, ledger, voice, held, manager))
    except (LedgerError, OSError) as error:
        voice.refuse(str(error), error.help if isinstance(error, LedgerError) else None)
        return _refused(error, manager)
    finally:
        os.close(held)
    return 0


def _refused(error: JobsError | OSError, manager: Manager) -> int:
    """The status for what keeps it from coming up, which its manager is told too."""
    manager.tell(f"STATUS=cannot come up: {error}")
    if isinstance(error, UnreadableError):
        return UNREADABLE
    by_system = Fault.PLACE if isinstance(error, UnseenError) else Fault.FILE
    return STATUSES.get(error.fault if isinstance(error, JobsError) else by_system, STATUSES[Fault.ASKED])


def _take_over(where: Places) -> None:
    """Have a runner that somebody started give way to one that is a service; what runs does not notice."""
    if is_up(where):
        end_runner(where, _GRACE, _PATIENCE)


def _lock(where: Places, service: str | None) -> int:
    """Take the lock of the runner, which is given back when the process ends, however it does."""
    handle = os.open(where.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    end = time.monotonic() + _PROBED
    while not _is_taken(handle):
        if time.monotonic() > end:
            os.close(handle)
            raise HeldError(_who_holds(where))
        time.sleep(0.01)
    os.ftruncate(handle, 0)
    who = {**identity(os.getpid()), "everly": everly.__version__, **({} if service is None else {"service": service})}
    os.pwrite(handle, json.dumps(who).encode(), 0)
    return handle


def _who_holds(where: Places) -> str:
    """Who has the lock that this one waits for in vain."""
    import shlex

    pid, scope = runner_of(where), service_of(where)
    if pid is None:
        return (
            f"another runner comes up, or something else holds its lock; see who: fuser {shlex.quote(str(where.lock))}"
        )
    is_service = "" if scope is None else f", as a service of the {scope}"
    return f"another runner is up: process {pid}, everly {version_of(where)}{is_service}"


def _is_taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_in_place(where: Places, held: int) -> bool:
    """Whether the folder is still the one that the lock is of: who takes it away wants no job to run any more."""
    try:
        return os.path.samestat(where.lock.lstat(), os.fstat(held))
    except OSError:
        return False


async def _run(where: Places, ledger: Ledger, voice: Voice, held: int, manager: Manager) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    core = Core(ledger, where, SystemClock())

    def may_go_on() -> bool:
        if _is_in_place(where, held):
            return True
        log.error("'%s' was moved or taken away, and with it the jobs", where.root)
        ended.set()
        return False

    turns = Turns(core, loop, may_go_on)
    core.poke = turns.poke
    core.units = Units(where, UserManager(), partial(wanted_unit, core))
    core.executor = executor = InUnits(loop, core, core.units)
    core.tend = core.housekeeping.deleted = executor.tend
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: None)
    server = Server(Verbs(core))
    heartbeat = Heartbeat(loop, manager, partial(status_text, ledger))
    try:
        core.housekeeping.sweep()
        core.adopt()
        executor.warm_up()
        executor.tend_all()
        await server.open(listen(where))
        log.info("runner %d is up, everly %s", os.getpid(), everly.__version__)
        voice.leave_starter()
        heartbeat.begin()
        turns.poke()
        gc.freeze()
        await ended.wait()
    finally:
        heartbeat.end()
        turns.end()
        server.close()
        executor.close()
        if _is_in_place(where, held):  # so a socket that is left says that its runner was killed
            where.socket.unlink(missing_ok=True)
        log.info("runner %d ends; what runs goes on", os.getpid())


if __name__ == "__main__":
    sys.exit(main())
