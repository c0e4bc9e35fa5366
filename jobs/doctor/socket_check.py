"""The socket of the runner: that one which is there has a runner behind it."""

from __future__ import annotations

import os

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.runner_check import RESTART
from everly.jobs.doctor.scene import Scene

__all__ = ["check_socket"]


def check_socket(scene: Scene) -> Outcome:
    """That a socket and a runner go together. A runner that ends takes its socket away; one that is killed cannot."""
    socket = scene.places.socket
    is_there = os.path.lexists(socket)
    if is_there and not scene.is_up:
        what = "nobody listens at the socket any more: the last runner was killed"
        cure = f"everly start runner, which takes its place; '{scene.places.log}' may say why"
        return Outcome("", (Finding(Severity.WARNING, what, cure, str(socket)),))
    if scene.runner is not None and not is_there:
        what = "the runner is up, but has no socket: it is just coming up, or its socket was taken away"
        cure = f"look again in a moment; if it stays so: {RESTART}"
        return Outcome("", (Finding(Severity.ERROR, what, cure, str(socket)),))
    return Outcome("the runner listens" if is_there else "none, as no runner is up")
