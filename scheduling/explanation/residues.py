"""Sets of steps as remainders: which steps one holds whole, whatever steps it was put together from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from math import gcd, isqrt, lcm
from operator import and_, or_

from everly.named import NamedTuple
from everly.scheduling.engine.bits import lowest, positions, repeated
from everly.scheduling.engine.step import Step

# A set that takes more steps than that to be told is too irregular for words.
_MOST_STEPS = 16


class Points(NamedTuple):
    """Evenly spaced instants, on which some steps lie, up to where all of them come round again."""

    anchor: int
    unit: int
    size: int

    @property
    def all(self) -> int:
        """Every point, one bit each."""
        return (1 << self.size) - 1

    def bits(self, step: Step) -> int:
        """The points that a step takes."""
        first, distance = (step.anchor - self.anchor) // self.unit, step.period // self.unit
        return repeated(1 << first % distance, distance, self.size)

    def step(self, number: int, distance: int) -> Step:
        """The step that takes a point and every so many after it."""
        return Step(self.anchor + number * self.unit, distance * self.unit)


def points_of(steps: Sequence[Step]) -> Points:
    """The points on which some steps lie; there is at least one step."""
    anchor = steps[0].anchor
    unit = gcd(*(each.period for each in steps), *(each.anchor - anchor for each in steps))
    return Points(anchor % unit, unit, lcm(*(each.period for each in steps)) // unit)


def longest_first(steps: Sequence[Step]) -> list[Step]:
    """Steps in the order of their periods and, where these are equal, of their anchors."""
    return sorted(steps, key=lambda each: (-each.period, each.anchor))


def maximal_steps(bits: int, points: Points) -> tuple[Step, ...] | None:
    """The steps that together are some points: each is in no other step of these points, and none is needless.

    They tell nothing of how the points were found: a step of any period that lies in a set that repeats after N points
    lies in one whose distance divides N. None where they are too many.
    """
    found: list[Step] = []
    whole = _whole(bits, points.size)
    for distance in sorted(whole):
        wider = (distance // prime for prime in _primes(distance))
        known = reduce(or_, (repeated(whole[each], each, distance) for each in wider), 0)
        if (more := whole[distance] & ~known).bit_count() > _MOST_STEPS:
            return None
        found += (points.step(number, distance) for number in positions(more))
    kept = _needed(found, bits, points) if len(found) <= _MOST_STEPS**2 else found
    return tuple(reversed(longest_first(kept))) if len(kept) <= _MOST_STEPS else None


def hull(bits: int, points: Points) -> Step:
    """The step of greatest period that takes all of some points; there is one at least."""
    distance = 1
    for prime in _primes(points.size):
        while points.size % (distance * prime) == 0:
            there = _folded(bits, distance * prime, points.size // (distance * prime), is_all=False)
            if there.bit_count() > 1:
                break
            distance *= prime
    return points.step(lowest(bits), distance)


def _whole(bits: int, size: int) -> dict[int, int]:
    """For each divisor of a size the remainders by it of which all points are held."""
    found = {size: bits}
    for distance in sorted(_divisors(size), reverse=True):
        if distance < size:
            prime = next(_primes(size // distance))
            found[distance] = _folded(found[distance * prime], distance, prime, is_all=True)
    return found


def _folded(bits: int, width: int, turns: int, *, is_all: bool) -> int:
    """The bits that all turns of a width have, or that one of them has."""
    done = 1
    while done < turns:
        more = min(done, turns - done)
        bits = (and_ if is_all else or_)(bits, bits >> more * width)
        done += more
    return bits & (1 << width) - 1


def _needed(steps: Sequence[Step], bits: int, points: Points) -> list[Step]:
    """Steps without those, the longest first, that the others make up for."""
    taken = {each: points.bits(each) for each in steps}
    for each in longest_first(steps):
        if reduce(or_, (other for step, other in taken.items() if step is not each), 0) == bits:
            del taken[each]
    return list(taken)


def _primes(number: int) -> Iterator[int]:
    """The primes that divide a number, in order."""
    prime = 2
    while prime * prime <= number:
        if number % prime == 0:
            yield prime
            while number % prime == 0:
                number //= prime
        prime += 1
    if number > 1:
        yield number


def _divisors(number: int) -> list[int]:
    small = [each for each in range(1, isqrt(number) + 1) if number % each == 0]
    return sorted({*small, *(number // each for each in small)})
