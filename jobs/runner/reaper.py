"""Taking in the ends of child processes, those that were left by others among them."""

from __future__ import annotations

from contextlib import suppress

from everly.jobs.runs import platform
from everly.jobs.runs.endings import reap

_MOST = 10_000


class Reaper:
    """What each child ended with. The runner is the parent of what it starts, and of every orphan below it.

    An end is kept with the moment at which its process began: a number alone may be another process's later.
    """

    def __init__(self) -> None:
        self._statuses: dict[tuple[int, str], int] = {}

    def reap(self) -> list[int]:
        """Take in every child that has ended; the numbers of these."""
        found = []
        with suppress(ChildProcessError):
            for pid, _ in reap(self._keep):
                found.append(pid)
        while len(self._statuses) > _MOST:
            del self._statuses[next(iter(self._statuses))]
        return found

    def take(self, pid: int, began: str) -> int | None:
        """What the child that began then ended with, as `waitpid` gave it; None if none of ours did. Asked once."""
        return self._statuses.pop((pid, began), None)

    def _keep(self, pid: int, status: int) -> None:
        with suppress(platform.UnseenError):  # whose end it is cannot be told
            self._statuses[pid, platform.started_at(pid)] = status
