"""What somebody who waits is told."""

from __future__ import annotations

import sys
import time
from typing import Self

_EVERY = 5.0  # seconds


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Progress:
    """Tells how far something has come, now and then, and how long it took if that was a while."""

    def __init__(self, what: str, whole: int | None = None) -> None:
        self.what, self.whole = what, whole
        self.count = 0
        self._begun = self._told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        took = time.monotonic() - self._begun
        if took >= _EVERY:
            say(f"  {self.what}: took {took:.0f} s")

    def step(self) -> None:
        """One more is done."""
        self.reach(self.count + 1)

    def reach(self, count: float, more: str = "") -> None:
        """So many are done."""
        self.count = int(count)
        if time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            of = "" if self.whole is None else f" of {self.whole}"
            say(f"  {self.what}: {self.count}{of}{more}")
