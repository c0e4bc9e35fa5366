"""After the last kill: what was missed is caught up with, and then all stops. Each has a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from everly.jobs.client import RunnerError
from everly.jobs.ledger import Schedule
from tests.chaos.load import Made
from tests.chaos.progress import Progress
from tests.jobs.processes.worlds import World

_AT_ONCE = 100  # jobs that one request stops
_LOOK = 0.2  # seconds between looks


def settle(world: World, made: Sequence[Made], patience: float) -> tuple[dict[str, Schedule], tuple[str, ...]]:
    """The schedules of all jobs as they were when all that was due had been recorded, and then stopped.

    Also what was not done within `patience`, in seconds, in words.
    """
    end = time.monotonic() + patience
    faults = []
    found, behind = _recorded(world, end)
    if behind:
        faults.append(f"{behind} schedules were behind {patience:.0f} s after the last kill")
    _stop(world, [job.name for job in made])
    if left := _wait("waiting for runs to end", lambda: _running(world), end):
        faults.append(f"{left} runs had not ended {patience:.0f} s after the last kill")
    return found, tuple(faults)


def _recorded(world: World, end: float) -> tuple[dict[str, Schedule], int]:
    """The schedules, once none of them is behind the clock, and how many are if that takes too long."""
    found: dict[str, Schedule] = {}

    def behind() -> int:
        world.keep_up()
        now = time.time()
        with world.ledger() as reader, reader.snapshot():
            found.update({each.job.name: each.schedule for each in reader.jobs() if each.schedule is not None})
        return sum((each.next_fire or 0) <= now - 1 for each in found.values())

    return found, _wait("recording what is due, schedules behind", behind, end)


def _stop(world: World, names: Sequence[str]) -> None:
    with Progress("stopping the jobs", len(names)) as progress:
        for begin in range(0, len(names), _AT_ONCE):
            some = names[begin : begin + _AT_ONCE]
            try:
                world.do("stop", *some)
            except RunnerError:  # the last kill hit the runner as it answered
                world.keep_up()
                world.do("stop", *some)
            progress.reach(begin + len(some))


def _running(world: World) -> int:
    with world.ledger() as reader:
        return len(reader.unfinished())


def _wait(what: str, left: Callable[[], int], end: float) -> int:
    """Wait until nothing is left, but no longer than that; how much is."""
    with Progress(what) as progress:
        while (count := left()) and time.monotonic() < end:
            progress.reach(count)
            time.sleep(_LOOK)
    return count
