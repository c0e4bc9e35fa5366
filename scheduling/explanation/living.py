"""What a set holds from its first to its last member, with as little as may be of how it came to that."""

from __future__ import annotations

from itertools import filterfalse, islice

from everly.scheduling.engine.algebra import bounded, difference, union
from everly.scheduling.engine.nodes import Bounded, Difference, InstantSet, Listed, Union, listed

_FEW, _MANY = 500, 50_000


def plainly(instants: InstantSet, first: int, last: int) -> InstantSet:
    """The same members: as a list if they are few, else without the parts that come to nothing."""
    members = list(islice(instants.between(first, last), _FEW + 1))
    return listed(members) if len(members) <= _FEW else living(instants, first, last)


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
            kept_operands = tuple(living(each, first, last) for each in operands if each.meets(first, last))
            return instants if kept_operands == operands else union(kept_operands)
        case Difference(base, removed) if not removed.meets(first, last):
            return living(base, first, last)
        case _:
            return instants
