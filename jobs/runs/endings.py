"""How a command ended, as its parent reaped it."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

NAMED = 100
"""So many processes that are left are named in a record at most."""


def reaped(status: int | None) -> dict[str, Any]:
    """The status that `waitpid` gave, and what it means; all None if nobody could reap."""
    if status is None:
        return {"status": None, "code": None, "signal": None, "core": False}
    return {
        "status": status,
        "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "core": os.WCOREDUMP(status),
    }


def reap(note: Callable[[int, int], None]) -> Iterator[tuple[int, int]]:
    """Take in every child that has ended: its number and its status, as `waitpid` gives it.

    `note` is called with both while the child still waits to be taken in: so who comes after us, if we are killed then,
    finds the one or the other. ChildProcessError if there are no children any more.
    """
    while (ended := _peek()) is not None:
        note(*ended)
        yield os.waitpid(ended[0], 0) if hasattr(os, "waitid") else ended


def _peek() -> tuple[int, int] | None:
    if not hasattr(os, "waitid"):  # macOS before Python 3.13, which has nobody to come after us
        ended = os.waitpid(-1, os.WNOHANG)
        return None if ended == (0, 0) else ended
    found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if found is None:
        return None
    if found.si_code == os.CLD_EXITED:
        return found.si_pid, found.si_status << 8
    return found.si_pid, found.si_status | (0x80 if found.si_code == os.CLD_DUMPED else 0)
