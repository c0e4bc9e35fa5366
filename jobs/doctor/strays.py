"""Directories of runs that no ledger knows: a ledger that was moved away leaves them, and nobody takes them away."""

from __future__ import annotations

import shlex
from pathlib import Path

from everly.jobs.doctor.files import is_under_way, run_folders
from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene
from everly.jobs.ledger.errors import LedgerError
from everly.jobs.runs.directory import RunDirectory

__all__ = ["check_strays", "ledgers_of"]


def check_strays(scene: Scene) -> Outcome:
    """That each directory of a run is of this ledger, which takes it away when its time has come."""
    found = ledgers_of(run_folders(scene.places))
    count = sum(map(len, found.values()))
    if scene.unreadable is not None:
        return unchecked(f"{count}; whose they are cannot be told without the ledger")
    try:
        identity = "" if scene.reader is None else scene.reader.identity()
    except LedgerError:
        return unchecked(f"{count}; whose they are cannot be told without the ledger")
    own = found.pop(identity, [])
    findings = tuple(_stray(scene, ledger, paths) for ledger, paths in sorted(found.items()))
    return Outcome(str(len(own)), findings)


def ledgers_of(paths: list[Path]) -> dict[str, list[Path]]:
    """Directories of runs by the identity of the ledger that counts them; of what has no such name it is empty."""
    found: dict[str, list[Path]] = {}
    for path in paths:
        identity, dash, rest = path.name.partition("-")
        is_named = dash and len(identity) == 16 and rest[:1].isdigit()
        found.setdefault(identity if is_named else "?", []).append(path)
    return found


def _stray(scene: Scene, ledger: str, paths: list[Path]) -> Finding:
    alive = [path for path in paths if is_under_way(path)]
    runs = shlex.quote(str(scene.places.runs))
    what = "1 directory is" if len(paths) == 1 else f"{len(paths)} directories are"
    if ledger == "?":
        cure = f"look at what it is, then take it away: rm -r {shlex.quote(str(paths[0]))}"
        return Finding(Severity.WARNING, f"{what} of no run: '{paths[0].name}'", cure, str(scene.places.runs))
    what = f"{what} of runs of another ledger ('{ledger}'), which was moved away"
    if alive:
        pids = " ".join(_process(path) for path in alive)
        cure = f"put that ledger back, or end what runs, with all that it started: kill {pids}"
        return Finding(Severity.ERROR, f"{what}, and {len(alive)} of them still run", cure, str(alive[0]))
    cure = f"put that ledger back, or take them away: rm -r {runs}/{ledger}-*"
    return Finding(Severity.WARNING, what, cure, str(paths[0]))


def _process(path: Path) -> str:
    """The process of a shim, which ends all of its run when it is told to."""
    told = RunDirectory(str(path)).read("lock")
    return "?" if told is None else str(told.get("pid"))
