"""Questions about schedules with exact answers: equal, overlapping, redundant, how often, how far apart.

Each takes what `everly.compile_schedule` gives. Nothing is sampled; an answer comes with an instant that proves it.
"""

from everly.scheduling.decisions.comparison import Comparison, Relation, compare
from everly.scheduling.decisions.frequency import Frequency, count_between, frequency
from everly.scheduling.decisions.gaps import Gap, Gaps, gaps
from everly.scheduling.decisions.redundancy import Redundancy, redundancies

__all__ = [
    "Comparison",
    "Frequency",
    "Gap",
    "Gaps",
    "Redundancy",
    "Relation",
    "compare",
    "count_between",
    "frequency",
    "gaps",
    "redundancies",
]
