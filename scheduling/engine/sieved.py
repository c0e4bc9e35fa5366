"""What a step and a clock share: by leapfrog, at first as they are, then on the days where the two can meet."""

from __future__ import annotations

from collections.abc import Iterator

from everly.frozen import field, frozen
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.formula import Reachable, every
from everly.scheduling.engine.nodes import EMPTY, InstantSet, Intersection, listed
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.thinned import Thinned
from everly.scheduling.engine.zoned import Pattern, Zoned, held

# A step of a longer period than this has a few hundred members in all of time, which are looked at one by one.
RARE = (MAX_INSTANT - MIN_INSTANT) // 512
# So long a step and a clock leapfrog before the days are worked out on which they meet.
_ROUNDS = 150


@frozen
class Sieved(InstantSet):
    """The instants that a step and a wall-clock set share.

    Most of these pairs meet soon, so a search lets the two leapfrog for a while. Only if that does not tell does it
    work out the days on which they can meet, and from then on visits no others.
    """

    step: Step | Thinned
    base: Pattern | Zoned
    _found: list[InstantSet] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def found(self) -> InstantSet:
        """A set with the same members that is quick to search: found by leapfrog on these days; few are listed."""
        if not self._found:
            self._found.append(_searchable(self.step, self.base))
        return self._found[0]

    def near(self, instant: int) -> tuple[int | None, bool]:
        """The first member at or after an instant, if some rounds of leapfrog find it, and whether they tell."""
        for _ in range(_ROUNDS):
            wall = self.base.ceil(instant)
            found = None if wall is None else self.step.ceil(wall)
            if found is None or found == wall:
                return found, True
            instant = found
        return None, False

    def ceil(self, instant: int) -> int | None:
        near, is_told = (None, False) if self._found else self.near(instant)
        return near if is_told else self.found.ceil(instant)

    def between(self, first: int, last: int) -> Iterator[int]:
        near, is_told = (None, False) if self._found else self.near(first)
        if near is not None and near <= last:
            yield near
            yield from self.found.between(near + 1, last)
        elif not is_told:
            yield from self.found.between(first, last)

    def floor(self, instant: int) -> int | None:
        return self.found.floor(instant)

    def contains(self, instant: int) -> bool:
        return self.step.contains(instant) and self.base.contains(instant)


def sieved(step: InstantSet, clock: Pattern | Zoned) -> InstantSet:
    """The members of a step on a clock; where no clock changes, that there are none is seen at once."""
    if not isinstance(step, Step | Thinned):
        return EMPTY
    made = Sieved(step, clock)
    if isinstance(clock, Zoned) and step.period <= RARE:
        return made
    near, is_told = made.near(MIN_INSTANT)
    return EMPTY if near is None and (is_told or made.found == EMPTY) else made


def _searchable(step: Step | Thinned, clock: Pattern | Zoned) -> InstantSet:
    """What a step and a clock share, by leapfrog on the days where the two meet; few members are listed."""
    if step.period > RARE:
        return listed(filter(clock.contains, step.between(MIN_INSTANT, MAX_INSTANT)))
    classes = [step] if isinstance(step, Step) else step.classes()
    days = held(every([clock.formula, Reachable(frozenset(classes))]))
    return EMPTY if days == EMPTY else Intersection((step, days))
