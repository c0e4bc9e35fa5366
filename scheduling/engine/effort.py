"""A bound on the work of putting sets together and of searching them, counted in steps and never in time.

So the same sets take the same. A bound within another takes from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TypeVar

_Item = TypeVar("_Item")

_SHARES = 4
_LEFT: ContextVar[int | None] = ContextVar("steps left", default=None)


class TooMuchWorkError(ValueError):
    """More steps than were allowed."""

    def __str__(self) -> str:
        return super().__str__() or "that takes too much work: say the schedule with fewer parts"


class _Allowance:
    """So many steps inside; a class, for a generator takes twice as long, and rules are tried by the thousand."""

    __slots__ = ("allowed", "around", "steps", "token")

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __enter__(self) -> None:
        self.around = _LEFT.get()
        self.allowed = self.steps if self.around is None else min(self.steps, self.around)
        self.token = _LEFT.set(self.allowed)

    def __exit__(self, *_: object) -> None:
        used = self.allowed - (_LEFT.get() or 0)
        _LEFT.reset(self.token)
        if self.around is not None:
            _LEFT.set(self.around - used)


def at_most(steps: int) -> AbstractContextManager[None]:
    """Allow so many steps inside, and no more than are left around it, of which they are taken.

    Raises:
        TooMuchWorkError: They are used up.
    """
    return _Allowance(steps)


def a_share(most: int) -> AbstractContextManager[None]:
    """Allow so many steps inside, and no more than a quarter of what is left around, so that others have their share.

    Raises:
        TooMuchWorkError: They are used up.
    """
    left = _LEFT.get()
    return at_most(most if left is None else min(most, left // _SHARES))


@contextmanager
def uncounted() -> Iterator[None]:
    """Count nothing inside: work that is known before it is begun, or that other questions may have done already."""
    token = _LEFT.set(None)
    try:
        yield
    finally:
        _LEFT.reset(token)


def given(found: Iterable[_Item]) -> tuple[list[_Item], TooMuchWorkError | None]:
    """What an iterator gives before it takes too much work, and that error; None where it comes to its end."""
    items: list[_Item] = []
    try:
        items.extend(found)
    except TooMuchWorkError as error:
        return items, error
    return items, None


def spend(steps: int) -> None:
    """Count some steps.

    Raises:
        TooMuchWorkError: Fewer are left; those count as used.
    """
    left = _LEFT.get()
    if left is None:
        return
    if left < steps:
        _LEFT.set(0)
        raise TooMuchWorkError
    _LEFT.set(left - steps)
