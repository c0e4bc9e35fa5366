"""Set algebra on instants: whatever can be folded into one set is folded, so that no search runs member by member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import filterfalse
from operator import and_, or_

from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayset import Days
from everly.scheduling.engine.formula import Absolute, Every, Formula, Not, Stepped, every, negation, some
from everly.scheduling.engine.nodes import (
    EMPTY,
    Bounded,
    Difference,
    Empty,
    InstantSet,
    Intersection,
    Listed,
    Union,
    listed,
)
from everly.scheduling.engine.sieved import RARE, Sieved, sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned, thinned
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.engine.zoned import Pattern, Zoned, held, pattern
from everly.scheduling.engine.zones import Zone

_PLAIN = (Step, Pattern)
# These bound the size of what is built, never the answers: beyond them a node asks its operands instead.
_STEP_CELLS, _TRIED_CELLS = 32, 2048
_UNION_CELLS = 16
_GROUPS = 2
_TERMS, _SPLIT_TERMS = 1 << 12, 4
_MOST_CELLS = 1 << 9


def bounded(base: InstantSet, first: int | None, last: int | None) -> InstantSet:
    """The members from first to last, both ends in; an end that is None is open."""
    if isinstance(base, Empty) or (first is None and last is None):
        return base
    if isinstance(base, Listed):
        return listed(base.between(MIN_INSTANT if first is None else first, MAX_INSTANT if last is None else last))
    if isinstance(base, Bounded):
        first = base.first if first is None else first if base.first is None else max(first, base.first)
        last = base.last if last is None else last if base.last is None else min(last, base.last)
        base = base.base
    if first is not None and last is not None and first > last:
        return EMPTY
    return Bounded(base, first, last)


def union(sets: Iterable[InstantSet]) -> InstantSet:
    """The instants that at least one set holds."""
    flat = [operand for each in sets for operand in (each.operands if isinstance(each, Union) else (each,))]
    distinct = [each for each in dict.fromkeys(flat) if not isinstance(each, Empty)]
    operands = _without_parts(_joined_clocks(_joined_days(distinct)))
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
        case Bounded(inside, first, last):
            return bounded(difference(inside, _within(removed, first, last)), first, last)
        case Listed(members):
            return listed(filterfalse(removed.contains, members))
        case Union() if _terms(base) * _terms(removed) <= _most_terms(removed):
            return union([difference(operand, removed) for operand in base.operands])
        case Union():
            return Difference(base, removed)
        case Difference(Union() as inside, earlier):
            less = difference(inside, removed)
            return Difference(base, removed) if isinstance(less, Difference) else difference(less, earlier)
        case _:
            return _without(base, removed)


def same(left: InstantSet, right: InstantSet) -> bool:
    """Whether two sets hold the same instants, however they are put together."""
    if left == right:
        return True
    if left.ceil(MIN_INSTANT) != right.ceil(MIN_INSTANT):
        return False
    return is_subset(left, right) and is_subset(right, left)


def is_subset(inner: InstantSet, outer: InstantSet) -> bool:
    """Whether one set holds no instant that the other does not."""
    return difference(inner, outer).ceil(MIN_INSTANT) is None


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
        case Thinned():
            return union([difference(base, removed.step), *(_meet(base, each) for each in removed.removed)])
        case Sieved():
            return union([difference(base, removed.step), difference(base, removed.base)])
        case Zoned() if len(parts := _operands(removed)) > 1:
            return union([difference(base, part) for part in parts])
        case Pattern() | Zoned() if not _is_large(base):
            return _meet(base, held(negation(removed.formula)))
        case Step():
            return _without_step(base, removed)
        case _:
            return Difference(base, removed)


def _is_large(base: InstantSet) -> bool:
    """Whether a set has so many cells already that each of them is not met with more."""
    match base:
        case Pattern(wall):
            return len(wall) > _MOST_CELLS
        case Difference(inner):
            return _is_large(inner)
        case _:
            return False


def _without_bounded(base: InstantSet, removed: Bounded) -> InstantSet:
    """Cut the base at the ends of the interval; the removal counts only inside."""
    before = EMPTY if removed.first is None else bounded(base, None, removed.first - 1)
    after = EMPTY if removed.last is None else bounded(base, removed.last + 1, None)
    return union([before, bounded(difference(base, removed.base), removed.first, removed.last), after])


def _within(removed: InstantSet, first: int | None, last: int | None) -> InstantSet:
    """What is to be removed from first to last: an end of its own that lies outside makes no difference."""
    match removed:
        case Union(operands):
            return union([_within(operand, first, last) for operand in operands])
        case Bounded(base, begin, end):
            low, high = MIN_INSTANT if first is None else first, MAX_INSTANT if last is None else last
            if (begin is not None and begin > high) or (end is not None and end < low):
                return EMPTY
            return bounded(
                base,
                begin if begin is not None and begin > low else None,
                end if end is not None and end < high else None,
            )
        case _:
            return removed


def _without_step(base: InstantSet, removed: Step) -> InstantSet:
    match base:
        case Step():
            return thinned(base, [removed])
        case Thinned():
            return thinned(base.step, [*base.removed, removed])
        case Pattern() | Zoned() if _is_laid_out(removed, base):
            taken = isinstance(base, Zoned) and _is_taken(base.formula, removed)
            return EMPTY if taken else held(every([base.formula, negation(Stepped(removed))]))
        case Sieved():
            return sieved(_without_step(base.step, removed), base.base)
        case Difference(inner, earlier):
            less = _without_step(inner, removed)
            return Difference(base, removed) if isinstance(less, Difference) else difference(less, earlier)
        case _:
            return Difference(base, removed)


def _is_taken(formula: Formula, step: Step) -> bool:
    """Whether a step takes all that a formula has of the clock that shows UTC: there it is the same in any zone."""
    parts = formula.parts if isinstance(formula, Every) else (formula,)
    walls = [part.wall for part in parts if isinstance(part, Absolute)]
    return any(not wall - step.on_wall(wall, 0) for wall in walls if step.cells(wall) <= _STEP_CELLS)


def _meet(left: InstantSet, right: InstantSet) -> InstantSet:
    """What two sets share. Bounds and removals move outward, unions are spread, and the rest folds into one set."""
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
        return _folded([left, right])
    for one, other in ((left, right), (right, left)):
        match one:
            case Empty():
                return EMPTY
            case Bounded():
                return bounded(_meet(one.base, other), one.first, one.last)
            case Listed(members):
                return listed(filter(other.contains, members))
            case Difference():
                return difference(_meet(one.base, other), one.removed)
            case Thinned():
                return reduce(difference, one.removed, _meet(one.step, other))
            case Sieved(Thinned(step, removed), base):
                return reduce(difference, removed, _meet(_meet(step, base), other))
            case Zoned(Every(parts)) if steps := _removed_steps(parts):
                rest = held(every(parts.difference(negation(Stepped(step)) for step in steps)))
                return reduce(difference, steps, _meet(rest, other))
            case Union() if _terms(one) * _terms(other) <= _TERMS:
                return union([_meet(operand, other) for operand in one.operands])
            case _:
                pass
    return _folded([*_operands(left), *_operands(right)])


def _is_laid_out(step: Step, clock: Pattern | Zoned) -> bool:
    """Whether what a step takes of a clock's times comes to few cells: for sure, or when it is tried."""
    wall = clock.cells
    most = step.cells(wall)
    return most <= _STEP_CELLS or (most <= _TRIED_CELLS and step.is_few_on_wall(wall, _STEP_CELLS))


