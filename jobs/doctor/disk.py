"""The disk of the folder: that there is room, and that it is one on which locks can be relied on."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from everly.jobs.doctor.files import is_under_way, run_folders
from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene, text_of
from everly.jobs.ledger.errors import LedgerError
from everly.jobs.places import run_of

__all__ = ["check_disk", "kind_of", "too_full"]

_MIB = 1 << 20
_FULL, _LOW = 16 * _MIB, 256 * _MIB  # bytes that are left
_FEW, _SOME = 100, 5000  # files that can still be made
_LARGEST = 3  # so many jobs are named
_AFAR = frozenset({"9p", "afs", "ceph", "cifs", "fuse.sshfs", "nfs", "nfs4", "smb3"})


def check_disk(scene: Scene) -> Outcome:
    """That what is to be written finds room."""
    folder = next(each for each in (scene.places.root, *scene.places.root.parents) if each.exists())
    found = os.statvfs(folder)
    free, size = found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
    findings = []
    if found.f_flag & os.ST_RDONLY:
        cure = "see in the log of the system why it was mounted so (dmesg), then mount it for writing"
        findings.append(Finding(Severity.ERROR, "the disk takes nothing: it is mounted for reading only", cure))
    severity = too_full(free, size)
    if severity is not None:
        findings.append(Finding(severity, f"{_size(free)} are left on the disk", *_room(scene, severity)))
    files = found.f_favail if found.f_files else _SOME
    if files < _SOME:
        severity = Severity.ERROR if files < _FEW else Severity.WARNING
        findings.append(Finding(severity, f"{files} more files can be made on the disk", *_room(scene, severity)))
    kind = kind_of(str(folder), text_of(scene.proc / "self" / "mountinfo"))
    if kind in _AFAR:
        what = f"the disk is one of another machine ({kind}), where locks and the ledger cannot be relied on"
        findings.append(Finding(Severity.WARNING, what, "set EVERLY_HOME to a folder on a disk of this machine"))
    return Outcome(f"{_size(free)} are left", tuple(findings))


def too_full(free: int, size: int) -> Severity | None:
    """How bad it is that so many bytes of a disk are left; a small one is not low before it is nearly full."""
    if free < min(_FULL, size // 20):
        return Severity.ERROR
    return Severity.WARNING if free < min(_LOW, size // 10) else None


def kind_of(folder: str, mounts: str) -> str:
    """The kind of file system that a folder is on, by the system's list of mounts (`/proc/self/mountinfo`)."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        place = fields.split()[4].encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")
        is_above = folder == place or folder.startswith(f"{place.rstrip('/')}/")
        if is_above and len(place) >= len(best):
            best, kind = place, rest.split()[0]
    return kind


def _room(scene: Scene, severity: Severity) -> tuple[str, str]:
    """How to make room, and where: the jobs with the most output are named.

    Where hardly any is left the ledger may take no edit; then only a deletion makes room, which begins with the output.
    """
    sizes = {} if scene.reader is None else _outputs(scene)
    largest = [name for name, _ in Counter(sizes).most_common(_LARGEST) if sizes[name] > _MIB]
    if not largest:
        return f"see what takes the room: du -xh {shlex.quote(str(scene.places.root))}", str(scene.places.root)
    told = ", ".join(f"'{name}' ({_size(sizes[name])})" for name in largest)
    cure = f"let jobs keep less output, most of which is of {told}: everly edit job {largest[0]} --keep-logs 5"
    if severity is Severity.ERROR:
        cure += f"; if that finds no room, take it away with its output: everly delete job {largest[0]}"
    return cure, str(scene.places.runs)


def _outputs(scene: Scene) -> Mapping[str, int]:
    """How many bytes the output of each job takes that can be taken away: not that of a run which goes on."""
    assert scene.reader is not None  # noqa: S101 - the caller has seen to it
    try:
        identity = scene.reader.identity()
        names = {run.id: run.job for run in scene.reader.runs()}
        jobs = {each.job.id: each.job.name for each in scene.reader.jobs()}
    except LedgerError:
        return {}
    sizes: Counter[str] = Counter()
    for path in run_folders(scene.places):
        number = run_of(path.name, identity)
        job = None if number is None else names.get(number)
        if job in jobs and not is_under_way(path):
            sizes[jobs[job]] += _bytes(path)
    return sizes


def _bytes(folder: Path) -> int:
    try:
        return sum(each.lstat().st_blocks * 512 for each in folder.iterdir())
    except OSError:
        return 0


def _size(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
