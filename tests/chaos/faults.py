"""Kills: which process, when, and what is kept of each."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from signal import SIGKILL

from everly.frozen import frozen
from everly.jobs.presence import signal_runner
from everly.jobs.runs import adoption, platform
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.errors import RunError
from tests.jobs.processes.worlds import World

KINDS = ("runner", "shim", "spawner")


@frozen
class Kill:
    """One process that was killed; `at` is in milliseconds since 1970, `directory` that of a shim."""

    kind: str
    at: int
    directory: str = ""


class Killer:
    """Kills a process now and then, of the kinds and in the shares that are wanted."""

    def __init__(self, world: World, rng: random.Random, shares: tuple[float, ...], every: float) -> None:
        self.world, self.rng, self.shares, self.every = world, rng, shares, every
        self.kills: list[Kill] = []

    def run(self, seconds: float, tell: Callable[[float], None] = lambda _seconds: None) -> None:
        """Kill until the time is over; the runner comes up again a moment after it was killed.

        `tell` is called with the seconds that have passed.
        """
        begun = time.monotonic()
        end = begun + seconds
        while time.monotonic() < end:
            tell(time.monotonic() - begun)
            time.sleep(min(self.rng.expovariate(1 / self.every), 5 * self.every, max(0.0, end - time.monotonic())))
            kind = self.rng.choices(KINDS, self.shares)[0]
            if getattr(self, f"_{kind}")() and kind == "runner":
                time.sleep(self.rng.random() * self.every / 2)
            self.world.keep_up()
            self.world.reap()

    def _runner(self) -> bool:
        return self._note("runner") if signal_runner(self.world.places, SIGKILL) else False

    def _spawner(self) -> bool:
        with suppress(AssertionError):
            pid = self.world.find_spawner()
            held = None if pid is None else platform.hold(pid)
            if held is not None:
                platform.send(held, SIGKILL)
                platform.release(held)
                return self._note("spawner")
        return False

    def _shim(self) -> bool:
        """A shim that lives; the newest of them half of the time, which may be about to begin or to end."""
        try:
            with os.scandir(self.world.places.runs) as entries:
                names = sorted((each.stat().st_mtime, each.path) for each in entries)
        except OSError:  # one is just being taken away
            return False
        found = [path for _, path in names[-200:]]
        if self.rng.random() < 0.5:
            self.rng.shuffle(found)
        for path in reversed(found):
            with suppress(OSError, RunError):
                held = adoption.hold_shim(RunDirectory(path))
                if held is not None:
                    platform.send(held, SIGKILL)
                    platform.release(held)
                    return self._note("shim", path)
        return False

    def _note(self, kind: str, directory: str = "") -> bool:
        self.kills.append(Kill(kind, platform.now(), directory))
        return True
