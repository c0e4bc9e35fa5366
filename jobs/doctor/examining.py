"""Going through the checks, none of which can keep another from its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from everly.frozen import frozen
from everly.jobs.doctor.checks import CHECKS, OUTSIDE
from everly.jobs.doctor.outcome import Finding, Outcome, Severity, unchecked
from everly.jobs.doctor.scene import Scene

__all__ = ["Examined", "examine"]


@frozen
class Examined:
    """A check by its name, and what it came to."""

    check: str
    outcome: Outcome


def examine(scene: Scene, checks: Sequence[tuple[str, Callable[[Scene], Outcome]]] = CHECKS) -> Iterator[Examined]:
    """What each check comes to, as it is found. That a folder is somebody else's is told once."""
    for name, check in checks:
        hidden = scene.is_foreign and name not in OUTSIDE
        yield Examined(name, unchecked("the folder is not yours") if hidden else _outcome(check, scene))


def _outcome(check: Callable[[Scene], Outcome], scene: Scene) -> Outcome:
    try:
        return check(scene)
    except Exception as error:  # noqa: BLE001 - what is broken is why somebody looks, so the others still speak
        what = f"it cannot be looked at: {str(error) or type(error).__name__}"
        cure = getattr(error, "help", None) or "see to what the error says, then look again"
        return Outcome("", (Finding(Severity.ERROR, what, cure),))
