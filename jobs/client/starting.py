"""A connection to the runner, which comes up where it is not."""

from __future__ import annotations

import os
import shlex
import subprocess
import time

from everly.jobs.client.errors import RunnerError
from everly.jobs.places import Places, prepare
from everly.jobs.presence import is_up, runner_of
from everly.jobs.runs.inside import is_inside
from everly.jobs.runs.spawning import interpreter

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.client.connection import Connection

PATIENCE = 20.0  # seconds until a runner that comes up should listen
_KEPT = tuple(
    "HOME LANG LC_ALL LC_CTYPE PATH TZ XDG_RUNTIME_DIR XDG_STATE_HOME EVERLY_HOME EVERLY_FAILPOINTS".split()  # noqa: SIM905
)


def connect(places: Places) -> Connection:
    """A connection to the runner, which comes up if it is not.

    Raises:
        RunnerError: It cannot come up here, or does not, or does not answer.
        PlaceError: The folder of the jobs cannot be used.
    """
    from everly.jobs.client.connection import open_connection

    found = open_connection(places)
    if found is not None:
        return found
    prepare(places)
    return _come_up(places)


def _come_up(places: Places) -> Connection:
    """Start a runner where none is up, and wait until it, or another that was quicker, listens."""
    from everly.jobs.client.connection import open_connection

    end, wait = time.monotonic() + PATIENCE, 0.005
    process: subprocess.Popen[bytes] | None = None
    is_service = not is_up(places) and _begin_service(places)
    while time.monotonic() < end:
        if process is None and not is_service and not is_up(places):
            process = _spawn(places)
        found = open_connection(places)
        if found is not None:
            _leave(process)
            return found
        if process is not None and process.poll() is not None:
            _see_why(process, places)
            process = None  # another one was quicker, and may have ended meanwhile
        time.sleep(wait)
        wait = min(2 * wait, 0.1)
    _leave(process)
    raise _unheard(places)


def _unheard(places: Places) -> RunnerError:
    """Why there is no connection after all that time, and the way out."""
    pid = runner_of(places)
    if pid is None and is_up(places):
        what = "something holds the lock of the runner that is no runner, or one that does not come up"
        return RunnerError(what, f"see who it is: fuser {shlex.quote(str(places.lock))}")
    return RunnerError(
        f"the runner did not come up within {PATIENCE:.0f} seconds"
        if pid is None
        else f"the runner {pid} is up, but does not answer",
        f"end it with 'everly stop runner', which touches no job, and see '{places.log}'",
    )


def _begin_service(places: Places) -> bool:
    """Have the runner come up as a service, where it is one."""
    from everly.jobs.service.bringing_up import begin
    from everly.jobs.service.errors import ServiceError

    try:
        return begin(places)
    except ServiceError as error:
        raise RunnerError(str(error), error.help, error.fault) from error


def _spawn(places: Places) -> subprocess.Popen[bytes]:
    """A runner in a session of its own, with nothing of ours but what it needs."""
    if is_inside():
        raise RunnerError(
            "no runner is up, and one that is started by a job would end with it",
            "'everly start runner', outside of a job, starts one",
        )
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - an argv of ours
        interpreter("everly.jobs.runner.main", site=True),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,  # until it is up
        cwd="/",
        env={**environment, "EVERLY_HOME": str(places.root)},
        start_new_session=True,
    )


def _leave(process: subprocess.Popen[bytes] | None) -> None:
    """Let a runner be, which outlives us."""
    if process is not None:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        process.stderr.close()
        process.returncode = process.returncode or 0  # it is not waited for


def _see_why(process: subprocess.Popen[bytes], places: Places) -> None:
    """Refuse what a runner refused that has ended, unless another one was up."""
    assert process.stderr is not None  # noqa: S101 - it is a pipe
    os.set_blocking(process.stderr.fileno(), False)
    with process.stderr as stderr:
        said = (stderr.read() or b"").decode(errors="replace").strip().removeprefix("everly: ")
    from everly.jobs.protocol import HELD, fault_of

    if process.returncode == HELD or (process.returncode == 0 and not said):
        return
    why, _, way_out = said.partition("\nhelp: ")
    raise RunnerError(
        f"the runner does not come up: {why or f'it ended with {process.returncode}'}",
        way_out or f"see '{places.log}'",
        fault_of(process.returncode),
    )
