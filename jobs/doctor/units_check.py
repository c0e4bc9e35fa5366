"""The units of jobs that systemd runs: that they are there as they were written, and that systemd has links to them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene, links
from everly.jobs.service.errors import ServiceError
from everly.jobs.service.identity import Scope
from everly.jobs.service.systemctl import Systemctl
from everly.jobs.systemd.names import job_of, unit_of
from everly.jobs.systemd.unit import is_as_written
from everly.jobs.views.words import executor_of

__all__ = ["check_units"]

_ANEW = "its next run does that, or at once: everly stop runner; everly start runner"
_PATIENCE = 5.0  # seconds for an answer of systemd


def check_units(scene: Scene) -> Outcome:
    """That each job of systemd has its unit, and no other job one; where the ledger cannot be read, nothing is said."""
    if scene.unreadable is not None:
        return unchecked("whose they are cannot be told without the ledger")
    jobs = {} if scene.reader is None else {each.job.name: each.job for each in scene.reader.jobs()}
    under_way = () if scene.reader is None else scene.reader.unfinished()
    mine = [name for name, job in jobs.items() if executor_of(job.work) == "systemd"]
    findings = [found for name in mine for found in _faults(scene, name)]
    findings += _left(scene, {*mine, *(each.name for each in under_way)})
    findings += _dangling({unit_of(scene.places, name) for name in mine})
    return Outcome(f"jobs of systemd: {len(mine)}", tuple(findings))


def _faults(scene: Scene, job: str) -> Iterator[Finding]:
    unit = unit_of(scene.places, job)
    file, link = scene.places.units / unit, links() / unit
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        what = f"the unit of '{job}' cannot be read: {error.strerror}"
        yield Finding(Severity.WARNING, what, f"have it written anew: {_ANEW}", str(file))
        return
    drop_in = f"what is to be otherwise belongs in a drop-in: systemctl --user edit {unit}"
    if not is_as_written(text):
        what = f"the unit of '{job}' was changed by hand, which the next run takes back"
        yield Finding(Severity.WARNING, what, drop_in, str(file))
    target = link.readlink() if link.is_symlink() else None
    if target == Path(os.devnull):
        what = f"the unit of '{job}' is masked, so no run of it can start"
        yield Finding(Severity.ERROR, what, f"systemctl --user unmask {unit}", str(link))
    elif target is None and link.is_file():
        what = f"a file was put in the place of the unit of '{job}', as by 'edit --full', which the next run takes back"
        yield Finding(Severity.WARNING, what, drop_in, str(link))
    elif target != file:
        yield Finding(Severity.WARNING, f"systemd has no link to the unit of '{job}'", f"link it: {_ANEW}", str(link))


def _left(scene: Scene, jobs: set[str]) -> Iterator[Finding]:
    """Units of jobs that are none of systemd's any more."""
    try:
        names = sorted(each.name for each in scene.places.units.iterdir())
    except OSError:
        return
    for name in names:
        job, file = job_of(name), scene.places.units / name
        if job is not None and name != unit_of(scene.places, job):
            what = f"the unit '{name}' is of another folder, as one is that was here before it was moved"
            yield Finding(Severity.WARNING, what, f"rm {shlex.quote(str(file))}", str(file))
        elif job is not None and job not in jobs:
            what = f"there is a unit for '{job}', which systemd does not run any more"
            cure = "have it taken away, by a runner that can ask systemd: everly stop runner; everly start runner"
            yield Finding(Severity.WARNING, what, cure, str(file))


def _dangling(known: set[str]) -> Iterator[Finding]:
    """Links to units that are gone, as where a folder was taken away; of those that are known it is told already."""
    broken = [link.name for link in sorted(links().glob("*.service")) if _is_broken(link)]
    left = [name for name in broken if job_of(name) is not None and name not in known]
    if left:
        what = f"systemd has links to units that were taken away with the folder of their jobs: {', '.join(left)}"
        running = _active(left)
        stop = f"systemctl --user stop {' '.join(running)}; " if running else ""
        forget = f"; systemctl --user reset-failed {' '.join(running)}" if running else ""
        yield Finding(Severity.WARNING, what, f"{stop}systemctl --user disable {' '.join(left)}{forget}", str(links()))


def _active(units: Sequence[str]) -> list[str]:
    """Those of some units that run, asked with one question; none where systemd cannot be asked."""
    try:
        _, said = Systemctl(Scope.USER).run("show", *units, "--property=ActiveState", "--value", timeout=_PATIENCE)
    except ServiceError:
        return []
    states = said.split()
    return [unit for unit, state in zip(units, states, strict=False) if state == "active"]


def _is_broken(link: Path) -> bool:
    return link.is_symlink() and not link.exists()
