"""A plain set as stages in time: within one, no part of it begins or ends.

Where one stage gives way to the next is told by what fires: at the earliest instant from which the later one alone
says the same. So it does not show which part was said to begin or to end, nor just when.
"""

from __future__ import annotations

from collections.abc import Iterable

from everly.named import NamedTuple
from everly.scheduling.engine.algebra import bounded
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.laid import Laid, ending, laying, parts
from everly.scheduling.engine.nodes import EMPTY, Bounded, Difference, InstantSet, Intersection, Union, with_operands

_MOST_WORK = 1 << 29  # about a second


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
    end = ending(said)
    first, last = instants.ceil(MIN_INSTANT), instants.floor(end) if end < MAX_INSTANT else None
    return Ends(MIN_INSTANT if first is None else first, MAX_INSTANT if last is None else last)


Part = tuple[int | None, int | None]
"""A part of time, from one instant to another, both ends in; an end that is None is open."""


class Stage(NamedTuple):
    """A set without beginnings and ends, from an instant on."""

    start: int
    instants: InstantSet


def staged(instants: InstantSet, ends: Ends) -> InstantSet:
    """A plain set that is the same between its ends, as a union of stages, or as the only one."""
    times = divided(each for each in turns_of(instants) if ends.first < each <= ends.last)
    most = _MOST_WORK // len(times)
    stages: list[Stage] = []
    for begin, end in times:
        start, last = ends.first if begin is None else begin, ends.last if end is None else end
        there = at_instant(instants, start)
        if not stages or not _agree(stages[-1].instants, there, start, last, most):
            _add(stages, Stage(start, there), most)
    between = divided(stage.start for stage in stages[1:])
    return Union(tuple(_within(each.instants, *part) for each, part in zip(stages, between, strict=True)))


def _within(instants: InstantSet, first: int | None, last: int | None) -> InstantSet:
    return instants if first is last is None else Bounded(instants, first, last)


def divided(turns: Iterable[int]) -> list[Part]:
    """The parts of time that begin at some instants, and the one before them."""
    ordered = sorted(turns)
    return list(zip([None, *ordered], [*(turn - 1 for turn in ordered), None], strict=True))


def _add(stages: list[Stage], stage: Stage, most: int) -> None:
    """Add the next stage, from as early on as it says the same as those before; what it makes up for goes."""
    start, there = stage
    while stages:
        before = stages[-1]
        start = _parting(before.instants, there, before.start, start, most)
        if start > before.start:
            break
        stages.pop()
    stages.append(Stage(start, there))


def turns_of(part: InstantSet) -> set[int]:
    """From which instants on a part begins, or is no more, of all that a plain set is made of."""
    match part:
        case Union(operands) | Intersection(operands):
            return set().union(*map(turns_of, operands))
        case Difference(base, removed):
            return turns_of(base) | turns_of(removed)
        case Bounded(base, first, last):
            own = (first, None if last is None else last + 1)
            return turns_of(base).union(each for each in own if each is not None)
        case _:
            return set()


def at_instant(part: InstantSet, instant: int) -> InstantSet:
    """A plain set as it is at an instant, for ever."""
    if not isinstance(part, Bounded):
        return with_operands(part, lambda each: at_instant(each, instant))
    is_there = (part.first is None or part.first <= instant) and (part.last is None or instant <= part.last)
    return at_instant(part.base, instant) if is_there else EMPTY


def _agree(one: InstantSet, other: InstantSet, first: int, last: int, most: int) -> bool:
    """Whether two sets are the same from first to last, as far as bounded work tells."""
    apart = _apart(one, other)
    stop = min(last, first + _reach(apart, first, last, most) - 1)
    return not Laid(apart, first, stop).meets(first, stop) and stop == last


def _parting(one: InstantSet, other: InstantSet, first: int, start: int, most: int) -> int:
    """The earliest instant, from the first on, from which two sets are the same to a start, as bounded work tells."""
    apart = _apart(one, other)
    earliest = max(first, start - _reach(apart, first, start - 1, most))
    last = Laid(apart, earliest, start - 1).floor(start - 1)
    return last + 1 if last is not None else earliest if earliest == first else start


def _apart(one: InstantSet, other: InstantSet) -> InstantSet:
    """The instants at which two sets differ."""
    return Union((Difference(one, other), Difference(other, one)))


def _reach(instants: InstantSet, first: int, last: int, most: int) -> int:
    """How many seconds of some a set can be laid out with so much work: all, or a point for each."""
    return last - first + 1 if laying(instants, first, last) <= most else most // parts(instants)
