"""How many files a process may have open. A runner needs one for each run, and its runs are to notice nothing of it."""

from __future__ import annotations

import resource

from everly.jobs.runs.platform import LINUX

_FILES = resource.RLIMIT_NOFILE


class Files:
    """The limit that this process was started with, which is what those get that it starts."""

    inherited: tuple[int, int] | None = None

    @classmethod
    def raise_own(cls) -> None:
        """Have room for as many files as the system lets this process have."""
        if not LINUX:  # a child could not be given the old limit back
            return
        soft, hard = resource.getrlimit(_FILES)
        if soft != hard:
            resource.setrlimit(_FILES, (hard, hard))
            cls.inherited = soft, hard

    @classmethod
    def give(cls, pid: int) -> None:
        """Let a child have what this process was started with."""
        if cls.inherited is not None:
            try:
                resource.prlimit(pid, _FILES, cls.inherited)
            except (ProcessLookupError, PermissionError):  # it has ended
                return
