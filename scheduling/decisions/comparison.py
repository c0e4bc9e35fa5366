"""How two schedules relate as sets of instants, with the first instants that tell them apart."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache

from everly.frozen import frozen
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.likeness import is_alike
from everly.scheduling.decisions.spread import are_spread, asked, first_found, laid_out, plain
from everly.scheduling.decisions.witnesses import first_witnesses
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.algebra import difference, intersection, same
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.engine.effort import TooMuchWorkError
from everly.scheduling.engine.nodes import Difference, InstantSet, Intersection


class Relation(StrEnum):
    """What one schedule's firings are to another's."""

    EQUAL = "equal"
    SUBSET = "subset"
    """All of the first are among the second's, which has more."""
    SUPERSET = "superset"
    """All of the second are among the first's, which has more."""
    OVERLAPPING = "overlapping"
    """They share some, and each has some of its own."""
    DISJOINT = "disjoint"
    """They share none."""


@frozen
class Comparison:
    """The relation of two schedules, and the instants (seconds since the epoch) that prove it.

    `only_left`, `only_right` and `shared` are the first firing of the first schedule alone, of the second alone, and of
    both; None where there is none in years 1 to 9999, or it takes too much work to find. `zones` names the zones whose
    clock changes the answer rests on: it holds for the rules that this machine's zone data knows. It is empty where the
    answer holds whatever they are.

    `until` is None for nearly all. Of schedules that are too many pieces to be compared for ever it is the instant up
    to which they were: the relation is that of their firings until there.
    """

    relation: Relation
    only_left: int | None
    only_right: int | None
    shared: int | None
    zones: tuple[str, ...]
    until: int | None = None

    @property
    def is_equal(self) -> bool:
        """Whether it is proved that both fire at the same instants, for ever."""
        return self.relation is Relation.EQUAL and self.until is None


def compare(left: Compiled, right: Compiled) -> Comparison:
    """Whether two schedules fire at the same instants; if not, what sets them apart."""
    if are_spread(left.instants, right.instants):
        return _spread(left, right)
    return asked(compare_sets, lambda: _spread(left, right), left.instants, right.instants)


def _spread(left: Compiled, right: Compiled) -> Comparison:
    """The same of schedules that are many pieces."""
    if is_alike(left, right):
        return Comparison(Relation.EQUAL, None, None, first_found(left.instants), ())
    return _laid_out(left, right)


def fire_alike(left: Compiled, right: Compiled) -> bool:
    """Whether it is proved that two schedules fire at the same instants, for ever."""
    if left.instants == right.instants:
        return True
    try:
        if are_spread(left.instants, right.instants):
            return compare(left, right).is_equal
        return asked(same, lambda: _spread(left, right).is_equal, left.instants, right.instants)
    except TooMuchWorkError:  # not even a firing is found that one of them has alone
        return False


def compare_sets(left: InstantSet, right: InstantSet) -> Comparison:
    """How two sets of instants relate: what a short walk does not show is proved by the algebra."""
    seen = first_witnesses(left, right)
    differences = cache(lambda: (difference(left, right), difference(right, left)))
    only_left = _first(seen.only_left, seen.start, lambda: differences()[0])
    only_right = _first(seen.only_right, seen.start, lambda: differences()[1])
    shared = _first(seen.shared, seen.start, lambda: intersection([left, right]))
    relation = _relation(only_left, only_right, shared)
    zones = zone_rules(left, right)
    rests_on = zone_rules(*differences()) if zones and relation is Relation.EQUAL else zones
    return Comparison(relation, only_left, only_right, shared, rests_on)


def _laid_out(left: Compiled, right: Compiled) -> Comparison:
    """The same of schedules that are many pieces, from as much of them as can be laid out."""
    from everly.scheduling.engine.laid import beginning

    seen = first_witnesses(left.instants, right.instants)
    one, other = plain(left), plain(right)
    sought = {
        "only_left": Difference(one, other),
        "only_right": Difference(other, one),
        "shared": Intersection((one, other)),
    }
    found = {name: getattr(seen, name) for name in sought}
    until = None
    for name, instants in sought.items():
        if found[name] is None and seen.start is not None:
            laid = laid_out(instants, max(seen.start, beginning(instants)))
            found[name] = laid.ceil(laid.first)
            if found[name] is None and laid.last < MAX_INSTANT:
                until = laid.last if until is None else min(until, laid.last)
    return Comparison(_relation(**found), **found, zones=zone_rules(one, other), until=until)


def _first(seen: int | None, start: int | None, members: Callable[[], InstantSet]) -> int | None:
    """What was seen, or else the first member of a set from the start on, unless there is none."""
    return seen if seen is not None or start is None else members().ceil(start)


def _relation(only_left: int | None, only_right: int | None, shared: int | None) -> Relation:
    if only_left is None and only_right is None:
        return Relation.EQUAL
    if shared is None:
        return Relation.DISJOINT
    if only_left is None:
        return Relation.SUBSET
    return Relation.SUPERSET if only_right is None else Relation.OVERLAPPING
