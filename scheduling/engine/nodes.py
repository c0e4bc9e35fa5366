"""Sets of instants that answer one question exactly: the first member at or after a point, the last at or before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from heapq import merge

from everly.frozen import field, frozen
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import spend


class InstantSet:
    """A set of instants within years 1 to 9999 of UTC. Any integer may be asked about; beyond the years is nothing."""

    __slots__ = ()

    def ceil(self, instant: int) -> int | None:
        """The first member at or after an instant."""
        raise NotImplementedError

    def floor(self, instant: int) -> int | None:
        """The last member at or before an instant."""
        raise NotImplementedError

    def contains(self, instant: int) -> bool:
        """Whether the instant is a member."""
        return self.ceil(instant) == instant

    def __contains__(self, instant: int) -> bool:
        return self.contains(instant)

    def meets(self, first: int, last: int) -> bool:
        """Whether a member lies from first to last, both ends in; some sets know without finding one."""
        found = self.ceil(first)
        return found is not None and found <= last

    def between(self, first: int, last: int) -> Iterator[int]:
        """The members from first to last in order, both ends in, found one by one as they are asked for."""
        found = self.ceil(first)
        while found is not None and found <= last:
            yield found
            found = self.ceil(found + 1)

    def last_between(self, first: int, last: int) -> int | None:
        """The last member from first to last, both ends in; some sets search no further than that."""
        found = self.floor(last)
        return None if found is None or found < first else found

    def blocks(self, first: int, last: int) -> Iterator[Iterable[int]]:
        """The members from first to last in blocks.

        A range or a tuple is at hand as a whole and not empty; any other is found one by one.
        """
        return iter((self.between(first, last),))

    def count(self, first: int, last: int) -> int:
        """How many members lie from first to last, both ends in; by arithmetic where the kind of set allows it."""
        return sum(1 for _ in self.between(first, last))


ASKED_ABOUT = 4
"""Steps that one member counts for which a set is asked about, and which it takes away."""

_Found = tuple[int, int | None]
"""A point, and the first member from there on (or the last up to there)."""


@frozen
class Empty(InstantSet):
    """The set without members."""

    def ceil(self, instant: int) -> int | None:  # noqa: ARG002 - no member for any instant
        return None

    def floor(self, instant: int) -> int | None:  # noqa: ARG002 - no member for any instant
        return None


EMPTY = Empty()


@frozen
class Listed(InstantSet):
    """A few instants, in order."""

    members: tuple[int, ...]

    def ceil(self, instant: int) -> int | None:
        index = bisect_left(self.members, instant)
        return self.members[index] if index < len(self.members) else None

    def floor(self, instant: int) -> int | None:
        index = bisect_right(self.members, instant)
        return self.members[index - 1] if index else None


def listed(members: Iterable[int]) -> InstantSet:
    """The set of a few instants, given in order."""
    found = tuple(members)
    return Listed(found) if found else EMPTY


@frozen
class Bounded(InstantSet):
    """The members of a set from `first` to `last`, both ends in; an end that is None is open."""

    base: InstantSet
    first: int | None
    last: int | None

    def ceil(self, instant: int) -> int | None:
        low = instant if self.first is None else max(instant, self.first)
        return self.base.ceil(low) if self.last is None else next(self.base.between(low, self.last), None)

    def floor(self, instant: int) -> int | None:
        return self.last_between(MIN_INSTANT, instant)

    def contains(self, instant: int) -> bool:
        inside = (self.first is None or instant >= self.first) and (self.last is None or instant <= self.last)
        return inside and self.base.contains(instant)

    def meets(self, first: int, last: int) -> bool:
        return self.base.meets(*self._within(first, last))

    def between(self, first: int, last: int) -> Iterator[int]:
        return self.base.between(*self._within(first, last))

    def last_between(self, first: int, last: int) -> int | None:
        return self.base.last_between(*self._within(first, last))

    def blocks(self, first: int, last: int) -> Iterator[Iterable[int]]:
        return self.base.blocks(*self._within(first, last))

    def count(self, first: int, last: int) -> int:
        low, high = self._within(first, last)
        return self.base.count(low, high) if low <= high else 0

    def _within(self, first: int, last: int) -> tuple[int, int]:
        """What of a stretch lies within the ends, both in; the first lies behind the last where that is nothing."""
        low = first if self.first is None else max(first, self.first)
        high = last if self.last is None else min(last, self.last)
        return low, high


@frozen
class Union(InstantSet):
    """The instants that at least one operand holds.

    It remembers where each operand was last found, so that one that seldom or never fires is not searched for again.
    """

    operands: tuple[InstantSet, ...]
    _ahead: list[_Found] = field(init=False, repr=False, compare=False)
    _behind: list[_Found] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember nothing yet."""
        object.__setattr__(self, "_ahead", [(1, 0)] * len(self.operands))
        object.__setattr__(self, "_behind", [(0, 1)] * len(self.operands))

    def ceil(self, instant: int) -> int | None:
        found = (self._after(index, instant) for index in range(len(self.operands)))
        return min((each for each in found if each is not None), default=None)

    def floor(self, instant: int) -> int | None:
        found = (self._before(index, instant) for index in range(len(self.operands)))
        return max((each for each in found if each is not None), default=None)

    def _after(self, index: int, instant: int) -> int | None:
        asked, found = self._ahead[index]
        if instant < asked or (found is not None and instant > found):
            found = self.operands[index].ceil(instant)
            self._ahead[index] = instant, found
        return found

    def _before(self, index: int, instant: int) -> int | None:
        asked, found = self._behind[index]
        if instant > asked or (found is not None and instant < found):
            found = self.operands[index].floor(instant)
            self._behind[index] = instant, found
        return found

    def contains(self, instant: int) -> bool:
        return any(operand.contains(instant) for operand in self.operands)

    def between(self, first: int, last: int) -> Iterator[int]:
        return _distinct(merge(*(operand.between(first, last) for operand in self.operands)))


