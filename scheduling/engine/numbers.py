"""Numbers in order, many at a time: a range where they are evenly spaced, which costs nothing however long it is."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from operator import eq

from everly.scheduling.engine.bits import lowest, positions, repeated

Numbers = range | tuple[int, ...]

FEW = 64
"""So few are not worth a block of their own, where more can be had at once."""


def members(bits: int, start: int = 0) -> Numbers:
    """The numbers of the set bits, bit n as `start + n`."""
    rest = bits & bits - 1 if bits else 0
    if rest:
        first, distance = lowest(bits), lowest(rest) - lowest(bits)
        if repeated(1 << first, distance, bits.bit_length()) == bits:
            return range(start + first, start + bits.bit_length(), distance)
    return tuple(positions(bits, start))


_DAYS = tuple(range(366))  # so that all tuples hold the same integers


# A rule has a mask for each kind of year, and those of the rules in use come up again every few years.
@lru_cache(maxsize=512)
def days_of_year(mask: int) -> Numbers:
    """The days of a mask, 1 January being 0."""
    found = members(mask)
    return found if isinstance(found, range) else tuple(map(_DAYS.__getitem__, found))


def spaced(numbers: tuple[int, ...]) -> Numbers:
    """The same numbers, as a range if they are evenly spaced."""
    if len(numbers) < 2:
        return numbers
    evenly = range(numbers[0], numbers[-1] + 1, numbers[1] - numbers[0])
    return evenly if len(evenly) == len(numbers) and all(map(eq, evenly, numbers)) else numbers


def moved(numbers: Numbers, distance: int, factor: int = 1) -> Numbers:
    """Each number times a factor, which is at least 1, and then so much more."""
    if isinstance(numbers, range):
        return range(
            numbers.start * factor + distance, (numbers.stop - 1) * factor + distance + 1, numbers.step * factor
        )
    if factor == 1:
        return tuple(map(distance.__add__, numbers))
    return tuple([number * factor + distance for number in numbers])


def up_to(numbers: Numbers, last: int) -> Numbers:
    """Those that are not beyond the last."""
    return numbers if not numbers or numbers[-1] <= last else numbers[: bisect_right(numbers, last)]
