"""Sets that are searched by asking their parts in turn: each question has so many counted steps, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from everly.frozen import frozen
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union, with_operands

MOST_STEPS = 300_000
"""A second or two: what one question may take. What is asked as people write it takes some hundred at most."""


@frozen
class Searched(Bounded):
    """A set that parts agree on one by one, of which nobody knows how far it is from one member to the next.

    What it answers is as exact as ever. What takes more counted steps is refused, and is no end of the set.

    Raises:
        TooMuchWorkError: The next member, or that there is none, is not found within so many.
    """

    def ceil(self, instant: int) -> int | None:
        with _question():
            return Bounded.ceil(self, instant)

    def floor(self, instant: int) -> int | None:
        with _question():
            return Bounded.floor(self, instant)

    def contains(self, instant: int) -> bool:
        with _question():
            return Bounded.contains(self, instant)

    def meets(self, first: int, last: int) -> bool:
        with _question():
            return Bounded.meets(self, first, last)

    def between(self, first: int, last: int) -> Iterator[int]:
        members = Bounded.between(self, first, last)
        while True:
            with _question():
                found = next(members, None)
            if found is None:
                return
            yield found

    def last_between(self, first: int, last: int) -> int | None:
        with _question():
            return Bounded.last_between(self, first, last)

    def blocks(self, first: int, last: int) -> Iterator[Iterable[int]]:
        return iter((self.between(first, last),))


@contextmanager
def _question() -> Iterator[None]:
    try:
        with at_most(MOST_STEPS):
            yield
    except TooMuchWorkError:
        message = "to find the next fire time takes too much work: say the schedule with fewer parts"
        raise TooMuchWorkError(message) from None


def searched(instants: InstantSet) -> InstantSet:
    """The same set, each question to it bounded if its parts have to agree; any other costs no more than before."""
    if not is_searched(instants):
        return instants
    if type(instants) is Bounded:
        return Searched(_by_branches(instants.base), instants.first, instants.last)
    return Searched(_by_branches(instants), None, None)


def _by_branches(instants: InstantSet) -> InstantSet:
    """The same set, of whose unions a branch that takes long to search does not hide what another has sooner."""
    from everly.scheduling.engine.branches import Branches  # which few schedules need

    made = with_operands(instants, _by_branches)
    return Branches(made.operands) if isinstance(made, Union) and is_searched(made) else made


def is_searched(instants: InstantSet) -> bool:
    """Whether a set is found by asking parts of it about each other's members in turn."""
    match instants:
        case Bounded(base):
            return type(instants) is Bounded and is_searched(base)  # the work of one that is laid out is known
        case Union(operands):
            return any(map(is_searched, operands))
        case _:
            return isinstance(instants, Intersection | Difference)
