"""A bound on the work of putting sets together, counted in steps and never in time: the same sets take the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LEFT: ContextVar[int | None] = ContextVar("steps left", default=None)


class TooMuchWorkError(Exception):
    """More steps than were allowed."""


@contextmanager
def at_most(steps: int) -> Iterator[None]:
    """Allow so many steps inside.

    Raises:
        TooMuchWorkError: They are used up.
    """
    token = _LEFT.set(steps)
    try:
        yield
    finally:
        _LEFT.reset(token)


def spend(steps: int) -> None:
    """Count some steps.

    Raises:
        TooMuchWorkError: Fewer are left.
    """
    left = _LEFT.get()
    if left is None:
        return
    if left < steps:
        raise TooMuchWorkError
    _LEFT.set(left - steps)
