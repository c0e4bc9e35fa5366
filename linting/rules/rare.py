"""Schedules that fire less than once a year: fewer than 400 times in the 400 years from the next firing on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.linting.catalogue import RARE
from everly.linting.rule import Rule, Subject
from everly.scheduling.decisions.periods import CYCLE, CYCLE_YEARS
from everly.scheduling.engine.civil import DAY, MAX_INSTANT
from everly.scheduling.engine.dayset import DaySet
from everly.scheduling.engine.formula import Firing, Reading
from everly.scheduling.engine.nodes import Bounded, InstantSet
from everly.scheduling.engine.zoned import Pattern, Zoned
from everly.scheduling.wording import quoted, shown

# What fires as often as this many years have passed is not looked at for longer: nobody waits for it.
_YEARS = 8
_NAMED = 3
_MONTHS = 12


def _check(subject: Subject) -> Iterator[Diagnostic]:
    compiled, text = subject.compiled, subject.text
    if _comes_monthly(compiled.instants):
        return
    first = compiled.instants.ceil(compiled.now)
    if first is None or not _is_rare(compiled.instants, first):
        return
    coming = islice(compiled.instants.between(first, MAX_INSTANT), _NAMED)
    named = ", ".join(shown(each, compiled.zone) for each in coming)
    message = f"{quoted(compiled.schedule, text)} fires less than once a year, next on {named}"
    yield Fault(RARE, compiled.schedule.span, message, label="rare").diagnostic(text)


def _is_rare(instants: InstantSet, first: int) -> bool:
    """Whether a set is rare from a member on, and comes back: what is over after a few firings was meant to be."""
    rare = all(_is_rarer(instants, first, years) for years in (_YEARS, CYCLE_YEARS))
    return rare and instants.ceil(first + CYCLE) is not None


def _comes_monthly(instants: InstantSet) -> bool:
    """Whether a set that never ends has twelve days in each kind of year: no clock changes often enough to matter."""
    match instants:
        case Bounded(Pattern(wall) | Zoned(Firing(_, wall) | Reading(_, wall)), last=None):
            return any(
                isinstance(days, DaySet) and min(map(int.bit_count, days.masks)) >= _MONTHS for _, days in wall.cells
            )
        case _:
            return False


def _is_rarer(instants: InstantSet, first: int, years: int) -> bool:
    """Whether it has less than a member a year in the years after a member; dates wander by a day among years."""
    end = first + CYCLE * years // CYCLE_YEARS + DAY
    return sum(1 for _ in islice(instants.between(first + 1, end), years)) < years


RULE = Rule(RARE, _check)
