"""Which schedules of a file fire at the same moments."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import islice

from everly.linting.rule import Neighbour
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import fire_alike
from everly.scheduling.engine.civil import MAX_INSTANT

_YEAR = 31_556_952
_FIRST = 4

# So many that differ, though not in their first firings, are more than anyone writes into a file; so are so many that
# are written in different ways and have to be compared, which may take some hundredths of a second each.
_MOST_ALIKE, _MOST_COMPARED = 4, 300


def groups(neighbours: Sequence[Neighbour]) -> list[list[int]]:
    """The numbers of the schedules, those of the same firings together, in the order of the first of each.

    Whether two are the same is proved. So that the time grows with their number and no more, those that are written
    the same are one, only those are compared that have the same first firings, and of these each with a few. Beyond
    what anyone writes, what is not compared counts as different.
    """
    left = _MOST_COMPARED
    written: dict[Hashable, list[int]] = {}
    for number, neighbour in enumerate(neighbours):
        written.setdefault(_as_resolved(neighbour.subject.compiled), []).append(number)
    alike: dict[Hashable, list[list[int]]] = {}
    for numbers in written.values():
        compiled = neighbours[numbers[0]].subject.compiled
        known = alike.setdefault(tuple(_samples(compiled)), [])
        found = None
        for each in known[: min(_MOST_ALIKE, left)]:
            left -= 1
            if fire_alike(neighbours[each[0]].subject.compiled, compiled):
                found = each
                break
        if found is not None:
            found += numbers
        else:
            known.append(list(numbers))
    return sorted(sorted(each) for found in alike.values() for each in found)


def _as_resolved(compiled: Compiled) -> Hashable:
    return compiled.resolved, compiled.zone, compiled.now


def _samples(compiled: Compiled) -> Iterator[int | None]:
    """A few of the firings: the first from now on, and the next after a year."""
    instants, now = compiled.instants, compiled.now
    yield from islice(instants.between(now, MAX_INSTANT), _FIRST)
    yield instants.ceil(now + _YEAR)
