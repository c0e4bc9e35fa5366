"""The runner as a service: that its unit is as it was written, and in use."""

from __future__ import annotations

from collections.abc import Iterator

from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene, links
from everly.jobs.presence import service_of
from everly.jobs.service.errors import ServiceError
from everly.jobs.service.identity import Scope, Service, of_machine, of_user
from everly.jobs.service.state import State, state_of
from everly.jobs.service.systemctl import unmask

__all__ = ["check_service"]

_OFTEN = 3  # restarts that are no accident any more


def check_service(scene: Scene) -> Outcome:
    """That who has installed a service has one."""
    service = _meant(scene)
    if service is None:
        return Outcome("not installed", tuple(_dangling(of_user(scene.places))))
    state = state_of(service)
    if state.unreachable is not None:
        return unchecked(f"{service.unit}, of which systemd tells nothing")
    findings = tuple(_faults(state))
    return Outcome(f"{service.unit}, {state.active} ({state.sub})", findings)


def _meant(scene: Scene) -> Service | None:
    """The service that is installed for this folder, or that its runner says it is."""
    service = of_user(scene.places)
    if service.file.exists() or service_of(scene.places) == Scope.USER:
        return service
    try:
        service = of_machine(service.user)
    except ServiceError:
        return None
    is_of_here = service.places == scene.places and service.file.exists()
    return service if is_of_here or service_of(scene.places) == Scope.SYSTEM else None


def _faults(state: State) -> Iterator[Finding]:
    service = state.service
    where, install = str(service.file), _install(service)
    if not state.is_written:
        yield Finding(Severity.ERROR, "the unit of the service was taken away", install, where)
    elif not state.is_as_written:
        what = "the unit is not as this everly writes it: it was changed by hand, or written by another everly"
        drop_in = f"what is to be otherwise belongs in a drop-in: systemctl --{service.scope} edit {service.unit}"
        yield Finding(Severity.WARNING, what, f"{install}; {drop_in}", where)
    elif state.is_stale:
        what = "systemd has not read the unit since it was changed"
        yield Finding(Severity.WARNING, what, f"systemctl --{service.scope} daemon-reload", where)
    yield from _not_in_use(state, install)


def _not_in_use(state: State, install: str) -> Iterator[Finding]:
    service = state.service
    if state.is_masked:
        what = "the service is masked, so it does not begin"
        yield Finding(Severity.ERROR, what, f"{unmask(service)}; {install}")
        return
    if not state.is_enabled:
        yield Finding(Severity.WARNING, "the service does not begin by itself: it is not enabled", install)
    if state.active == "failed":
        why = f"{state.result}{f': {state.status}' if state.status else ''}"
        cure = f"see 'everly service logs', then: systemctl --{service.scope} restart {service.unit}"
        yield Finding(Severity.ERROR, f"the service has failed: {why}", cure)
    elif not state.is_up:
        yield Finding(Severity.WARNING, f"the service is not up: {state.active} ({state.sub})", "everly start runner")
    elif state.restarts > _OFTEN:
        what = f"the runner had to be begun anew {state.restarts} times"
        yield Finding(Severity.WARNING, what, "see why: everly service logs -n 100")


def _install(service: Service) -> str:
    is_of_user = service.scope is Scope.USER
    return "everly service install" if is_of_user else f"sudo everly service install --system --user {service.user}"


def _dangling(service: Service) -> Iterator[Finding]:
    """Links to the unit of a folder that was taken away without its service."""
    places = links() / service.unit, links() / "default.target.wants" / service.unit
    for link in [each for each in places if each.is_symlink() and not each.exists()][:1]:
        what = "the unit of the service was taken away, but not the links to it"
        cure = f"systemctl --user disable {service.unit}; or have it again: everly service install"
        yield Finding(Severity.WARNING, what, cure, str(link))
