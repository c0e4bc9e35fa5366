"""Steps in words: elapsed time from an instant on, alone and without other steps."""

from __future__ import annotations

from functools import reduce
from typing import cast

from everly.scheduling.engine.algebra import difference
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.step import Step
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.progressions import Progression, thinning_of
from everly.scheduling.explanation.words import interval


def keeps_to_days(period: int) -> bool:
    """Whether a step comes at the same times every day, or at one time every so many days, in UTC."""
    return DAY % period == 0 or period % DAY == 0


def since(found: Progression, bounds: Bounds) -> str:
    """`every 7 hours, counted from 12:00 on 1 May 2024`."""
    length = interval(found.period, days=bounds.zone.fixed is not None)
    return f"every {length}, counted from {bounds.moment(found.start)}"


def step_text(found: Progression, bounds: Bounds) -> str:
    """The words for a progression that is all there is."""
    return since(found, bounds) + bounds.place + bounds.text(Step(*found), is_begun=True)


def thinned_text(instants: InstantSet, bounds: Bounds) -> str | None:
    """`every 7 minutes, counted from …, but not every 21 minutes, counted from …`."""
    found = thinning_of(instants, bounds.last)
    if found is None:
        return None
    removed = [f"not {since(each, bounds)}" for each in found.removed]
    words = f"{since(found.whole, bounds)}, but {', and '.join(removed)}"
    whole = reduce(difference, (Step(*each) for each in found.removed), cast(InstantSet, Step(*found.whole)))
    return words + bounds.place + bounds.text(whole, is_begun=True)
