"""When two schedules fire together: first, last, and how often."""

from __future__ import annotations

from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.frequency import Frequency, frequency_laid_out, frequency_of
from everly.scheduling.decisions.spread import are_spread, asked, plain, start_of
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.nodes import Intersection


def meetings(left: Compiled, right: Compiled) -> Frequency | None:
    """How often two schedules fire at the same instant, from the first time on.

    None if they never do, or of those that are too many pieces, not within as much of them as can be laid out.
    """

    def by_laying_out() -> Frequency | None:
        both = Intersection((plain(left), plain(right)))
        return frequency_laid_out(both, max(start_of(left), start_of(right)))

    if are_spread(left.instants, right.instants):
        return by_laying_out()
    return asked(lambda *sets: frequency_of(intersection(sets)), by_laying_out, left.instants, right.instants)
