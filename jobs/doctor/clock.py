"""The clock: that it goes forward, and is set by another one."""

from __future__ import annotations

import sys

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene
from everly.jobs.views.times import duration_text, utc_text

__all__ = ["check_clock"]

_JUST_SO = 2000  # milliseconds by which clocks differ that are set
_FAR = 86_400_000  # milliseconds; by more, schedules are set anew
_UNSYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)
_BUFFER = 512  # bytes, more than a struct timex takes anywhere
_SET = "set the clock, and have it kept: timedatectl set-ntp true"


def check_clock(scene: Scene) -> Outcome:
    """That fire times come when they should."""
    findings = [*_set_back(scene)]
    has_fires = scene.reader is not None and scene.reader.next_fire() is not None
    is_kept = is_synchronised()
    if is_kept is False:
        what = "nothing keeps the clock right: it is not synchronised"
        findings.append(Finding(Severity.WARNING if has_fires else Severity.NOTE, what, _SET))
    kept = "; the system does not tell whether it is kept right" if is_kept is None else ", kept by another"
    return Outcome(f"{utc_text(scene.now)}{kept}", tuple(findings))


def _set_back(scene: Scene) -> tuple[Finding, ...]:
    latest = None if scene.reader is None else scene.reader.latest()
    if latest is None or latest <= scene.now + _JUST_SO:
        return ()
    back = duration_text(latest - scene.now)
    what = f"the clock was set back by {back}: the ledger was written at {utc_text(latest)}"
    if latest - scene.now > _FAR:
        cure = f"if the clock is wrong: {_SET}; if it is right now, the runner sets the schedules anew"
    else:
        cure = f"if the clock is wrong: {_SET}; if it is right now, nothing fires twice, and the time is waited for"
    return (Finding(Severity.WARNING, what, cure),)


def is_synchronised() -> bool | None:
    """Whether the system says that its clock is kept right; None where it says nothing of it."""
    if sys.platform != "linux":
        return None
    try:
        from ctypes import CDLL, create_string_buffer

        state = int(CDLL(None).adjtimex(create_string_buffer(_BUFFER)))  # all zero: it is only asked
    except (AttributeError, ImportError, OSError):
        return None
    return None if state < 0 else state != _UNSYNCHRONISED
