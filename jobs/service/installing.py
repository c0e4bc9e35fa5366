"""Putting the service of the runner in its place, and taking it away again."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import everly
from everly.frozen import frozen
from everly.jobs.places import prepare
from everly.jobs.presence import version_of
from everly.jobs.runs.spawning import interpreter
from everly.jobs.service.bringing_up import come_up
from everly.jobs.service.errors import ServiceError
from everly.jobs.service.identity import Scope, Service
from everly.jobs.service.systemctl import Systemctl, unmask
from everly.jobs.service.unit import unit_text
from everly.jobs.systemd.names import PLAIN, unfit

__all__ = ["Installed", "expected_text", "install", "uninstall", "written_text"]


@frozen
class Installed:
    """What became of its runner: begun, or begun anew since its unit or its everly had changed."""

    was_begun: bool
    was_renewed: bool


def expected_text(service: Service) -> str:
    """The unit as this everly writes it."""
    return unit_text(service, interpreter("everly.jobs.runner.main", site=True))


def install(service: Service) -> Installed:
    """Write the unit of a service, have it begun now and whenever its user comes, and wait until its runner is up.

    Done again, it changes only what is not as it should be. A runner that is up already gives way to it; jobs do not
    notice.

    Raises:
        ServiceError: It cannot be had here, or does not come up.
        PlaceError: The folder of the jobs cannot be used.
        OSError: Its unit cannot be written.
    """
    manager = Systemctl(service.scope)
    _check_rights(service)
    _check_name(service)
    manager.check()
    _check_mask(manager, service)
    if service.scope is Scope.USER:
        prepare(service.places)
    text = expected_text(service)
    was_written = written_text(service) != text
    if was_written:
        _write(service.file, text)
    manager.do("daemon-reload")
    manager.do("enable", str(service.file))
    was_up = manager.show(service.unit, "ActiveState").get("ActiveState") == "active"
    is_other = was_written or version_of(service.places) not in {None, everly.__version__}
    come_up(manager, service, "restart" if is_other else "start")
    return Installed(was_begun=not was_up, was_renewed=was_up and is_other)


def uninstall(service: Service) -> bool:
    """End the runner of a service, and take its unit away; what runs goes on. False if there is none.

    Raises:
        ServiceError: Its manager cannot be asked, or refuses.
        OSError: Its unit cannot be taken away.
    """
    manager = Systemctl(service.scope)
    _check_rights(service)
    manager.check()
    known = manager.show(service.unit, "LoadState").get("LoadState", "not-found") != "not-found"
    if not known and not os.path.lexists(service.file):
        return False
    with suppress(ServiceError):  # it may be half gone already
        manager.do("stop", service.unit)
    with suppress(ServiceError):
        manager.do("disable", service.unit)
    service.file.unlink(missing_ok=True)
    manager.do("daemon-reload")
    with suppress(ServiceError):
        manager.do("reset-failed", service.unit)
    return True


def _check_name(service: Service) -> None:
    """See that systemd hands the name of the folder on."""
    why = unfit(str(service.places.root))
    if why is not None:
        raise ServiceError(why, PLAIN)


def _check_mask(manager: Systemctl, service: Service) -> None:
    """See that nobody has masked it, who would not want it to begin."""
    if manager.show(service.unit, "LoadState").get("LoadState") == "masked":
        raise ServiceError(f"the service '{service.unit}' is masked", f"{unmask(service)}, then again")


def _check_rights(service: Service) -> None:
    if service.scope is Scope.SYSTEM and os.geteuid():
        raise ServiceError(
            "only root can change the services of the machine",
            "call it by sudo; without --system it becomes a service of yours, which needs no root",
        )
    root = service.places.root
    if service.scope is Scope.SYSTEM and root.exists() and root.owner() != service.user:
        what = f"the folder '{root}' belongs to '{root.owner()}', not to '{service.user}'"
        raise ServiceError(what, "name its user by --user")


def written_text(service: Service) -> str | None:
    """The unit as it lies there; None if there is none that can be read."""
    try:
        return service.file.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    making = path.with_name(f".{path.name}.new")
    try:
        making.write_text(text, encoding="utf-8", errors="surrogateescape")
        making.chmod(0o644)
        making.replace(path)
    except OSError as error:
        making.unlink(missing_ok=True)
        error.filename = str(path)  # one on a full disk names none
        raise
