"""The runner: that it is up where there is work, answers, and is of this version."""

from __future__ import annotations

import shlex

import everly
from everly.jobs.client.connection import open_connection
from everly.jobs.client.errors import RunnerError
from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene, text_of

__all__ = ["check_runner"]

_PATIENCE = 3.0  # seconds for a runner to say who it is
RESTART = "everly stop runner; everly start runner"
"""What touches no job."""


def check_runner(scene: Scene) -> Outcome:
    """That somebody begins what is due."""
    if not scene.is_up:
        return _down(scene)
    if scene.runner is None:
        return Outcome("", (_unnamed(scene),))
    try:
        connection = open_connection(scene.places, wait=_PATIENCE)
    except RunnerError as error:
        cure = error.help or f"look who listens there: fuser {shlex.quote(str(scene.places.socket))}"
        return Outcome("", (Finding(Severity.ERROR, str(error), cure, str(scene.places.socket)),))
    if connection is None:
        return Outcome("", (_silent(scene, scene.runner),))
    with connection:
        version = str(connection.hello.get("everly"))
    return Outcome(f"up, process {scene.runner}, everly {version}", _other_version(version))


def _down(scene: Scene) -> Outcome:
    if not scene.waits:
        return Outcome("not up; it comes up with the first command that needs it")
    what = "no runner is up, so nothing that is due or scheduled begins"
    return Outcome("", (Finding(Severity.ERROR, what, "everly start runner"),))


def _unnamed(scene: Scene) -> Finding:
    """Somebody holds the lock and does not say who."""
    lock = str(scene.places.lock)
    what = "something holds the lock of the runner that is no runner, or one that is just coming up"
    cure = f"look again in a moment; if it stays so, see who it is: fuser {shlex.quote(lock)}"
    return Finding(Severity.ERROR, what, cure, lock)


def _silent(scene: Scene, pid: int) -> Finding:
    """A runner that is up and says nothing."""
    if text_of(scene.proc / str(pid) / "stat").rpartition(")")[2].split()[:1] == ["T"]:
        return Finding(Severity.ERROR, f"the runner, process {pid}, was suspended", f"kill -CONT {pid}")
    what = f"the runner, process {pid}, is up, but does not answer"
    return Finding(Severity.ERROR, what, f"{RESTART}, and see '{scene.places.log}'")


def _other_version(version: str) -> tuple[Finding, ...]:
    if version == everly.__version__:
        return ()
    what = f"the runner is everly {version}, this is everly {everly.__version__}"
    return (Finding(Severity.WARNING, what, f"{RESTART}; what runs goes on"),)