def _removed_steps(parts: Iterable[Formula]) -> list[Step]:
    return [each.part.step for each in parts if isinstance(each, Not) and isinstance(each.part, Stepped)]


def _operands(each: InstantSet) -> tuple[InstantSet, ...]:
    match each:
        case Sieved():
            return each.step, each.base
        case Intersection():
            return each.operands
        case Zoned(Every(parts)) if steps := [part for part in parts if isinstance(part, Stepped)]:
            # The step was few cells of this clock, and may be many of what both make with another step.
            return (*(part.step for part in steps), held(every(parts.difference(steps))))
        case _:
            return (each,)


def _folded(operands: list[InstantSet]) -> InstantSet:
    """The intersection with all steps folded into one, and all wall-clock sets into one."""
    kept = [each for each in operands if not isinstance(each, Step | Pattern | Zoned)]
    steps = [each for each in operands if isinstance(each, Step)]
    clocks = [each for each in operands if isinstance(each, Pattern | Zoned)]
    step = _common(steps) if steps else None
    clock = _shown(clocks) if clocks else None
    if isinstance(step, Empty) or isinstance(clock, Empty):
        return EMPTY
    if step is not None and clock is not None:
        kept.append(_step_on_clock(step, clock))
    else:
        kept.extend(each for each in (step, clock) if each is not None)
    if len(kept) == 1:
        return kept[0]
    return EMPTY if EMPTY in kept else Intersection(tuple(kept))


def _common(steps: list[Step]) -> Step | Empty:
    common: Step | Empty = steps[0]
    for step in steps[1:]:
        common = common & step if isinstance(common, Step) else EMPTY
    return common


