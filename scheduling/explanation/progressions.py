"""Steps that are found in a set of instants from its members, whatever it was put together from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from math import gcd, isqrt

from everly.named import NamedTuple
from everly.scheduling.engine.algebra import bounded, difference
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.explanation.proof import is_same, is_within

_SAMPLE = 100
_TRIED = 500  # so many members are looked at before the engine is asked about all
_CANDIDATES = 12
_MOST_REMOVED = 3
_FEWEST = _SAMPLE // 4  # so many of the first members are left where a few progressions are removed


class Progression(NamedTuple):
    """An instant, and every so many seconds from there on."""

    start: int
    period: int

    def until(self, last: int) -> InstantSet:
        """Its members up to an instant."""
        return bounded(Step(self.start, self.period), self.start, last)

    def first(self, many: int) -> range:
        """Its first few members."""
        return range(self.start, self.start + many * self.period, self.period)

    def from_the_first(self, instants: InstantSet) -> Progression:
        """The same, begun earlier as long as a set holds its members."""
        start = self.start
        while instants.contains(start - self.period):
            start -= self.period
        return Progression(start, self.period)


class Thinning(NamedTuple):
    """A progression without others."""

    whole: Progression
    removed: tuple[Progression, ...]


def members_of(instants: InstantSet) -> Iterator[int]:
    """All members in order."""
    return instants.between(MIN_INSTANT, MAX_INSTANT)


def progression_of(instants: InstantSet, last: int) -> Progression | None:
    """The progression that a set of three members or more is, up to its last."""
    members = list(islice(members_of(instants), 4))
    apart = {other - one for one, other in pairwise(members)}
    if len(members) < 3 or len(apart) > 1:
        return None
    found = Progression(members[0], apart.pop())
    return found if is_same(instants, found.until(last)) else None


def common_progression(instants: InstantSet) -> Progression:
    """The progression of greatest period that holds all members, as far as the first hundred tell."""
    members = list(islice(members_of(instants), _SAMPLE))
    return Progression(members[0], gcd(*(other - one for one, other in pairwise(members))) or 1)


def thinning_of(instants: InstantSet, last: int) -> Thinning | None:
    """The progression that a set is without a few others."""
    whole = common_progression(instants)
    if sum(map(instants.contains, whole.first(_SAMPLE))) < _FEWEST or not _looks_thinned(whole, instants, last):
        return None
    missing = left = difference(whole.until(last), instants)
    removed: list[Progression] = []
    while (start := left.ceil(MIN_INSTANT)) is not None:
        found = progression_from(start, left, missing, last) if len(removed) < _MOST_REMOVED else None
        if found is None:
            return None
        removed.append(found.from_the_first(missing))
        left = difference(left, found.until(last))
    is_all = removed and is_within(instants, whole.until(last))  # the whole was found from the first members
    return Thinning(whole, tuple(removed)) if is_all else None


def _looks_thinned(whole: Progression, instants: InstantSet, last: int) -> bool:
    """Whether what a set lacks of a progression is a few others, as far as the first members tell; it is quick."""
    tried = range(whole.start, min(last, whole.start + _TRIED * whole.period) + 1, whole.period)
    missing = left = [each for each in tried if not instants.contains(each)]
    lacks = frozenset(missing)
    for _ in range(_MOST_REMOVED):
        if not left:
            break
        start = left[0]
        ways = (range(start, tried.stop, other - start) for other in left[1 : _CANDIDATES + 1])
        found = next((way for way in ways if lacks.issuperset(way)), range(start, start + 1))
        left = [each for each in left if each not in found]
    return not left


def progression_from(start: int, pool: InstantSet, instants: InstantSet, last: int) -> Progression | None:
    """A progression from a member of a pool on that the instants hold up to the last: one of three members or more.

    Its period is that to one of the next members of the pool, or the least divisor of that which will do.
    """
    for other in islice(pool.between(start + 1, last), _CANDIDATES):
        period = other - start
        if not is_held(Progression(start, period), instants, last):
            continue
        least = (each for each in _divisors(period) if is_held(Progression(start, each), instants, last))
        return Progression(start, next(least, period))
    return None


def is_held(found: Progression, instants: InstantSet, last: int) -> bool:
    """Whether a set holds a progression of three members or more up to an instant."""
    start, period = found
    if start + 2 * period > last:
        return False
    tried = range(start + period, min(last, start + _TRIED * period) + 1, period)
    return all(map(instants.contains, tried)) and is_within(found.until(last), instants)


def _divisors(number: int) -> Iterator[int]:
    """The divisors of a number in order, without the number itself."""
    small = [each for each in range(1, isqrt(number) + 1) if number % each == 0]
    yield from small
    yield from (number // each for each in reversed(small) if 1 < each < number // each)
