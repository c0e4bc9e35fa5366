"""What commands do with a service that is installed: have it begin, and have it end."""

from __future__ import annotations

import os

from everly.jobs.places import Places
from everly.jobs.protocol import fault_of
from everly.jobs.service.errors import ServiceError
from everly.jobs.service.identity import Scope, Service, of_machine, of_user
from everly.jobs.service.systemctl import Systemctl

__all__ = ["begin", "come_up", "end", "installed"]


def installed(places: Places) -> Service | None:
    """The service of a folder that this user can begin and end, if there is one."""
    service = of_user(places)
    if service.file.exists():
        return service
    if os.geteuid():
        return None
    service = of_machine(service.user)
    return service if service.places == places and service.file.exists() else None


def begin(places: Places) -> bool:
    """Have the service begin, and wait until its runner is up; False where there is none, or nobody who could do it.

    Raises:
        ServiceError: It does not come up.
    """
    service = installed(places)
    if service is None:
        return False
    manager = Systemctl(service.scope)
    if manager.unreachable() is not None:
        return False
    come_up(manager, service)
    return True


def come_up(manager: Systemctl, service: Service, verb: str = "start") -> None:
    """Have a service start, or `restart`, and wait until its runner is up.

    Raises:
        ServiceError: It does not come up.
    """
    try:
        manager.do(verb, service.unit)
    except ServiceError as error:
        told = manager.show(service.unit, "StatusText", "ExecMainStatus")
        raise ServiceError(
            f"the service '{service.unit}' does not come up: {told.get('StatusText') or error}",
            f"see 'everly service logs', and 'systemctl --{service.scope} status {service.unit}'",
            fault_of(int(told.get("ExecMainStatus") or 0)),
        ) from None


def end(places: Places, scope: str) -> bool:
    """End the service that a runner is; False where this user cannot have that done."""
    if scope == Scope.SYSTEM and os.geteuid():
        return False
    service = of_user(places) if scope == Scope.USER else of_machine(of_user(places).user)
    manager = Systemctl(service.scope)
    if manager.unreachable() is not None or manager.show(service.unit, "LoadState").get("LoadState") != "loaded":
        return False
    try:
        manager.do("stop", service.unit)
    except ServiceError:
        return False
    return True
