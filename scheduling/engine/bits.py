"""Sets of small numbers as the bits of an integer, cut into pieces so that a search touches only small integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress

from everly.frozen import frozen
from everly.named import NamedTuple

_FEW = 32
_DIGITS = bytes.maketrans(b"01", b"\0\1")


class Gap(NamedTuple):
    """A member and the next, `length` later."""

    length: int
    start: int


@frozen
class BitIndex:
    """The set bits of an integer, found without touching all of it: bit n is bit `n % width` of piece `n // width`."""

    width: int
    pieces: tuple[int, ...]
    busy: int
    """Which pieces have a set bit, as bits."""

    def first(self, number: int) -> int | None:
        """The first set bit at or after a number within the range."""
        piece, rest = divmod(number, self.width)
        if bits := self.pieces[piece] >> rest:
            return number + lowest(bits)
        later = self.busy >> piece + 1
        if not later:
            return None
        piece += 1 + lowest(later)
        return piece * self.width + lowest(self.pieces[piece])

    def last(self, number: int) -> int | None:
        """The last set bit at or before a number within the range."""
        piece, rest = divmod(number, self.width)
        if bits := self.pieces[piece] & (2 << rest) - 1:
            return piece * self.width + bits.bit_length() - 1
        earlier = self.busy & (1 << piece) - 1
        if not earlier:
            return None
        piece = earlier.bit_length() - 1
        return piece * self.width + self.pieces[piece].bit_length() - 1

    def has(self, number: int) -> bool:
        """Whether a number within the range is among them."""
        piece, rest = divmod(number, self.width)
        return bool(self.pieces[piece] >> rest & 1)

    def members(self) -> Iterator[int]:
        """The set bits in order."""
        rest = self.busy
        while rest:
            piece = lowest(rest)
            yield from positions(self.pieces[piece], piece * self.width)
            rest &= rest - 1


def positions(bits: int, start: int = 0, distance: int = 1) -> Iterator[int]:
    """The numbers of the set bits in order: bit n is `start + n * distance`.

    Few are found bit by bit; for many, the bits become bytes and all are picked at once.
    """
    if bits.bit_count() < _FEW:
        while bits:
            bit = bits & -bits
            bits ^= bit
            yield start + (bit.bit_length() - 1) * distance
        return
    numbers = range(start, start + bits.bit_length() * distance, distance)
    yield from compress(numbers, f"{bits:b}"[::-1].encode().translate(_DIGITS))


def bit_index(bits: int, length: int, width: int = 512) -> BitIndex:
    """The index of `length` bits in pieces of a width that is a multiple of 8."""
    if not bits:
        return BitIndex(width, (0,) * -(-length // width), 0)
    size = width // 8
    raw = bits.to_bytes(-(-length // width) * size, "little")
    pieces = tuple(int.from_bytes(raw[start : start + size], "little") for start in range(0, len(raw), size))
    busy = int("".join("1" if piece else "0" for piece in reversed(pieces)), 2)
    return BitIndex(width, pieces, busy)


def lowest(bits: int) -> int:
    """The index of the lowest set bit; there must be one."""
    return (bits & -bits).bit_length() - 1


def repeated(bits: int, width: int, length: int) -> int:
    """A pattern of some width repeated over a length."""
    while width < length:
        bits |= bits << width
        width *= 2
    return bits & (1 << length) - 1


def concatenated(parts: Iterable[tuple[int, int]]) -> int:
    """Patterns one after the other, each with its width; the first is the lowest. Neighbours are joined in rounds."""
    joined = list(parts)
    while len(joined) > 1:
        pairs = zip(joined[::2], joined[1::2], strict=False)
        last = joined[-1:] if len(joined) % 2 else []
        joined = [(low | high << width, width + rest) for (low, width), (high, rest) in pairs] + last
    return joined[0][0] if joined else 0


def turned(start: int, distance: int, count: int, modulus: int) -> int:
    """The bits that a walk around a circle of `modulus` bits touches: `count` stops, each `distance` after the last."""
    bits, stops = 1 << start % modulus, 1
    while stops < count:
        more = min(stops, count - stops)
        turn = distance * more % modulus
        bits |= (bits << turn | bits >> modulus - turn) & (1 << modulus) - 1
        stops += more
    return bits
