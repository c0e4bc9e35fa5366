"""Where jobs are kept: one private folder for each user, and the names of what is in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from everly.frozen import frozen
from everly.jobs.errors import Fault, JobsError

VARIABLE = "EVERLY_HOME"
"""The environment variable that names the folder; without it, it is where the platform keeps such things."""

_IS_POSIX = os.name == "posix"


class PlaceError(JobsError):
    """The folder cannot be used."""

    fault = Fault.PLACE


@frozen
class Places:
    """The files of all jobs of one user, below an absolute path."""

    root: Path

    @property
    def ledger(self) -> Path:
        """What there is and what came of it."""
        return self.root / "ledger.db"

    @property
    def runs(self) -> Path:
        """The folder with a directory for each attempt."""
        return self.root / "runs"

    @property
    def units(self) -> Path:
        """The folder of the units of jobs, for those that systemd runs."""
        return self.root / "units"

    @property
    def lock(self) -> Path:
        """Held by the runner for as long as it lives."""
        return self.root / "runner.lock"

    @property
    def socket(self) -> Path:
        """Where the runner is asked."""
        return self.root / "runner.sock"

    @property
    def log(self) -> Path:
        """What the runner has to say about itself."""
        return self.root / "runner.log"

    def attempt(self, ledger: str, run: int, step: int, number: int) -> Path:
        """The directory of one attempt; `ledger` is the identity of the ledger that counts the runs."""
        return self.runs / f"{ledger}-{run}.{step}.{number}"


def run_of(directory: str, ledger: str) -> int | None:
    """The run that a directory of an attempt is of, by its name; None if another ledger counts it, or none."""
    number = directory.removeprefix(f"{ledger}-").partition(".")[0]
    return int(number) if directory.startswith(f"{ledger}-") and number.isdecimal() else None


def places() -> Places:
    """The places of this user, whether they are there or not.

    Raises:
        PlaceError: EVERLY_HOME is no absolute path, what is there is no folder of this user alone, or this is a
            platform without jobs.
    """
    found = located()
    try:
        check_folder(found.root)
    except FileNotFoundError:
        return found
    except OSError as error:
        raise PlaceError(
            f"the folder '{found.root}' cannot be reached: {error.strerror}", f"set {VARIABLE} to another folder"
        ) from error
    return found


def located() -> Places:
    """The places of this user as `places` has them, whatever is there.

    Raises:
        PlaceError: EVERLY_HOME is no absolute path, or this is a platform without jobs.
    """
    check_platform()
    return Places(_root())


def _root() -> Path:
    given = os.environ.get(VARIABLE)
    if given:
        if not os.path.isabs(given):  # noqa: PTH117 - as it was given
            raise PlaceError(f"{VARIABLE} is '{given}', which is no absolute path", f"set {VARIABLE} to one")
        return Path(given)
    from platformdirs import user_state_path

    return user_state_path("everly", appauthor=False)


def check_platform() -> None:
    """See that there can be jobs here.

    Raises:
        PlaceError: There cannot.
    """
    if not _IS_POSIX:
        raise PlaceError("commands run on Linux and macOS only", "what everly does with schedules works here too")


def prepare(found: Places) -> None:
    """Make the folders where they are missing, and see that nobody else can reach them.

    Raises:
        PlaceError: One cannot be made, is no folder, belongs to another user, or is open to others.
    """
    for folder in (found.root, found.runs):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            check_folder(folder)
        except OSError as error:
            raise PlaceError(
                f"the folder '{folder}' cannot be made: {error.strerror}", f"set {VARIABLE} to another folder"
            ) from error


def check_folder(folder: Path) -> None:
    """See that a folder is one of this user alone.

    Raises:
        PlaceError: It is not.
        OSError: It is not there, or cannot be reached.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise PlaceError(f"'{folder}' is no folder, or only a link to one", f"set {VARIABLE} to another folder")
    if found.st_uid != os.geteuid():
        raise PlaceError(
            f"the folder '{folder}' belongs to user {found.st_uid}, not to {os.geteuid()}",
            f"set {VARIABLE} to a folder of your own",
        )
    if found.st_mode & 0o077:
        raise PlaceError(f"the folder '{folder}' is open to other users", f"close it: chmod 700 '{folder}'")
