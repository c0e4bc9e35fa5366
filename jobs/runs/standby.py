"""A shim that is forked before there is a launch for it, so that the launch waits for no fork and less memory.

A forked process copies each page of memory that it changes, and Python changes what it only looks at. For a shim that
takes longer than all of its work, so it is done ahead.
"""

from __future__ import annotations

import os

from everly.frozen import frozen
from everly.jobs.runs import launch, lines, shim

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.launch import Launch

_BLOCK = 1 << 16


@frozen
class Standby:
    """The spawner's end: the process, and the pipe on which it waits for one launch."""

    pid: int
    pipe: int

    def give(self, message: bytes) -> bool:
        """Give it the launch; False if it is gone, or the pipe does not hold so much: then it runs nothing, and ends.

        It does not wait. Nobody else has this end of the pipe, so whoever stands by hears too when the spawner is gone.
        """
        raw = lines.pack(message)
        os.set_blocking(self.pipe, False)
        try:
            return os.write(self.pipe, raw) == len(raw)
        except (BrokenPipeError, BlockingIOError):
            return False
        finally:
            os.close(self.pipe)


def await_launch(reading: int, writing: int) -> Launch | None:
    """In the process that stands by: its launch; None if there comes none, or not all of it."""
    os.close(writing)
    shim.rehearse()
    buffer = bytearray()
    while part := os.read(reading, _BLOCK):
        buffer += part
    os.close(reading)
    found = lines.unpack(buffer)
    return launch.load(found[0]) if found else None
