"""The ledger: that it can be read, is whole, and of a version that this everly knows."""

from __future__ import annotations

import shlex
from itertools import chain, count

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene
from everly.jobs.ledger.errors import SET_ASIDE, BusyError, LedgerError

__all__ = ["check_ledger"]


def check_ledger(scene: Scene) -> Outcome:
    """That what is written down can be relied on."""
    path = str(scene.places.ledger)
    if scene.unreadable is not None:
        return Outcome("", (_unreadable(scene, scene.unreadable),))
    if scene.reader is None:
        return Outcome("there is none yet; the first job makes it")
    try:
        problems = scene.reader.problems()
        jobs, running = scene.reader.counts()
    except LedgerError as error:
        return Outcome("", (_unreadable(scene, error),))
    cure = set_aside(scene)
    findings = tuple(Finding(Severity.ERROR, f"it is damaged: {problem}", cure, path) for problem in problems)
    return Outcome(f"whole; jobs: {jobs}, running: {running}", findings)


def _unreadable(scene: Scene, error: LedgerError) -> Finding:
    cure = error.help or "see that this user can read it"
    if cure == SET_ASIDE:
        cure = set_aside(scene)
    severity = Severity.WARNING if isinstance(error, BusyError) else Severity.ERROR
    return Finding(severity, str(error), cure, str(scene.places.ledger))


def set_aside(scene: Scene) -> str:
    """How to put a ledger aside that is of no use, beside those before it, and keep it for whoever can mend it."""
    places = (scene.places.root / f"damaged{end}" for end in chain([""], map("-{}".format, count(2))))
    aside = shlex.quote(str(next(each for each in places if not each.exists())))
    files = f"{shlex.quote(str(scene.places.ledger))}*"  # with what SQLite has beside it, which not always is there
    return f"restore a copy of it, or begin anew: everly stop runner; mkdir {aside}; mv {files} {aside}"
