"""When two schedules fire together: first, last, and how often."""

from __future__ import annotations

from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.frequency import Frequency, frequency_of
from everly.scheduling.engine.algebra import intersection


def meetings(left: Compiled, right: Compiled) -> Frequency | None:
    """How often two schedules fire at the same instant, from the first time on; None if they never do."""
    return frequency_of(intersection([left.instants, right.instants]))
