"""The launch that the next start of a unit is to run: written by the runner, taken by the unit, once."""

from __future__ import annotations

import os
from contextlib import suppress

from everly.jobs.runs import launch

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.runs.launch import Launch


def pending_path(root: str, name: str) -> str:
    """Where the launch of a job waits."""
    return f"{root}/units/{name}.launch"


def put(path: str, asked: Launch) -> None:
    """Have a launch wait, in place of what waits there. OSError if the system refuses."""
    writing = f"{path}.{os.getpid()}"
    handle = os.open(writing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - it is open already
            file.write(launch.dump(asked))
        os.replace(writing, path)  # noqa: PTH105 - pathlib is too slow to import in every unit
    except OSError:
        with suppress(OSError):
            os.unlink(writing)  # noqa: PTH108
        raise


def take(path: str) -> Launch | None:
    """The launch that waits, which nobody else can take then; None if there is none. RunError if it is none."""
    taken = f"{path}.{os.getpid()}"
    try:
        os.rename(path, taken)  # noqa: PTH104 - pathlib is too slow to import in every unit
    except FileNotFoundError:
        return None
    try:
        handle = os.open(taken, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with open(handle, "rb") as file:  # noqa: PTH123
            return launch.load(file.read())
    finally:
        os.unlink(taken)  # noqa: PTH108
