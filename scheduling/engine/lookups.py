"""Firings that come a few times a year, found as readings and then as instants.

That takes a look-up for each stretch between clock changes that has any, where a plan costs work for every stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from everly.named import NamedTuple
from everly.scheduling.engine.formula import Every, Firing, Formula, Stepped
from everly.scheduling.engine.numbers import Numbers
from everly.scheduling.engine.step import Step

_FEW_A_YEAR = 150
# With a step, if it takes a time of day on one of so few days.
_FEW_TURNS = 16
# After so many blocks in which no step meets a firing, the plans can tell how far to jump.
_IDLE = 8


class Lookup(NamedTuple):
    """A firing that is quicker looked up than planned, and the step that it has to meet, if any."""

    firing: Firing
    step: Step | None

    def blocks(self, first: int, last: int, otherwise: Callable[[int, int], Iterator[Numbers]]) -> Iterator[Numbers]:
        """The firings from first to last, both ends in; `otherwise` tells them from an instant on where none comes."""
        zone = self.firing.zone
        walls = self.firing.wall.blocks(zone.first_reading(first), zone.first_reading(last + 1) - 1)
        listed = zone.first_instants(walls)
        return listed if self.step is None else _met(listed, self.step, last, otherwise)


def _met(
    listed: Iterator[Numbers], step: Step, last: int, otherwise: Callable[[int, int], Iterator[Numbers]]
) -> Iterator[Numbers]:
    """The instants that a step meets."""
    idle, anchor, period = 0, step.anchor, step.period
    for block in listed:
        met = tuple([instant for instant in block if (instant - anchor) % period == 0])
        if met:
            yield met
        idle = 0 if met else idle + 1
        if idle == _IDLE:
            yield from otherwise(block[-1] + 1, last)
            return


def lookup(formula: Formula) -> Lookup | None:
    """How to look up what a formula holds, if that is quicker."""
    match list(formula.parts) if isinstance(formula, Every) else [formula]:
        case [Firing() as firing] if _a_year(firing) <= _FEW_A_YEAR:
            return Lookup(firing, None)
        case [Firing() as firing, Stepped(step)] | [Stepped(step), Firing() as firing] if (
            step.cycle <= _FEW_TURNS and _a_year(firing) <= _FEW_A_YEAR
        ):
            return Lookup(firing, step)
        case _:
            return None


def _a_year(firing: Firing) -> int:
    """How many firings a year may have, at most."""
    return sum(times.count * days.most for times, days in firing.wall.cells)
