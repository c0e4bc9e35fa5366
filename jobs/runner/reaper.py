"""Taking in the ends of child processes, those that were left by others among them."""

from __future__ import annotations

import os

_MOST = 10_000


class Reaper:
    """What each child ended with. The runner is the parent of what it starts, and of every orphan below it."""

    def __init__(self) -> None:
        self._statuses: dict[int, int] = {}

    def reap(self) -> list[int]:
        """Take in every child that has ended; the numbers of these."""
        found = []
        try:
            while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                found.append(ended[0])
                self._statuses[ended[0]] = ended[1]
        except ChildProcessError:
            pass
        while len(self._statuses) > _MOST:
            del self._statuses[next(iter(self._statuses))]
        return found

    def take(self, pid: int) -> int | None:
        """What a child ended with, as `waitpid` gave it; None if it was none of ours, or has not ended. Asked once."""
        return self._statuses.pop(pid, None)
