"""How often a schedule fires: how many times in a range, in all, or a year on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.counting import count

if TYPE_CHECKING:
    from fractions import Fraction

# The Gregorian calendar repeats after 400 years, 146,097 days, and so do the rules of zones.
CYCLE_YEARS, CYCLE = 400, 146_097 * DAY


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a schedule fires.

    `first` and `last` are its first and last firings (seconds since the epoch); `last` is None, and so is `total`,
    where it goes on into the last 400 years before year 10000. `in_cycle` is how many times it fires in the 400 years
    from the first firing on, or None for a schedule that ends sooner. `zones` names the zones whose clock changes this
    rests on.
    """

    first: int
    last: int | None
    total: int | None
    in_cycle: int | None
    zones: tuple[str, ...]

    @property
    def yearly(self) -> Fraction | None:
        """How often it fires a year on average, exactly; None for a schedule that ends before its calendar repeats."""
        from fractions import Fraction

        return None if self.in_cycle is None else Fraction(self.in_cycle, CYCLE_YEARS)


def frequency(compiled: Compiled) -> Frequency:
    """How often a schedule fires, from its first firing on."""
    instants = compiled.instants
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    if first is None or last is None:
        raise ValueError("a compiled schedule fires at least once")
    ends = last <= MAX_INSTANT - CYCLE
    lasts = last >= first + CYCLE
    return Frequency(
        first,
        last if ends else None,
        count(instants, first, last) if ends else None,
        count(instants, first, first + CYCLE - 1) if lasts else None,
        zone_rules(instants),
    )


def count_between(compiled: Compiled, first: int, last: int) -> int:
    """How many times a schedule fires from one instant to another, both ends in (seconds since the epoch).

    The firings are not listed, but for those of a union of more than a dozen parts that do not fold into one.
    """
    return count(compiled.instants, first, last)
