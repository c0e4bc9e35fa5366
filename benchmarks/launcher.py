"""Starts commands in turn and prints, as JSON, how long each took and how much memory it held at most.

It runs by itself in a bare interpreter: a process that starts with much memory would pass that on as its children's.
"""

from __future__ import annotations

import json
import os
import sys
from time import perf_counter


def run(command: list[str]) -> tuple[float, float, int]:
    """Seconds, megabytes and the exit code of one process."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, nowhere, descriptor) for descriptor in (0, 1, 2)]
    begun = perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = perf_counter() - begun
    os.close(nowhere)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, usage.ru_maxrss / unit, os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    rounds, commands = json.loads(sys.argv[1])
    json.dump([[run(command) for command in commands] for _ in range(rounds)], sys.stdout)
