"""How a command ended, as its parent reaped it."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import Any


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
