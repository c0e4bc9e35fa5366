"""Evenly spaced instants, and what they look like on a wall clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import chain, islice
from math import gcd
from operator import or_

from everly.frozen import frozen
from everly.scheduling.engine.bits import turned
from everly.scheduling.engine.civil import ALL_DAYS, DAY, LAST_DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayrules import cycle_of, residues
from everly.scheduling.engine.dayset import ALL, NONE, Days
from everly.scheduling.engine.nodes import EMPTY, Empty, InstantSet, within_years
from everly.scheduling.engine.times import Times, at, progression
from everly.scheduling.engine.wall import WallSet, from_cells

# To double a run costs as much as to go through so many times.
_RUN = 200
# To look at a day costs a fortieth of what it takes to fold days with those of a turn.
_LOOKED_AT = 12


@frozen
class Step(InstantSet):
    """The anchor and every `period` seconds before and after it; the period is at least 1.

    The anchor is kept as its remainder, so that equal sets compare equal.
    """

    anchor: int
    period: int

    def __post_init__(self) -> None:
        """Cut the anchor down to its remainder."""
        if self.period < 1:
            raise ValueError(f"period {self.period} is less than 1")
        object.__setattr__(self, "anchor", self.anchor % self.period)

    def ceil(self, instant: int) -> int | None:
        instant = max(instant, MIN_INSTANT)
        return within_years(instant + (self.anchor - instant) % self.period)

    def floor(self, instant: int) -> int | None:
        instant = min(instant, MAX_INSTANT)
        return within_years(instant - (instant - self.anchor) % self.period)

    def contains(self, instant: int) -> bool:
        return (instant - self.anchor) % self.period == 0 and MIN_INSTANT <= instant <= MAX_INSTANT

    def between(self, first: int, last: int) -> Iterator[int]:
        return chain.from_iterable(self.blocks(first, last))

    def blocks(self, first: int, last: int) -> Iterator[range]:
        start = self.ceil(first)
        members = range(0) if start is None else range(start, min(last, MAX_INSTANT) + 1, self.period)
        return iter((members,) if members else ())

    def count(self, first: int, last: int) -> int:
        start = self.ceil(first)
        return 0 if start is None else len(range(start, min(last, MAX_INSTANT) + 1, self.period))

    def __and__(self, other: Step) -> Step | Empty:
        """The common members, by the Chinese remainder theorem."""
        common = gcd(self.period, other.period)
        distance, rest = divmod(other.anchor - self.anchor, common)
        if rest:
            return EMPTY
        turns = distance * pow(self.period // common, -1, other.period // common)
        return Step(self.anchor + turns * self.period, self.period // common * other.period)

    def within(self, other: Step) -> bool:
        """Whether every member belongs to the other step."""
        return self.period % other.period == 0 and other.contains_residue(self.anchor)

    def contains_residue(self, anchor: int) -> bool:
        """Whether a number of any size has the anchor's remainder."""
        return (anchor - self.anchor) % self.period == 0

    @property
    def cycle(self) -> int:
        """After how many days the members fall on the same times of day again."""
        return self.period // gcd(DAY, self.period)

    def cells(self, wall: WallSet) -> int:
        """How many cells `on_wall` may make of a wall set, at most."""
        return sum(min(self.cycle, DAY // gcd(DAY, self.period), times.count) for times, _ in wall.cells)

    def on_wall(self, wall: WallSet, offset: int) -> WallSet:
        """The members of a wall set that are members of the step too, where the clock is `offset` seconds ahead."""
        return from_cells(
            (shared, days & turns)
            for times, days in wall.cells
            for shared, turns in self._turns(times, self.anchor + offset)
        )

    def is_few_on_wall(self, wall: WallSet, most: int) -> bool:
        """Whether `on_wall` makes at most so many cells of a wall set, where the clock shows UTC."""
        found: set[Times] = set()
        for times, days in wall.cells:
            if times.count == DAY and self._takes_more(days, most):
                return False
            for turn, shared in self._by_turn(times, self.anchor):
                if shared not in found and self._has_turn(days, turn):
                    found.add(shared)
                    if len(found) > most:
                        return False
        return True

    def _takes_more(self, days: Days, most: int) -> bool:
        """Whether it surely takes other times on each of more turns than so many, where days are whole."""
        if self.period > DAY:  # else it takes some on every turn, and none of them on two
            return False
        turns = (turn for turn in range(self.cycle) if self._has_turn(days, turn))
        return next(islice(turns, most, None), None) is not None

    def _has_turn(self, days: Days, turn: int) -> bool:
        """Whether days hold one of a turn of the cycle: one of the first, or else as far as the two are folded."""
        first = islice(range(turn, LAST_DAY, self.cycle), _LOOKED_AT)
        return any(map(days.has, first)) or days & residues(self.cycle, [turn]) != NONE

    def _turns(self, times: Times, anchor: int) -> Iterator[tuple[Times, Days]]:
        """Which of these times the step takes on which days of its cycle; `anchor` is a wall second."""
        for turn, shared in self._by_turn(times, anchor):
            yield shared, residues(self.cycle, [turn])  # no second is taken on two turns, so no two are alike

    def _by_turn(self, times: Times, anchor: int) -> Iterator[tuple[int, Times]]:
        """Each turn of the cycle on which the step takes any of these times, and those that it takes."""
        if self.cycle == 1:
            if shared := times & progression(self.period, anchor):
                yield 0, shared
            return
        turn_at = self._turn_at(anchor)
        if self.cycle <= times.count:
            for second in times.folded(self.period) & self.times_of_day(anchor):
                yield turn_at(second), times & progression(self.period, second)
            return
        seconds: dict[int, list[int]] = {}
        for second in times & self.times_of_day(anchor):
            seconds.setdefault(turn_at(second), []).append(second)
        for turn, chosen in seconds.items():
            yield turn, at(chosen)

    def times_of_day(self, anchor: int) -> Times:
        """The seconds of the day that the step takes on one day or another."""
        return progression(gcd(DAY, self.period), anchor)

    def _turn_at(self, anchor: int) -> Callable[[int], int]:
        """From a second of the day that the step takes to the day of the cycle on which it does."""
        common, cycle = gcd(DAY, self.period), self.cycle
        inverse = pow(DAY // common, -1, cycle)
        return lambda second: (anchor - second) // common * inverse % cycle

    def days(self, times: Times, offset: int) -> Days:
        """The days on which the step takes at least one of these times, where the clock is `offset` seconds ahead.

        From one second that the step takes to the next, the day moves on by the same number of turns. So the days of a
        run of seconds are found by doubling, and only times in many short runs are gone through one by one.
        """
        anchor = self.anchor + offset
        folded = times.folded(self.period)
        if folded.count == self.period:
            return ALL
        turn_at, runs = self._turn_at(anchor), folded.runs()
        if self.cycle > ALL_DAYS or len(runs) * _RUN > folded.count:
            return residues(self.cycle, set(map(turn_at, folded & self.times_of_day(anchor))))
        common = gcd(DAY, self.period)
        distance = turn_at(anchor + common) - turn_at(anchor)
        firsts = ((first + (anchor - first) % common, last) for first, last in runs)
        found = (
            turned(turn_at(each), distance, (last - each) // common + 1, self.cycle)
            for each, last in firsts
            if each <= last
        )
        return cycle_of(self.cycle, reduce(or_, found, 0))
