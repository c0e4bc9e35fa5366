"""Unions of which a branch may take long to search: what another holds sooner is found all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from everly.frozen import field, frozen
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError, a_share, at_most
from everly.scheduling.engine.nodes import Union

_FEW_STEPS = 1_000
"""What a branch may take to say where its next member is; what people write takes some hundred at most."""
_MOST_STEPS = 100_000


@frozen
class Branches(Union):
    """The same instants as the union of its operands.

    An operand that does not tell its next member within a few steps is asked from then on only whether it has one
    before what the others have.

    Raises:
        TooMuchWorkError: That is too much work, too: where no other operand has a member, or none that is near.
    """

    _hard_ahead: set[int] = field(init=False, repr=False, compare=False)
    _hard_behind: set[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember nothing yet."""
        Union.__post_init__(self)
        object.__setattr__(self, "_hard_ahead", set())
        object.__setattr__(self, "_hard_behind", set())

    def ceil(self, instant: int) -> int | None:
        return self._first(instant, MAX_INSTANT)

    def floor(self, instant: int) -> int | None:
        return self.last_between(MIN_INSTANT, instant)

    def meets(self, first: int, last: int) -> bool:
        return self._first(first, last) is not None

    def between(self, first: int, last: int) -> Iterator[int]:
        found = self._first(first, last)
        while found is not None:
            yield found
            found = self._first(found + 1, last)

    def _first(self, first: int, last: int) -> int | None:
        end = last + 1
        for index in range(len(self.operands)):
            if index not in self._hard_ahead:
                try:
                    found = self._after(index, first)
                except TooMuchWorkError:
                    self._hard_ahead.add(index)
                else:
                    end = end if found is None else min(end, found)
        end = _narrowed(end, self._hard_ahead, lambda index, end: self._first_of(index, first, end))
        return end if end <= last else None

    def _first_of(self, index: int, first: int, end: int) -> int:
        """The first member of an operand before the end, or the end."""
        return next(self.operands[index].between(first, end - 1), end) if first < end else end

    def last_between(self, first: int, last: int) -> int | None:
        end = first - 1
        for index in range(len(self.operands)):
            if index not in self._hard_behind:
                try:
                    found = self._before(index, last)
                except TooMuchWorkError:
                    self._hard_behind.add(index)
                else:
                    end = end if found is None else max(end, found)
        end = _narrowed(end, self._hard_behind, lambda index, end: self._last_of(index, end, last))
        return end if end >= first else None

    def _last_of(self, index: int, end: int, last: int) -> int:
        """The last member of an operand after the end, or the end."""
        found = self.operands[index].last_between(end + 1, last) if last > end else None
        return end if found is None else found

    def _after(self, index: int, instant: int) -> int | None:
        with at_most(_FEW_STEPS):
            return Union._after(self, index, instant)  # noqa: SLF001 - its own, for frozen classes have no super()

    def _before(self, index: int, instant: int) -> int | None:
        with at_most(_FEW_STEPS):
            return Union._before(self, index, instant)  # noqa: SLF001


def _narrowed(end: int, hard: Iterable[int], narrow: Callable[[int, int], int]) -> int:
    """The end that is left when each hard operand has been asked whether it has a member on this side of it."""
    failed = []
    for index in tuple(hard):  # which may grow meanwhile, where another thread asks
        try:
            with a_share(_MOST_STEPS):
                end = narrow(index, end)
        except TooMuchWorkError:
            failed.append(index)
    for index in failed:  # since then another may have been found, which is nearer
        end = narrow(index, end)
    return end
