"""A shim that is forked before there is a launch for it, so that the launch waits for no fork and less memory.

It forks ahead what will be the command, too, unless that needs a terminal, and makes a room for the run. A forked
process copies each page of memory that it changes, and Python changes what it only looks at. For a shim that takes
longer than all of its work, so it is done ahead.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

from everly.frozen import frozen
from everly.jobs.runs import ahead, launch, lines, platform, room, shim
from everly.jobs.runs.errors import RunError

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.child import Child
    from everly.jobs.runs.room import Room

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


def stand_by(reading: int, writing: int, place: str) -> int:
    """In the process that stands by: run its launch, if there comes one, and all of it; the status to exit with."""
    os.umask(0o077)
    os.close(writing)
    before = _forked(reading)
    shim.rehearse()
    made = _made(place) if before and not _is_asked(reading) else None
    try:
        buffer = bytearray()
        while part := os.read(reading, _BLOCK):
            buffer += part
        os.close(reading)
        found = lines.unpack(buffer)
        return shim.run(launch.load(found[0]), before=before, room=made) if found else shim.DONE
    finally:
        room.discard(place)  # which is not there any more where a run has it


def _forked(reading: int) -> Child | None:
    """What will be the command; None where the system does not let us have so much, which the launch will be told.

    It lets go of our end of the pipe: where we are gone, whoever gives a launch must see that.
    """
    with suppress(OSError, RunError):
        shim.prepare_files()
        platform.become_subreaper()
        return ahead.fork(reading)
    return None


def _is_asked(reading: int) -> bool:
    """Whether there is a launch already, or nobody any more who could give one: neither waits for a disk."""
    return bool(select.select([reading], [], [], 0)[0])


def _made(place: str) -> Room | None:
    """A room; None where there can be none, and the launch will have a directory made for it."""
    with suppress(OSError, RunError):
        return room.make(place)
    return None
