"""Whether this process is one of a run: what it starts ends with that."""

from __future__ import annotations

import os
import re

from everly.jobs.runs import platform
from everly.jobs.runs.launch import TOKEN

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHIM = re.compile(r"\beverly\.jobs\.(\w+\.)*(shim|spawner|entry) import main\b")
"""What is in the command line of a shim: it was begun as one, or forked from a spawner or the process of a unit."""


def is_inside() -> bool:
    """Whether this process bears the mark of a run, or has a shim above it, whatever became of its environment."""
    return TOKEN in os.environ or any(_SHIM.search(platform.command_line(pid)) for pid in _above(os.getpid()))


def _above(pid: int) -> Iterator[int]:
    """The processes that a process descends from, as far as the system tells."""
    try:
        table = platform.processes()
    except platform.UnseenError:
        return
    while pid in table and table[pid].parent > 0:
        pid = table[pid].parent
        yield pid