def _shown(clocks: list[Pattern | Zoned]) -> Pattern | Zoned | Empty:
    """What some clocks show together; those that show UTC need no formula."""
    walls = [clock.wall for clock in clocks if isinstance(clock, Pattern)]
    if len(walls) == len(clocks):
        return pattern(reduce(and_, walls))
    return clocks[0] if len(clocks) == 1 else held(every(clock.formula for clock in clocks))


def _step_on_clock(step: Step, clock: Pattern | Zoned) -> InstantSet:
    if step.period == 1:
        return clock
    if step.period <= RARE and _is_laid_out(step, clock):
        if isinstance(clock, Pattern):
            return pattern(step.on_wall(clock.wall, 0))
        return held(every([clock.formula, Stepped(step)]))
    return sieved(step, clock)


def _joined_days(operands: Iterable[InstantSet]) -> list[InstantSet]:
    """The operands of a union, those joined that are times on the same days, as most of a long one are."""
    kept: list[InstantSet] = []
    by_days: dict[Days, list[Pattern]] = {}
    for operand in operands:
        match operand:
            case Pattern(WallSet(((_, days),))):
                by_days.setdefault(days, []).append(operand)
            case _:
                kept.append(operand)
    return [*(_at_all_times(days, patterns) for days, patterns in by_days.items()), *kept]


def _at_all_times(days: Days, patterns: Sequence[Pattern]) -> Pattern:
    if len(patterns) == 1:
        return patterns[0]
    return Pattern(wall_set(reduce(or_, (pattern.wall.cells[0][0] for pattern in patterns)), days))


def _joined_clocks(operands: Iterable[InstantSet]) -> list[InstantSet]:
    """The operands of a union, those that read the same clocks joined where that gives a set as simple as they are."""
    kept: list[InstantSet] = []
    groups: dict[frozenset[Zone], list[Pattern | Zoned]] = {}
    for operand in operands:
        if isinstance(operand, Pattern | Zoned):
            _join(groups.setdefault(operand.formula.zones, []), operand)
        else:
            kept.append(operand)
    return [*kept, *(each for group in groups.values() for each in group)]


def _join(group: list[Pattern | Zoned], operand: Pattern | Zoned) -> None:
    """Put a set into a group: into one of the last few of its sets, or beside them."""
    for index in range(max(0, len(group) - _GROUPS), len(group)):
        joined = _simple(group[index], operand)
        if joined is not None:
            group[index] = joined
            return
    group.append(operand)


def _simple(left: Pattern | Zoned, right: Pattern | Zoned) -> Pattern | Zoned | None:
    """The union of two sets as one, if that is as simple."""
    if len(left.cells) * len(right.cells) > 2 * _UNION_CELLS:  # most of these pairs would be cells
        return None
    both = _as_one(left, right)
    if isinstance(both, Empty) or len(both.cells) > _UNION_CELLS:
        return None
    return both if _hardest(both) <= max(_hardest(left), _hardest(right)) else None


def _as_one(left: Pattern | Zoned, right: Pattern | Zoned) -> Pattern | Zoned | Empty:
    """The union of two sets that read the same clocks, measured by what both measure."""
    if isinstance(left, Pattern) and isinstance(right, Pattern):
        return pattern(left.wall | right.wall)
    found = held(some([left.formula, right.formula]))
    if isinstance(found, Zoned):
        found.keep_plan(left.cells | right.cells)
    return found


def _without_parts(operands: Sequence[InstantSet]) -> list[InstantSet]:
    """The operands of a union without those that are a part of a step among them."""
    steps = _largest([each for each in operands if isinstance(each, Step)])
    return [each for each in operands if each in steps or not any(_is_part(each, step) for step in steps)]


def _largest(steps: Sequence[Step]) -> dict[Step, None]:
    """The steps that are a part of no other."""
    by_period: dict[int, set[int]] = {}
    for step in steps:
        by_period.setdefault(step.period, set()).add(step.anchor)
    return dict.fromkeys(step for step in steps if not _is_held(step, by_period))


def _is_held(step: Step, by_period: Mapping[int, set[int]]) -> bool:
    return any(
        period != step.period and step.period % period == 0 and step.anchor % period in anchors
        for period, anchors in by_period.items()
    )


def _is_part(each: InstantSet, step: Step) -> bool:
    match each:
        case Step():
            return each.within(step)
        case Thinned() | Sieved():
            return _is_part(each.step, step)
        case Pattern():
            return _is_laid_out(step, each) and difference(each, step) == EMPTY
        case _:
            return False


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


def _most_terms(removed: InstantSet) -> int:
    """From how many sets at most one is taken apart: a step on a clock makes two of each, and so on with the next."""
    return _SPLIT_TERMS if len(_operands(removed)) > 1 else _TERMS
