"""Which service is the runner of a folder of jobs: its name, its user, and where its unit is kept."""

from __future__ import annotations

import os
import pwd
from enum import StrEnum
from pathlib import Path

from everly.frozen import frozen
from everly.jobs.places import VARIABLE, Places, located
from everly.jobs.service.errors import ServiceError
from everly.jobs.systemd.names import mark_of, usual_root

__all__ = ["SYSTEM_UNITS", "Scope", "Service", "of_machine", "of_user"]

SYSTEM_UNITS = Path("/etc/systemd/system")
"""Where the units of the machine are kept that its administrator has made."""


class Scope(StrEnum):
    """Whose service it is; the words are those of systemctl's options."""

    USER = "user"
    SYSTEM = "system"


@frozen
class Service:
    """The service of a folder; `user` is whose jobs these are, `home` that user's own folder."""

    scope: Scope
    places: Places
    user: str
    home: Path

    @property
    def unit(self) -> str:
        """By which systemd knows it. Folders other than the usual one have a part of their own in it.

        With a dot, which no job's unit has at this place.
        """
        of_folder = "" if self.is_usual else f".{mark_of(str(self.places.root))}"
        of_user = f"-{self.user}" if self.scope is Scope.SYSTEM else ""
        return f"everly{of_user}{of_folder}.service"

    @property
    def is_usual(self) -> bool:
        """Whether a runner of this user finds the folder without being told."""
        return str(self.places.root) == usual_root(str(self.home))

    @property
    def file(self) -> Path:
        """Where its unit is written: a user's beside the jobs, from where it is linked; the machine's with the others.

        A unit of the machine is followed by its first process, so no user may be able to write it.
        """
        return (SYSTEM_UNITS if self.scope is Scope.SYSTEM else self.places.root) / self.unit


def of_user(places: Places) -> Service:
    """The service of this user for a folder.

    The user's own folder is that of the system's list, which the manager goes by, and not what HOME says here.
    """
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:  # a number without a name
        return Service(Scope.USER, places, str(os.geteuid()), Path("/"))
    return Service(Scope.USER, places, entry.pw_name, Path(entry.pw_dir))


def of_machine(user: str | None = None) -> Service:
    """The service of the machine for the jobs of a user: of whoever called sudo, if none is named, else of this one.

    Raises:
        ServiceError: There is no such user.
        PlaceError: EVERLY_HOME is no absolute path.
    """
    name = user or (os.environ.get("SUDO_USER") if not os.geteuid() else None)
    try:
        entry = pwd.getpwnam(name) if name else pwd.getpwuid(os.geteuid())
    except KeyError:
        raise ServiceError(f"there is no user '{name or os.geteuid()}'") from None
    home = Path(entry.pw_dir)
    found = located() if os.environ.get(VARIABLE) else Places(Path(usual_root(entry.pw_dir)))
    return Service(Scope.SYSTEM, found, entry.pw_name, home)
