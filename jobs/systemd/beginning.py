"""How a unit begins: it takes the launch that the runner has left for it, and sees it to its end.

Where none waits, somebody else has started the unit, as `systemctl --user start` or the manager itself at boot: then
the runner is asked for a run, and its launch is waited for. Where a run of an earlier manager goes on in the unit, that
is waited for.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time

from everly.jobs.errors import JobsError
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.shim import CANNOT
from everly.jobs.systemd.entry import WAITING
from everly.jobs.systemd.keeper import keep
from everly.jobs.systemd.pending import pending_path, take

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.client.connection import Connection
    from everly.jobs.places import Places
    from everly.jobs.runs.launch import Launch

_PATIENCE = 45.0  # seconds until the runner should have left a launch
_LOOK = 0.01  # seconds between looks


class RefusedError(Exception):
    """There is nothing to run."""


def begin() -> int:
    """Be the main process of the unit of a job, by the arguments of this process; the status to exit with."""
    root, name = sys.argv[1:3]
    path = pending_path(root, name)
    try:
        found = take(path)
        return _started_by_others(root, name, path) if found is None else keep(found)
    except (JobsError, OSError, RunError, RefusedError) as error:
        _complain(error)
        return CANNOT


def _complain(error: Exception) -> None:
    os.write(2, f"everly: {error}\n".encode(errors="replace"))


def _started_by_others(root: str, name: str, path: str) -> int:
    """Run what the runner begins for this unit, or stay with what goes on in it; the status to exit with."""
    from pathlib import Path

    from everly.jobs.places import Places
    from everly.jobs.systemd.standing_in import StandIn, going_on

    places = Places(Path(root))
    directory = going_on(places, name)
    if directory is None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WAITING)  # nothing goes on that would end with this process
        return keep(_asked_for(places, name, path))
    standing_in = StandIn(directory)
    try:
        with _connect(places):  # so that a runner is up
            pass
    except (JobsError, OSError, RefusedError) as error:  # what goes on needs no runner
        _complain(error)
    return standing_in.run()


def _asked_for(places: Places, name: str, path: str) -> Launch:
    """The launch of a run that the runner has begun for this unit."""
    from everly.jobs.client.errors import RunnerError

    try:
        with _connect(places) as connection:
            connection.say({"verb": "begin", "names": [name]})
            return _wait(connection, path)
    except RunnerError as error:
        raise RefusedError(str(error)) from None


def _wait(connection: Connection, path: str) -> Launch:
    """Wait for a launch, and hear why there will be none."""
    end = time.monotonic() + _PATIENCE
    said = None
    while time.monotonic() < end:
        found = take(path)
        if found is not None:
            return found
        if said is not None:
            raise RefusedError(said)
        if select.select([connection], [], [], _LOOK)[0]:
            said = _refusal(connection.hear())
    raise RefusedError(f"the runner began nothing within {_PATIENCE:.0f} seconds")


def _refusal(message: dict[str, object] | None) -> str | None:
    """Why nothing will begin, by what the runner says; None if it says no such thing."""
    if message is None:
        return "the runner went away"
    result = message.get("result")
    if isinstance(result, dict):
        return str(result["text"])
    return str(message["error"]) if "error" in message else None


def _bring_up(places: Places) -> None:
    """Have a runner come up: as the service that it is, or else as a unit of its own."""
    from everly.jobs.service import bringing_up
    from everly.jobs.systemd.runner import bring_up

    if not bringing_up.begin(places):
        bring_up(places)


def _connect(places: Places) -> Connection:
    """A connection to the runner; where none is up, it comes up as a unit of its own."""
    from everly.jobs.client.connection import open_connection

    end = time.monotonic() + _PATIENCE
    asked = False
    while time.monotonic() < end:
        found = open_connection(places)
        if found is not None:
            return found
        if not asked:
            _bring_up(places)
            asked = True
        time.sleep(_LOOK)
    raise RefusedError("the runner does not come up; 'everly start runner' says why")
