"""Set algebra on instants: whatever can be folded into one set is folded, so that no search runs member by member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from math import lcm

from everly.scheduling.engine.formula import Reachable, Stepped, every, negation, some
from everly.scheduling.engine.nodes import (
    EMPTY,
    Bounded,
    Difference,
    Empty,
    InstantSet,
    Intersection,
    Union,
)
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.wall import EVERYTHING
from everly.scheduling.engine.zoned import Pattern, Zoned, held

# These bound the size of what is built, never the answers: beyond them a node asks its operands instead.
_STEP_CELLS = 32
_UNION_CELLS = 16
_TERMS = 64
_TURNS = 1 << 16


@dataclass(frozen=True, slots=True)
class Sieved(InstantSet):
    """The instants that a step and a wall-clock set share, found by leapfrog on the days where the two can meet."""

    step: Step
    base: Pattern | Zoned
    days: InstantSet = field(repr=False, compare=False)

    def ceil(self, instant: int) -> int | None:
        return Intersection((self.step, self.days)).ceil(instant)

    def floor(self, instant: int) -> int | None:
        return Intersection((self.step, self.days)).floor(instant)

    def contains(self, instant: int) -> bool:
        return self.step.contains(instant) and self.base.contains(instant)


def bounded(base: InstantSet, first: int | None, last: int | None) -> InstantSet:
    """The members from first to last, both ends in; an end that is None is open."""
    if isinstance(base, Bounded):
        first = base.first if first is None else first if base.first is None else max(first, base.first)
        last = base.last if last is None else last if base.last is None else min(last, base.last)
        base = base.base
    if first is not None and last is not None and first > last:
        return EMPTY
    return base if base == EMPTY or (first is None and last is None) else Bounded(base, first, last)


def union(sets: Iterable[InstantSet]) -> InstantSet:
    """The instants that at least one set holds."""
    operands: list[InstantSet] = []
    for each in sets:
        for operand in each.operands if isinstance(each, Union) else (each,):
            operands = _with(operands, operand)
    return Union(tuple(operands)) if len(operands) > 1 else operands[0] if operands else EMPTY


def intersection(sets: Iterable[InstantSet]) -> InstantSet:
    """The instants that all sets hold; there must be at least one set."""
    return reduce(_meet, sets)


def difference(base: InstantSet, removed: InstantSet) -> InstantSet:
    """The instants of the first set that the second does not hold."""
    match base:
        case Empty():
            return EMPTY
        case _ if base == removed:
            return EMPTY
        case _ if _terms(base) > _TERMS:
            return Difference(base, removed)
        case Bounded():
            return bounded(difference(base.base, removed), base.first, base.last)
        case Union():
            return union([difference(operand, removed) for operand in base.operands])
        case _:
            return _without(base, removed)


def _without(base: InstantSet, removed: InstantSet) -> InstantSet:
    """A difference whose base is one set: it depends on what is removed."""
    match removed:
        case Empty():
            return base
        case Union():
            return reduce(difference, removed.operands, base)
        case Bounded():
            return _without_bounded(base, removed)
        case Difference():
            return union([difference(base, removed.base), _meet(base, removed.removed)])
        case Sieved():
            return union([difference(base, removed.step), difference(base, removed.base)])
        case Pattern() | Zoned():
            return _meet(base, held(negation(removed.formula)))
        case Step():
            return _without_step(base, removed)
        case _:
            return Difference(base, removed)


def _without_bounded(base: InstantSet, removed: Bounded) -> InstantSet:
    """Cut the base at the ends of the interval; the removal counts only inside."""
    before = EMPTY if removed.first is None else bounded(base, None, removed.first - 1)
    after = EMPTY if removed.last is None else bounded(base, removed.last + 1, None)
    return union([before, bounded(difference(base, removed.base), removed.first, removed.last), after])


def _without_step(base: InstantSet, removed: Step) -> InstantSet:
    match base:
        case Step():
            if base.within(removed):
                return EMPTY
            if base & removed == EMPTY:
                return base
            pattern = _as_pattern(base)
            return Difference(base, removed) if pattern is None else _without_step(pattern, removed)
        case Pattern() | Zoned() if removed.cells(base.cells) <= _STEP_CELLS:
            return held(every([base.formula, negation(Stepped(removed))]))
        case Sieved() if base.step.within(removed):
            return EMPTY
        case Sieved():
            days = held(every([base.base.formula, Reachable(base.step, removed)]))
            return EMPTY if days == EMPTY else Difference(Sieved(base.step, base.base, days), removed)
        case Difference() if _all_removed(base, removed):
            return EMPTY
        case _:
            return Difference(base, removed)


def _all_removed(base: Difference, removed: Step) -> bool:
    """Whether steps taken out of a step one after the other leave nothing of it, if that can be told by counting turns.

    The step's members are numbered; each removal takes every nth number, so the pattern repeats with their common
    multiple.
    """
    removals: list[Step] = [removed]
    root: InstantSet = base
    while isinstance(root, Difference) and isinstance(root.removed, Step):
        removals.append(root.removed)
        root = root.base
    if not isinstance(root, Step):
        return False
    turns = [turn for each in removals for turn in _turns_taken(root, each)]
    cycle = lcm(*(every_nth for _, every_nth in turns))
    if cycle > _TURNS:
        return False
    taken = {number for first, every_nth in turns for number in range(first, cycle, every_nth)}
    return len(taken) == cycle


def _turns_taken(step: Step, removed: Step) -> list[tuple[int, int]]:
    """The members of a step that another takes, by number: the first, and every nth; nothing if they never meet."""
    shared = step & removed
    if isinstance(shared, Empty):
        return []
    every_nth = shared.period // step.period
    return [((shared.anchor - step.anchor) // step.period % every_nth, every_nth)]


def _as_pattern(step: Step) -> Pattern | None:
    return Pattern(step.on_wall(EVERYTHING, 0)) if step.cells(EVERYTHING) <= _STEP_CELLS else None


def _meet(left: InstantSet, right: InstantSet) -> InstantSet:
    """What two sets share. Bounds and removals move outward, unions are spread, and the rest folds into one set."""
    for one, other in ((left, right), (right, left)):
        match one:
            case Empty():
                return EMPTY
            case Bounded():
                return bounded(_meet(one.base, other), one.first, one.last)
            case Difference():
                return difference(_meet(one.base, other), one.removed)
            case Union() if _terms(one) * _terms(other) <= _TERMS:
                return union([_meet(operand, other) for operand in one.operands])
            case _:
                pass
    return _folded([*_operands(left), *_operands(right)])


def _operands(each: InstantSet) -> tuple[InstantSet, ...]:
    match each:
        case Sieved():
            return each.step, each.base
        case Intersection():
            return each.operands
        case _:
            return (each,)


def _folded(operands: list[InstantSet]) -> InstantSet:
    """The intersection with all steps folded into one, and all wall-clock sets into one."""
    kept = [each for each in operands if not isinstance(each, Step | Pattern | Zoned)]
    steps = [each for each in operands if isinstance(each, Step)]
    clocks = [each.formula for each in operands if isinstance(each, Pattern | Zoned)]
    step = _common(steps) if steps else None
    clock = held(every(clocks)) if clocks else None
    if isinstance(step, Empty) or isinstance(clock, Empty):
        return EMPTY
    if step is not None and clock is not None:
        kept.append(_step_on_clock(step, clock))
    else:
        kept.extend(each for each in (step, clock) if each is not None)
    return EMPTY if EMPTY in kept else Intersection(tuple(kept)) if len(kept) > 1 else kept[0]


def _common(steps: list[Step]) -> Step | Empty:
    common: Step | Empty = steps[0]
    for step in steps[1:]:
        common = common & step if isinstance(common, Step) else EMPTY
    return common


def _step_on_clock(step: Step, clock: Pattern | Zoned) -> InstantSet:
    if step.cells(clock.cells) <= _STEP_CELLS:
        return held(every([clock.formula, Stepped(step)]))
    days = held(every([clock.formula, Reachable(step)]))
    return EMPTY if days == EMPTY else Sieved(step, clock, days)


def _with(operands: list[InstantSet], operand: InstantSet) -> list[InstantSet]:
    """The operands of a union and one more, joined with each that makes one set with it."""
    if operand == EMPTY:
        return operands
    kept: list[InstantSet] = []
    for each in operands:
        joined = _joined(each, operand)
        if joined is None:
            kept.append(each)
        else:
            operand = joined
    return [*kept, operand]


def _joined(left: InstantSet, right: InstantSet) -> InstantSet | None:
    """The union of two sets as one simple set, if there is one."""
    if left == right:
        return left
    match left, right:
        case Step(), Step():
            return right if left.within(right) else left if right.within(left) else None
        case (Step() as step, Pattern() as pattern) | (Pattern() as pattern, Step() as step):
            return step if difference(pattern, step) == EMPTY else None
        case ((Pattern() | Zoned() as clock), (Pattern() | Zoned() as other)):
            return _joined_clocks(clock, other)
        case _:
            return None


def _joined_clocks(left: Pattern | Zoned, right: Pattern | Zoned) -> InstantSet | None:
    if left.formula.zones != right.formula.zones:
        return None
    joined = held(some([left.formula, right.formula]))
    if isinstance(joined, Empty):
        return joined
    simple = len(joined.cells) <= _UNION_CELLS and _hardest(joined) <= max(_hardest(left), _hardest(right))
    return joined if simple else None


def _hardest(clock: Pattern | Zoned) -> int:
    """How many rules a search must ask for the days of a cell, at most."""
    return max((days.leaves for _, days in clock.cells.cells), default=0)


def _terms(each: InstantSet) -> int:
    match each:
        case Union():
            return sum(map(_terms, each.operands))
        case Bounded() | Difference():
            return _terms(each.base)
        case _:
            return 1
