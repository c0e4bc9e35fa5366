"""Control groups: whether the runner may make some, so that a run is stopped whole however fast it forks."""

from __future__ import annotations

import sys

from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene
from everly.jobs.runs.cgroup import delegated

__all__ = ["check_control_group"]


def check_control_group(scene: Scene) -> Outcome:
    """How a run is stopped here: nothing is wrong without control groups, but they are better."""
    if sys.platform != "linux":
        return Outcome("this system has none; a stop goes by group, session and mark")
    if scene.runner is None:
        return unchecked("no runner is up that could have some")
    if delegated(str(scene.runner)) is not None:
        return Outcome("the runner has some of its own: a run is stopped as a whole")
    what = "none are delegated to the runner: a stop goes by parent, session and mark, and looks until nobody is left"
    return Outcome("", (Finding(Severity.NOTE, what, "as a service the runner has some: everly service install"),))
