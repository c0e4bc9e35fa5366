"""The user manager of systemd: that it can be asked, and goes on when its user logs out, where anything needs it."""

from __future__ import annotations

import sys

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene
from everly.jobs.service.identity import Service, of_user
from everly.jobs.service.systemctl import Systemctl, lingers
from everly.jobs.views.words import executor_of

__all__ = ["check_manager"]


def check_manager(scene: Scene) -> Outcome:
    """That systemd is there for the service and for the jobs that it runs."""
    if sys.platform != "linux":
        return Outcome("this system has none")
    service = of_user(scene.places)
    jobs = _of_systemd(scene)
    if not service.file.exists() and not jobs:
        return Outcome("nothing here needs it")
    why = Systemctl(service.scope).unreachable()
    if why is not None:
        return Outcome("", (_unreachable(service, why, jobs),))
    return Outcome("it can be asked", _without_lingering(scene, service, jobs))


def _of_systemd(scene: Scene) -> int:
    """How many jobs are run by systemd."""
    found = () if scene.reader is None else scene.reader.jobs()
    return sum(executor_of(each.job.work) == "systemd" for each in found)


def _unreachable(service: Service, why: str, jobs: int) -> Finding:
    ends = f", so {jobs} {'job' if jobs == 1 else 'jobs'} cannot begin" if jobs else ""
    what = f"the user manager of systemd cannot be asked{ends}: {why}"
    cure = f"log in as this user by itself, as by ssh, or: loginctl enable-linger {service.user}"
    return Finding(Severity.ERROR if jobs else Severity.WARNING, what, cure)


def _without_lingering(scene: Scene, service: Service, jobs: int) -> tuple[Finding, ...]:
    """What ends with the session counts where there is something to wait for."""
    if lingers(service.user, scene.lingering) is not False:
        return ()
    what = f"lingering is off for '{service.user}': what systemd runs for this user ends with the last log-out"
    severity = Severity.WARNING if jobs or scene.waits else Severity.NOTE
    return (Finding(severity, what, f"loginctl enable-linger {service.user}"),)
