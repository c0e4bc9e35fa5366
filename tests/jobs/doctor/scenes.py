"""Folders of jobs as a check finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from everly.frozen import replace
from everly.jobs.doctor.outcome import Finding, Outcome
from everly.jobs.doctor.scene import Scene, looked_at
from tests.jobs.homes import Home


@contextmanager
def scene_of(home: Home, **changes: Any) -> Iterator[Scene]:
    """The scene of a folder, in which some things are otherwise."""
    with looked_at(home.places, home.now) as scene:
        yield replace(scene, **changes)


def outcome(check: Callable[[Scene], Outcome], home: Home, **changes: Any) -> Outcome:
    """What a check comes to."""
    with scene_of(home, **changes) as scene:
        return check(scene)


def finding(check: Callable[[Scene], Outcome], home: Home, **changes: Any) -> Finding:
    """The one thing that a check finds."""
    (found,) = outcome(check, home, **changes).findings
    return found
