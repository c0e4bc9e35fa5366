"""One attempt as its executor watches it."""

from __future__ import annotations

import asyncio

from everly.jobs.runs.adoption import Found
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.spawning import Warm
from everly.jobs.runs.stopping import Stop


class Watched:
    """What is known of an attempt.

    `held` is its shim, `command` its command where the shim was killed, `stop` the stop of that. `spawner` was asked to
    begin it, `shim` is the process that was begun for it. From `hopeless_at` on, by the steady clock, nobody is left
    who could begin it.
    """

    def __init__(self, directory: str) -> None:
        self.directory = RunDirectory(directory)
        self.found: Found | None = None
        """What was last told about."""
        self.held: int | None = None
        self.command: int | None = None
        self.began = self.ended = False
        self.stops = 0
        self.is_to_stop = False  # another runner was asked for it
        self.stop: Stop | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.spawner: Warm | None = None
        self.shim: int | None = None
        self.hopeless_at: float | None = None
        self.until: float | None = None
        """From when on, by the steady clock, its launch is too old to begin; None if nobody asked for it here."""
        self.problem = ""
        """Why it never began, where that is known."""

    def is_hopeless(self, now: float) -> bool:
        """Whether it will not begin any more."""
        return self.hopeless_at is not None and now >= self.hopeless_at
