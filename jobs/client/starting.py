"""A connection to the runner, which comes up where it is not."""

from __future__ import annotations

import os
import subprocess
import time

from everly.jobs.client.errors import RunnerError
from everly.jobs.places import Places, prepare
from everly.jobs.presence import is_up
from everly.jobs.runs.launch import TOKEN
from everly.jobs.runs.spawning import interpreter

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.client.connection import Connection

PATIENCE = 20.0  # seconds until a runner that comes up should listen
_KEPT = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "XDG_STATE_HOME", "EVERLY_HOME", "EVERLY_FAILPOINTS")
_NEVER_STARTED = 75  # as `everly.jobs.runner.main` says that another one is up


def connect(places: Places) -> Connection:
    """A connection to the runner, which comes up if it is not.

    Raises:
        RunnerError: It cannot come up here, or does not.
        PlaceError: The folder of the jobs cannot be used.
    """
    from everly.jobs.client.connection import open_connection

    found = open_connection(places)
    if found is not None:
        return found
    if TOKEN in os.environ and not is_up(places):
        raise RunnerError(
            "no runner is up, and one that is started by a job would end with it",
            "run 'everly show jobs' or any other command about jobs outside of a job",
        )
    prepare(places)
    return _start(places)


def _start(places: Places) -> Connection:
    """Start a runner in a session of its own, and wait until it, or another that was quicker, listens."""
    from everly.jobs.client.connection import open_connection

    end = time.monotonic() + PATIENCE
    process = _spawn(places)
    wait = 0.005
    while True:
        found = open_connection(places)
        if found is not None:
            process.returncode = process.returncode or 0  # it is not waited for
            if process.stderr is not None:
                process.stderr.close()
            return found
        code = process.poll()
        if code == _NEVER_STARTED and not is_up(places):  # the other one has ended meanwhile
            process = _spawn(places)
        elif code is not None and code != _NEVER_STARTED:
            raise RunnerError(
                f"the runner does not come up: {_said(process) or f'it ended with {code}'}", f"see '{places.log}'"
            )
        if time.monotonic() > end:
            raise RunnerError(f"the runner did not come up within {PATIENCE:.0f} seconds", f"see '{places.log}'")
        time.sleep(wait)
        wait = min(2 * wait, 0.1)


def _spawn(places: Places) -> subprocess.Popen[bytes]:
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


def _said(process: subprocess.Popen[bytes]) -> str:
    """What a runner that has ended had to say."""
    assert process.stderr is not None  # noqa: S101 - it is a pipe
    os.set_blocking(process.stderr.fileno(), False)
    said = process.stderr.read() or b""
    return said.decode(errors="replace").strip().removeprefix("everly: ")
