"""The two clocks of the runner: one for what happens when, one for how long to wait."""

from __future__ import annotations

import time
from typing import Protocol

from everly.jobs.runs import platform


class Clock(Protocol):
    """What the time is."""

    def now(self) -> int:
        """Milliseconds since 1970 in UTC, which may step back and forth as somebody sets it."""
        raise NotImplementedError

    def steady(self) -> float:
        """Seconds that never go back."""
        raise NotImplementedError


class SystemClock:
    """The clocks of the machine."""

    def now(self) -> int:
        """The time of day."""
        return platform.now()

    def steady(self) -> float:
        """Since some moment."""
        return time.monotonic()
