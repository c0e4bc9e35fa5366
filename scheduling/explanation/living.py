"""What a set holds from its first to its last member, with as little as may be of how it came to that."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import filterfalse, islice

from everly.scheduling.engine.algebra import bounded, difference, intersection, union
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.formula import Every, Formula, Not, Some, Stepped, every, some
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Listed, Union, listed
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.zoned import Zoned, held
from everly.scheduling.explanation.proof import is_within

_FEW, _MANY = 500, 50_000
_FEW_OPERANDS = 6


def plainly(instants: InstantSet, first: int, last: int) -> InstantSet:
    """The same members: as a list if they are few, else without the parts that come to nothing."""
    return as_listed(instants, first, last) or living(instants, first, last)


def as_listed(instants: InstantSet, first: int = MIN_INSTANT, last: int = MAX_INSTANT) -> InstantSet | None:
    """The members from first to last as a list, None if they are more than some hundreds."""
    members = list(islice(instants.between(first, last), _FEW + 1))
    return listed(members) if len(members) <= _FEW else None


def left_by(instants: InstantSet, whole: InstantSet, first: int, last: int) -> InstantSet:
    """What a whole has from first to last that a set has not, as a list if the set is one."""
    if isinstance(instants, Listed):
        return listed(filterfalse(instants.contains, islice(whole.between(first, last), _MANY)))
    return difference(whole, instants)


def living(instants: InstantSet, first: int, last: int) -> InstantSet:
    """The same members from first to last: what fires outside only, or is left out outside only, is no part of it.

    So it does not show in the words how a schedule came to its instants.
    """
    match instants:
        case Bounded(base) if (kept := living(base, first, last)) is not base:
            return bounded(kept, instants.first, instants.last)
        case Union(operands):
            kept_operands = _by_steps(
                _largest([living(each, first, last) for each in operands if each.meets(first, last)])
            )
            return instants if kept_operands == operands else union(kept_operands)
        case Difference(base, removed) if not removed.meets(first, last):
            return living(base, first, last)
        case Zoned(Every(parts)):
            return _without_idle(instants, parts, first, last)
        case Zoned(Some(parts)) if common := frozenset.intersection(*map(_every_part, parts)):
            return living(_shared_out(common, parts), first, last)
        case _:
            return instants


def _shared_out(common: frozenset[Formula], parts: Iterable[Formula]) -> InstantSet:
    """A union of formulas that all have some parts, with these parts said once."""
    rest = [_every_part(part) - common for part in parts]
    return intersection([_shown(common), held(some(map(every, rest)))]) if all(rest) else _shown(common)


def _every_part(formula: Formula) -> frozenset[Formula]:
    return formula.parts if isinstance(formula, Every) else frozenset([formula])


def _without_idle(instants: Zoned, parts: frozenset[Formula], first: int, last: int) -> InstantSet:
    """A set on clocks without what is left out of it and is no part of it anyhow."""
    for part in parts:
        if isinstance(part, Not):
            rest = _shown(parts - {part})
            if not _share(rest, _shown({part.part}), first, last):
                return living(rest, first, last)
    return instants


def _largest(operands: list[InstantSet]) -> list[InstantSet]:
    """The operands of a union that are no part of another, if they are few."""
    kept = list(operands)
    for each in operands if len(operands) <= _FEW_OPERANDS else ():
        if any(is_within(each, other) for other in kept if other is not each):
            kept.remove(each)
    return kept


def _by_steps(operands: Iterable[InstantSet]) -> tuple[InstantSet, ...]:
    """The operands of a union, those joined that keep the same steps to clocks."""
    kept: list[InstantSet] = []
    clocks: dict[frozenset[Step], list[Formula]] = {}
    for each in operands:
        match each:
            case Sieved(Step() as step, base):
                clocks.setdefault(frozenset([step]), []).append(base.formula)
            case Zoned(Every(parts)) if steps := frozenset(part.step for part in parts if isinstance(part, Stepped)):
                clocks.setdefault(steps, []).append(every(part for part in parts if not isinstance(part, Stepped)))
            case _:
                kept.append(each)
    joined = (intersection([*steps, held(some(formulas))]) for steps, formulas in clocks.items())
    return (*kept, *joined)


def _shown(parts: Iterable[Formula]) -> InstantSet:
    """What all parts of a formula show; steps among them are sets of their own."""
    steps = [part.step for part in parts if isinstance(part, Stepped)]
    clocks = [part for part in parts if not isinstance(part, Stepped)]
    return intersection([*steps, *([held(every(clocks))] if clocks else [])])


def _share(one: InstantSet, other: InstantSet, first: int, last: int) -> bool:
    return intersection([one, other]).meets(first, last)
