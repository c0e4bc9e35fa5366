"""W703: many schedules of a file at the same minute of the hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from everly.grammar.fault import Fault
from everly.linting.catalogue import CROWD
from everly.linting.rule import Crossing, FileRule, Neighbour
from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.civil import MAX_INSTANT

_LEAST = 5
"""Fewer are no crowd."""

_SAMPLE = 3


def _check(neighbours: Sequence[Neighbour]) -> Iterator[Crossing]:
    minutes = [_minute(neighbour.subject.compiled) for neighbour in neighbours]
    for minute in sorted({minute for minute in minutes if minute is not None}):
        crowd = [number for number, each in enumerate(minutes) if each == minute]
        if len(crowd) >= _LEAST and 2 * len(crowd) > len(neighbours):
            yield _crossing(crowd, minute, neighbours)


def _minute(compiled: Compiled) -> int | None:
    """The minute of the hour at which a schedule fires; None where its next firings differ in it."""
    firings = islice(compiled.instants.between(compiled.now, MAX_INSTANT), _SAMPLE)
    minutes = {compiled.zone.reading(firing) % 3600 // 60 for firing in firings}
    return minutes.pop() if len(minutes) == 1 else None


def _crossing(crowd: list[int], minute: int, neighbours: Sequence[Neighbour]) -> Crossing:
    first, *others = crowd
    subject = neighbours[first].subject
    message = f"{len(crowd)} of the {len(neighbours)} schedules in this file fire at minute {minute} of the hour"
    fault = Fault(
        CROWD,
        subject.compiled.schedule.span,
        message,
        label=f"at minute {minute}",
        help="spread them, so that they do not wait for each other",
    )
    return Crossing(first, fault.diagnostic(subject.text), tuple((each, f"at minute {minute}") for each in others))


RULE = FileRule(CROWD, _check, is_default=False)
