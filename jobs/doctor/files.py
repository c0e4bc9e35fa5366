"""What is in the folder: that each file is what it should be, of this user, and closed to others."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene
from everly.jobs.places import Places
from everly.jobs.runs.directory import AHEAD, RunDirectory, is_locked

__all__ = ["check_files"]

_NAMED = 3  # so many of a kind are told one by one


def check_files(scene: Scene) -> Outcome:
    """That nobody else can read or write what is kept."""
    findings = [finding for path, kind in _expected(scene.places) for finding in _wrong(path, kind)]
    open_runs = [path for path in run_folders(scene.places) if any(_wrong(path, stat.S_ISDIR))]
    findings += [finding for path in open_runs[:_NAMED] for finding in _wrong(path, stat.S_ISDIR)]
    if len(open_runs) > _NAMED:
        runs = shlex.quote(str(scene.places.runs))
        cure = f"find {runs} -mindepth 1 -maxdepth 1 -type d -exec chmod go= {{}} +"
        what = f"{len(open_runs) - _NAMED} more directories of runs are so too"
        findings.append(Finding(Severity.ERROR, what, cure, str(scene.places.runs)))
    there = sum(os.path.lexists(path) for path, _ in _expected(scene.places))
    return Outcome("yours alone" if there else "none yet", tuple(findings))


def run_folders(places: Places) -> list[Path]:
    """What is in the folder of runs, in the order of the names, without what is nobody's run yet."""
    try:
        return sorted(each for each in places.runs.iterdir() if not each.name.startswith(AHEAD))
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_under_way(path: Path) -> bool:
    """Whether a run goes on in its directory, as far as that can be seen."""
    try:
        return is_locked(RunDirectory(str(path)))
    except OSError:
        return False


def _expected(places: Places) -> Iterator[tuple[Path, Callable[[int], bool]]]:
    """The files that may be there, each with what tells that it is of its kind."""
    for folder in (places.runs, places.units):
        yield folder, stat.S_ISDIR
    yield places.socket, stat.S_ISSOCK
    for path in (places.lock, places.log, places.ledger):
        yield path, stat.S_ISREG
    for beside in (f"{places.ledger}-wal", f"{places.ledger}-shm", f"{places.log}.1", f"{places.log}.2"):
        yield Path(beside), stat.S_ISREG


def _wrong(path: Path, is_kind: Callable[[int], bool]) -> Iterator[Finding]:
    """What is wrong with one, which counts only if it is there."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    where, quoted = str(path), shlex.quote(str(path))
    if not is_kind(found.st_mode):
        wanted = {stat.S_ISDIR: "folder", stat.S_ISSOCK: "socket"}.get(is_kind, "file")
        cure = f"look at what it is, then move it away: mv {quoted} {shlex.quote(f'{path}.old')}"
        yield Finding(Severity.ERROR, f"'{path.name}' is no {wanted}", cure, where)
    elif found.st_uid != os.geteuid():
        what = f"'{path.name}' belongs to user {found.st_uid}, not to {os.geteuid()}"
        yield Finding(Severity.ERROR, what, f"look at what it is, then: sudo chown {os.geteuid()} {quoted}", where)
    elif found.st_mode & 0o077:
        what = f"'{path.name}' is open to other users"
        yield Finding(Severity.ERROR, what, f"chmod go= {quoted}", where)
