"""Evenly spaced instants, and what they look like on a wall clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import gcd

from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.dayrules import residues
from everly.scheduling.engine.dayset import Days
from everly.scheduling.engine.nodes import EMPTY, Empty, InstantSet, within_years
from everly.scheduling.engine.times import NEVER, Times, at, progression
from everly.scheduling.engine.wall import WallSet, from_cells

# A sieve spends some 0.5 us and 40 bytes on each time that the step takes on one day or another. This bounds what is
# built, not the answers: of a set with more of these times a step soon finds one.
_SIEVED_TIMES = 1 << 13


@dataclass(frozen=True, slots=True)
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
        start = self.ceil(first)
        return iter(()) if start is None else iter(range(start, min(last, MAX_INSTANT) + 1, self.period))

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

    def _turns(self, times: Times, anchor: int) -> Iterator[tuple[Times, Days]]:
        """Which of these times the step takes on which days of its cycle; `anchor` is a wall second."""
        by_times: dict[Times, list[int]] = {}
        for turn, shared in self._by_turn(times, anchor):
            by_times.setdefault(shared, []).append(turn)
        for shared, turns in by_times.items():
            yield shared, residues(self.cycle, turns)

    def _by_turn(self, times: Times, anchor: int) -> Iterator[tuple[int, Times]]:
        if self.cycle <= times.count:
            for turn in range(self.cycle):
                yield turn, times & progression(self.period, anchor - turn * DAY)
            return
        seconds: dict[int, list[int]] = {}
        shared = (times & self.times_of_day(anchor)).members()
        for second, turn in self._turn_of_each(shared, anchor):
            seconds.setdefault(turn, []).append(second)
        for turn, chosen in seconds.items():
            yield turn, at(chosen)

    def times_of_day(self, anchor: int) -> Times:
        """The seconds of the day that the step takes on one day or another."""
        return progression(gcd(DAY, self.period), anchor)

    def _turn_of_each(self, seconds: Iterable[int], anchor: int) -> Iterator[tuple[int, int]]:
        """Seconds of the day, with the day of the cycle on which the step takes each; there must be one."""
        common = gcd(DAY, self.period)
        inverse = pow(DAY // common, -1, self.cycle)
        for second in seconds:
            yield second, (anchor - second) // common * inverse % self.cycle

    def sieve(self, wall: WallSet, offset: int, removed: Step | None = None) -> WallSet:
        """A wall set without the days on which it meets no member of the step; of very many times, all its days.

        Times at which each member of the step is a member of `removed` too count as met by none.
        """
        anchor = self.anchor + offset
        lost = NEVER if removed is None else self._always_in(removed, offset)
        shared = [
            (times, days, (times - lost).folded(self.period) & self.times_of_day(anchor)) for times, days in wall.cells
        ]
        if sum(each.count for _, _, each in shared) > _SIEVED_TIMES:
            return wall
        return from_cells((times, days & self._days(each, anchor)) for times, days, each in shared)

    def _always_in(self, other: Step, offset: int) -> Times:
        """The times of day at which each member is one of the other step: they come round on the same days."""
        common = self & other
        if isinstance(common, Empty) or common.cycle != self.cycle:
            return NEVER
        return common.times_of_day(common.anchor + offset)

    def _days(self, times: Times, anchor: int) -> Days:
        """The days of the cycle on which the step takes at least one of these times; `anchor` is a wall second."""
        return residues(self.cycle, {turn for _, turn in self._turn_of_each(times.members(), anchor)})
