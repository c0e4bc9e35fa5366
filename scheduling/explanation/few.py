"""A few moments in words."""

from __future__ import annotations

from itertools import islice

from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.words import dates_listed, listed, listed_apart

_FEW = 3


def few_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """`once, at 09:00 on 25 December 2024`, `only at 09:00 and 17:00 on 25 December 2024`; None for more than three."""
    members = list(islice(instants.between(bounds.first, bounds.last), _FEW + 1))
    if len(members) > _FEW:
        return None
    return f"{'once, ' if len(members) == 1 else 'only '}{moments_text(members, bounds)}{bounds.place}"


def moments_text(members: list[int], bounds: Bounds) -> str:
    """`at 09:00 on 1 and 2 May 2024`, `at 09:00 and 17:00 on 1 May 2024, and at 09:00 on 2 May 2024`."""
    by_day: dict[int, list[str]] = {}
    for each in members:
        by_day.setdefault(bounds.zone.reading(each) // DAY, []).append(bounds.clock(each))
    by_times: dict[str, list[int]] = {}
    for day, times in by_day.items():
        by_times.setdefault(listed(times), []).append(day)
    return listed_apart([f"at {times} on {listed_apart(dates_listed(days))}" for times, days in by_times.items()])
