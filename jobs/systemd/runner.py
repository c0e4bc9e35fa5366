"""Having a runner come up from within the unit of a job.

It must not be a process of that unit, with which it would end; so it becomes a unit of its own.
"""

from __future__ import annotations

import subprocess

from everly.jobs.places import VARIABLE, Places
from everly.jobs.presence import is_up
from everly.jobs.runs.spawning import interpreter

_PATIENCE = 30.0  # seconds for the manager to take it


def bring_up(places: Places) -> None:
    """Have the manager start a runner, unless one is up. OSError or TimeoutError if that cannot be asked.

    The end of the unit leaves what runs alone, as the end of a runner does.
    """
    if is_up(places):
        return
    properties = ("KillMode=process", "Description=everly runner")
    command = [
        "systemd-run",
        "--user",
        "--quiet",
        "--collect",
        *(f"--property={each}" for each in properties),
        f"--setenv={VARIABLE}={places.root}",
        "--",
        *(each.replace("$", "$$") for each in interpreter("everly.jobs.runner.main", site=True)),  # no variables
    ]
    try:
        subprocess.run(command, check=False, timeout=_PATIENCE, stdin=subprocess.DEVNULL)  # noqa: S603 - no shell
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"systemd does not start a runner within {_PATIENCE:.0f} seconds") from None
