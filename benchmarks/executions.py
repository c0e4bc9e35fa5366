"""When a program is executed, as the system tells it: then its file is opened, before the program does anything."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread

from everly.jobs.runs.platform import LINUX, libc

_OPEN, _CLOEXEC = 0x20, 0o2000000  # of linux/inotify.h and fcntl.h
_BLOCK, _PATIENCE = 4096, 10.0  # bytes; seconds


class Executions:
    """A program of its own, and the nanoseconds since 1970 of each of its executions.

    They are told to another thread of this process, so what is measured includes that it wakes up.
    """

    def __init__(self, program: Path, events: int) -> None:
        self.program, self._times = str(program), SimpleQueue[int]()
        Thread(target=self._listen, args=(events,), daemon=True).start()

    def next(self) -> int:
        """When it was executed, or will be."""
        return self._times.get(timeout=_PATIENCE)

    def _listen(self, events: int) -> None:
        while os.read(events, _BLOCK):
            self._times.put(time.time_ns())


@contextmanager
def executions_of(program: str) -> Iterator[Executions | None]:
    """Those of a copy of a program; None where the system tells of none."""
    library = libc() if LINUX else None
    if library is None:
        yield None
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / Path(program).name
        shutil.copy(program, copy)
        events = library.inotify_init1(_CLOEXEC)
        if events < 0 or library.inotify_add_watch(events, os.fsencode(copy), _OPEN) < 0:
            yield None
            return
        yield Executions(copy, events)
