"""What the system lets the runner have: files and processes enough for all jobs at once."""

from __future__ import annotations

import os
from pathlib import Path

from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene, text_of
from everly.jobs.runs.cgroup import folder_of

__all__ = ["check_limits", "limits_in"]

_FILES, _FILES_A_RUN = 64, 2  # of the runner itself, and for each run
_PROCESSES, _PROCESSES_A_RUN = 8, 2  # runner and spawner; a shim and its command
_UNLIMITED = 1 << 62
_RAISED = {"files": ("ulimit -Hn", "LimitNOFILE"), "processes": ("ulimit -Hu", "TasksMax")}


def check_limits(scene: Scene) -> Outcome:
    """That no job has to wait for the others, if all of them run at once."""
    process = str(scene.runner or "self")
    found = limits_in(text_of(scene.proc / process / "limits"))
    if not found:
        return unchecked("the system does not tell of them")
    if scene.unreadable is not None:
        return unchecked("how many jobs there are cannot be told without the ledger")
    jobs = 0 if scene.reader is None else scene.reader.counts()[0]
    files = found.get("Max open files", _UNLIMITED)
    processes = min(found.get("Max processes", _UNLIMITED) if _is_bound() else _UNLIMITED, _group(process))
    findings = (
        *_too_few(jobs, "files", files, _FILES + jobs * _FILES_A_RUN),
        *_too_few(jobs, "processes", processes, _PROCESSES + jobs * _PROCESSES_A_RUN),
    )
    return Outcome(f"files: {_many(files)}, processes: {_many(processes)}; enough for {jobs} at once", findings)


def _too_few(jobs: int, what: str, found: int, wanted: int) -> tuple[Finding, ...]:
    if found >= wanted:
        return ()
    several = "a job, which takes" if jobs == 1 else f"{jobs} jobs at once, which take"
    told = f"{found} {what} are too few for {several} {wanted} or more"
    command, setting = _RAISED[what]
    cure = f"raise the limit ('{command}' shows it; {setting}={2 * wanted} of a service), then: everly stop runner"
    return (Finding(Severity.WARNING, told, cure),)


def _is_bound() -> bool:
    """Whether the limit of processes is one of this user: root may have as many as there can be."""
    return os.geteuid() != 0


def limits_in(text: str) -> dict[str, int]:
    """The hard limits in `/proc/PID/limits`; the runner takes all that it may have."""
    found = {}
    for line in text.splitlines()[1:]:
        name, values = line[:26].strip(), line[26:].split()
        if len(values) >= 2:
            found[name] = _UNLIMITED if values[1] == "unlimited" else int(values[1])
    return found


def _group(process: str) -> int:
    """The fewest processes that the control groups of a process may hold."""
    folder = folder_of(process)
    least = _UNLIMITED
    for each in () if folder is None else (Path(folder), *Path(folder).parents):
        text = text_of(each / "pids.max").strip()
        if text.isdecimal():
            least = min(least, int(text))
    return least


def _many(count: int) -> str:
    return "no limit" if count == _UNLIMITED else str(count)
