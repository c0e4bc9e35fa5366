"""W701: two schedules of a file that fire at the same moments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from everly.grammar.fault import Fault
from everly.linting.catalogue import SAME_SCHEDULE
from everly.linting.rule import Crossing, FileRule, Neighbour
from everly.linting.same_firings import groups
from everly.scheduling.wording import quoted


def _check(neighbours: Sequence[Neighbour]) -> Iterator[Crossing]:
    for first, *others in groups(neighbours):
        for other in others:
            yield _crossing(first, other, neighbours)


def _crossing(first: int, other: int, neighbours: Sequence[Neighbour]) -> Crossing:
    before, here = neighbours[first].subject, neighbours[other].subject
    schedule, earlier = here.compiled.schedule, quoted(before.compiled.schedule, before.text)
    message = (
        f"{earlier} stands in this file twice"
        if before.text == here.text
        else f"{quoted(schedule, here.text)} fires at the same moments as {earlier} in this file"
    )
    fault = Fault(SAME_SCHEDULE, schedule.span, message, label="the same moments", help="one of them is enough")
    return Crossing(other, fault.diagnostic(here.text), ((first, "fires at the same moments"),))


RULE = FileRule(SAME_SCHEDULE, _check, is_default=False)
