"""The user manager of systemd, where anything needs it: that it can be asked, goes on, and holds the limits."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene, text_of
from everly.jobs.ledger import Job
from everly.jobs.runs.cgroup import controllers
from everly.jobs.service.identity import Service, of_user
from everly.jobs.service.systemctl import Systemctl, lingers
from everly.jobs.views.words import executor_of, option

__all__ = ["check_manager"]

_DELEGATE = (
    "have it delegated with 'Delegate=pids memory' below [Service], and log in anew: sudo systemctl edit user@.service"
)
_BOOT = (
    "the kernel has none; start it with 'cgroup_enable=memory systemd.unified_cgroup_hierarchy=1' on its command line"
)
_UNKNOWN = "whether a job needs it cannot be told without the ledger"


def check_manager(scene: Scene) -> Outcome:
    """That systemd is there for the service and for the jobs that it runs."""
    if sys.platform != "linux":
        return Outcome("this system has none")
    service = of_user(scene.places)
    jobs = _of_systemd(scene)
    if not service.file.exists() and not jobs:
        return unchecked("nothing here needs it" if scene.unreadable is None else _UNKNOWN)
    manager = Systemctl(service.scope)
    why = manager.unreachable()
    if why is not None:
        return Outcome("", (_unreachable(service, why, len(jobs)),))
    findings = (*_without_lingering(scene, service, len(jobs)), *_without_limits(scene, manager, jobs))
    return Outcome("it can be asked", findings)


def _of_systemd(scene: Scene) -> list[Job]:
    """The jobs that are run by systemd."""
    found = () if scene.reader is None else scene.reader.jobs()
    return [each.job for each in found if executor_of(each.job.work) == "systemd"]


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


def _without_limits(scene: Scene, manager: Systemctl, jobs: Sequence[Job]) -> tuple[Finding, ...]:
    """Limits of memory that systemd takes and does not keep."""
    limited = [job.name for job in jobs if option(job.work, "memory_max") is not None]
    mounts = text_of(scene.proc / "self" / "mountinfo")
    if not limited or "memory" in controllers(manager.control_group(), mounts):
        return ()
    names = ", ".join(f"'{name}'" for name in limited)
    what = f"the limit of memory does not hold of {names}: that control group is not delegated to the user manager"
    is_there = "memory" in controllers("/", mounts)
    cure = _DELEGATE if is_there else _BOOT
    return (
        Finding(
            Severity.WARNING, what, f"{cure}; or leave the limit out: everly edit job {limited[0]} --no-memory-max"
        ),
    )