@frozen
class Intersection(InstantSet):
    """The instants that all operands hold, found by leapfrog: each is asked in turn until they agree."""

    operands: tuple[InstantSet, ...]

    def ceil(self, instant: int) -> int | None:
        return self._agreed(instant, MAX_INSTANT)

    def _agreed(self, instant: int, last: int) -> int | None:
        """The first instant up to the last that all operands agree on."""
        agreed, turn = 0, 0
        while agreed < len(self.operands):
            spend(1)
            found = self.operands[turn].ceil(instant)
            if found is None or found > last:
                return None
            agreed = agreed + 1 if found == instant else 1
            instant, turn = found, (turn + 1) % len(self.operands)
        return instant

    def meets(self, first: int, last: int) -> bool:
        return self._agreed(first, last) is not None

    def between(self, first: int, last: int) -> Iterator[int]:
        found = self._agreed(first, last)
        while found is not None:
            yield found
            found = self._agreed(found + 1, last)

    def floor(self, instant: int) -> int | None:
        return self.last_between(MIN_INSTANT, instant)

    def last_between(self, first: int, last: int) -> int | None:
        agreed, turn, instant = 0, 0, last
        while agreed < len(self.operands):
            spend(1)
            found = self.operands[turn].floor(instant)
            if found is None or found < first:
                return None
            agreed = agreed + 1 if found == instant else 1
            instant, turn = found, (turn + 1) % len(self.operands)
        return instant

    def contains(self, instant: int) -> bool:
        return all(operand.contains(instant) for operand in self.operands)


@frozen
class Difference(InstantSet):
    """The instants of one set that another does not hold.

    It asks about one member of `base` after the other, so the algebra makes one only where few in a row are removed.
    """

    base: InstantSet
    removed: InstantSet

    def ceil(self, instant: int) -> int | None:
        found = self.base.ceil(instant)
        while found is not None and self.removed.contains(found):
            spend(ASKED_ABOUT)
            found = self.base.ceil(found + 1)
        return found

    def floor(self, instant: int) -> int | None:
        return self.last_between(MIN_INSTANT, instant)

    def last_between(self, first: int, last: int) -> int | None:
        found = self.base.last_between(first, last)
        while found is not None and self.removed.contains(found):
            spend(ASKED_ABOUT)
            found = self.base.last_between(first, found - 1)
        return found

    def meets(self, first: int, last: int) -> bool:
        return next(self.between(first, last), None) is not None

    def contains(self, instant: int) -> bool:
        return self.base.contains(instant) and not self.removed.contains(instant)

    def between(self, first: int, last: int) -> Iterator[int]:
        for found in self.base.between(first, last):
            if self.removed.contains(found):
                spend(ASKED_ABOUT)
            else:
                yield found


def is_asked_in_turn(instants: InstantSet) -> bool:
    """Whether a set asks another about one of its members after the other."""
    match instants:
        case Bounded(base):
            return is_asked_in_turn(base)
        case Union(operands):
            return any(map(is_asked_in_turn, operands))
        case _:
            return isinstance(instants, Difference)


def with_operands(instants: InstantSet, change: Callable[[InstantSet], InstantSet]) -> InstantSet:
    """The same set put together from what becomes of its operands; one that has none is itself."""
    match instants:
        case Union(operands):
            return Union(tuple(map(change, operands)))
        case Intersection(operands):
            return Intersection(tuple(map(change, operands)))
        case Difference(base, removed):
            return Difference(change(base), change(removed))
        case Bounded(base, first, last):
            return Bounded(change(base), first, last)
        case _:
            return instants


def width(instants: InstantSet) -> int:
    """Of how many sets one is the union; its ends are no part of that."""
    base = instants.base if isinstance(instants, Bounded) else instants
    return len(base.operands) if isinstance(base, Union) else 1


def _distinct(ordered: Iterable[int]) -> Iterator[int]:
    """Each of some numbers in order, once."""
    before = None
    for each in ordered:
        if each != before:
            yield each
            before = each


def within_years(instant: int) -> int | None:
    """The instant, or None when it lies outside years 1 to 9999 of UTC."""
    return instant if MIN_INSTANT <= instant <= MAX_INSTANT else None
