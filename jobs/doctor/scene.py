"""What the checks look at: the folder, its ledger, and the runner, as of one moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from everly.frozen import frozen
from everly.jobs.ledger.errors import LedgerError, MissingError
from everly.jobs.ledger.reader import LedgerReader
from everly.jobs.places import Places
from everly.jobs.presence import is_up, runner_of
from everly.jobs.service.systemctl import LINGERING

__all__ = ["Scene", "links", "looked_at", "text_of"]

_WAIT = 2.0  # seconds for a lock of the ledger


@frozen(kw_only=True)
class Scene:
    """What is there to be looked at.

    Args:
        places: The folder of the jobs, whether it is there or not.
        now: The time, in milliseconds since 1970 in UTC.
        reader: The ledger, where it can be read.
        unreadable: Why it cannot, where that is so.
        is_up: Whether somebody holds the lock of the runner.
        runner: The process that says so of itself.
        proc: Where the system tells of processes.
        lingering: The folder with a file for each user who lingers.
    """

    places: Places
    now: int
    reader: LedgerReader | None = None
    unreadable: LedgerError | None = None
    is_up: bool = False
    runner: int | None = None
    proc: Path = Path("/proc")
    lingering: Path = LINGERING

    @property
    def is_foreign(self) -> bool:
        """Whether the folder is there and somebody else's."""
        try:
            return self.places.root.lstat().st_uid != os.geteuid()
        except OSError:
            return False

    @property
    def waits(self) -> bool:
        """Whether there is something for a runner to begin, or to see to its end."""
        return self.reader is not None and (self.reader.next_fire() is not None or bool(self.reader.unfinished()))


def text_of(path: Path) -> str:
    """What stands in a file of the system; empty where it cannot be read."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def links() -> Path:
    """Where the user manager keeps its links to units."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser(), "systemd", "user")


@contextmanager
def looked_at(places: Places, now: int) -> Iterator[Scene]:
    """The scene of a folder, while it is looked at. Nothing is changed in it, not even by SQLite."""
    up = is_up(places)
    reader: LedgerReader | None = None
    unreadable: LedgerError | None = None
    try:
        reader = LedgerReader(places.ledger, wait=_WAIT, is_still=not up)
    except MissingError:
        pass
    except LedgerError as error:
        unreadable = error
    try:
        yield Scene(places=places, now=now, reader=reader, unreadable=unreadable, is_up=up, runner=runner_of(places))
    finally:
        if reader is not None:
            reader.close()
