"""Unions of which a branch may take long to search: what another holds sooner is found all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
        end = self._nearest(
            last + 1,
            self._hard_ahead,
            lambda index: self._after(index, first),
            lambda index, end: next(self.operands[index].between(first, end - 1), None) if first < end else None,
            min,
        )
        return end if end <= last else None

    def last_between(self, first: int, last: int) -> int | None:
        end = self._nearest(
            first - 1,
            self._hard_behind,
            lambda index: self._before(index, last),
            lambda index, end: self.operands[index].last_between(end + 1, last) if end < last else None,
            max,
        )
        return end if end >= first else None

    def _nearest(
        self,
        end: int,
        hard: set[int],
        ask: Callable[[int], int | None],
        narrow: Callable[[int, int], int | None],
        nearer: Callable[[int, int], int],
    ) -> int:
        """The nearest member of all operands on this side of an end, or the end.

        Operands are asked for their next member, wherever it is, unless they are known to be hard: these are asked
        only for one that lies before what the others have.
        """

        def seen(end: int, found: int | None) -> int:
            return end if found is None else nearer(end, found)

        for index in range(len(self.operands)):
            if index not in hard:
                try:
                    end = seen(end, ask(index))
                except TooMuchWorkError:
                    hard.add(index)
        failed = []
        for index in tuple(hard):  # which may grow meanwhile, where another thread asks
            try:
                with a_share(_MOST_STEPS):
                    end = seen(end, narrow(index, end))
            except TooMuchWorkError:
                failed.append(index)
        for index in failed:  # since then another may have been found, which is nearer
            end = seen(end, narrow(index, end))
        return end

    def _after(self, index: int, instant: int) -> int | None:
        with at_most(_FEW_STEPS):
            return Union._after(self, index, instant)  # noqa: SLF001 - its own, for frozen classes have no super()

    def _before(self, index: int, instant: int) -> int | None:
        with at_most(_FEW_STEPS):
            return Union._before(self, index, instant)  # noqa: SLF001
