"""Parts that begin later than a schedule, or end sooner, stretched as far as it fires when they would.

So it does not show where one of several intervals was said to begin: `every 4 hours` is every 8 hours from now on, and
every 8 hours from 4 hours later on.
"""

from __future__ import annotations

from collections.abc import Callable

from everly.named import NamedTuple
from everly.scheduling.engine.algebra import bounded
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.laid import Laid, laying, parts
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Intersection, Union, with_operands

_FARTHEST = 1000  # members: beyond so many that others make up for, a part is left to begin where it does
# About a second. What a part has outside its ends, of as many instants as it is said of, may be nothing for ever.
_MOST_WORK = 1 << 29


class Ends(NamedTuple):
    """Between which instants a schedule fires, if it has such ends."""

    first: int
    last: int

    def cut(self, instants: InstantSet) -> InstantSet:
        """What of a set is between them."""
        return bounded(
            instants,
            None if self.first == MIN_INSTANT else self.first,
            None if self.last == MAX_INSTANT else self.last,
        )


def ends_of(instants: InstantSet, said: InstantSet) -> Ends:
    """The first firing of a schedule, and its last if it is said to end; the plain set is the same as it is written.

    So neither is a matter of which part of the schedule was said to begin or to end.
    """
    end = _last(said)
    first, last = instants.ceil(MIN_INSTANT), instants.floor(end) if end < MAX_INSTANT else None
    return Ends(MIN_INSTANT if first is None else first, MAX_INSTANT if last is None else last)


def _last(part: InstantSet) -> int:
    """After which instant a part is said to fire no more, MAX_INSTANT if there is none."""
    match part:
        case Union(operands):
            return max(map(_last, operands), default=MAX_INSTANT)
        case Intersection(operands):
            return min(map(_last, operands))
        case Difference(base):
            return _last(base)
        case Bounded(base, _, last):
            return _last(base) if last is None else min(_last(base), last)
        case _:
            return MAX_INSTANT


def stretched(instants: InstantSet, ends: Ends) -> InstantSet:
    """A plain set that is the same between its ends, with no beginnings and ends of parts that are no matter there."""
    loosened = _loosened(instants, ends)
    return _union_stretched(loosened, loosened, ends)


def _loosened(part: InstantSet, ends: Ends) -> InstantSet:
    """A part without beginnings and ends that leave nothing out."""
    inner = with_operands(part, lambda each: _loosened(each, ends))
    return _stretched(inner, ends, lambda _: False) if isinstance(inner, Bounded) else inner


def _union_stretched(part: InstantSet, whole: InstantSet, ends: Ends) -> InstantSet:
    """A part of a union with its operands stretched as far as the whole holds what they would fire."""
    if isinstance(part, Union):
        return Union(tuple(_union_stretched(each, whole, ends) for each in part.operands))
    outward = _outward(part)
    return _stretched(outward, ends, whole.contains) if isinstance(outward, Bounded) else part


def _outward(part: InstantSet) -> InstantSet:
    """The same set, with the beginnings and ends inside it around all of it."""
    match part:
        case Intersection(operands):
            turned = [_outward(each) for each in operands]
            bare = Intersection(tuple(each.base if isinstance(each, Bounded) else each for each in turned))
            return _around(bare, [each for each in turned if isinstance(each, Bounded)])
        case Difference(base, removed) if isinstance(inner := _outward(base), Bounded):
            return Bounded(Difference(inner.base, removed), inner.first, inner.last)
        case Bounded(base) if isinstance(inner := _outward(base), Bounded):
            return _around(inner.base, [part, inner])
        case _:
            return part


def _around(bare: InstantSet, bounds: list[Bounded]) -> InstantSet:
    firsts = [each.first for each in bounds if each.first is not None]
    lasts = [each.last for each in bounds if each.last is not None]
    return Bounded(bare, max(firsts, default=None), min(lasts, default=None)) if bounds else bare


def _stretched(part: Bounded, ends: Ends, is_held: Callable[[int], bool]) -> InstantSet:
    base, first, last = part.base, part.first, part.last
    first = None if first is None else _begun(base, first, ends, is_held)
    last = None if last is None else _ended(base, last, ends, is_held)
    return base if first is None and last is None else Bounded(base, first, last)


def _begun(base: InstantSet, first: int, ends: Ends, is_held: Callable[[int], bool]) -> int | None:
    """Where a part may begin as well, or None if anywhere between the ends."""
    start = max(ends.first, first - _reach(base, ends.first, first - 1))
    earlier = Laid(base, start, first - 1)
    for _ in range(_FARTHEST):
        before = earlier.floor(first - 1)
        if before is None:
            return None if start == ends.first else first
        if not is_held(before):
            break
        first = before
    return first


def _ended(base: InstantSet, last: int, ends: Ends, is_held: Callable[[int], bool]) -> int | None:
    """Where a part may end as well, or None if anywhere between the ends."""
    stop = min(ends.last, last + _reach(base, last + 1, ends.last))
    later = Laid(base, last + 1, stop)
    for _ in range(_FARTHEST):
        after = later.ceil(last + 1)
        if after is None:
            return None if stop == ends.last else last
        if not is_held(after):
            break
        last = after
    return last


def _reach(base: InstantSet, first: int, last: int) -> int:
    """How many seconds from one end or the other a set can be laid out with bounded work: all, or a point for each."""
    return last - first + 1 if laying(base, first, last) <= _MOST_WORK else _MOST_WORK // parts(base)
