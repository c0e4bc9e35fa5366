"""The shortest and the longest time between two firings in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.periods import CYCLE, follows_kinds, period_of
from everly.scheduling.decisions.spread import asked, is_spread, laid_out, plain
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.bits import Gap
from everly.scheduling.engine.civil import DAY, MAX_INSTANT, MIN_INSTANT, year_start
from everly.scheduling.engine.formula import negation
from everly.scheduling.engine.nodes import Bounded, InstantSet
from everly.scheduling.engine.sieved import Sieved
from everly.scheduling.engine.spacing import Extremes, extremes, stretches, wall_gaps
from everly.scheduling.engine.step import Step
from everly.scheduling.engine.zoned import Pattern, Zoned, held
from everly.scheduling.engine.zones import LATE_YEARS

if TYPE_CHECKING:
    from everly.scheduling.engine.laid import Laid

__all__ = ["Gap", "Gaps", "gaps"]

# Where gaps must be gone through: so many, more where they are laid out, and in zones so many years.
_MOST, _MOST_LAID = 5000, 200_000
_YEARS = 40 * 366 * DAY
_YEAR = 365 * DAY
# From here on the clock changes of a year follow from its kind, and 28 years have each kind, and each next to each that
# ever follows it. So they show all gaps of less than a year of what follows from the kind, too.
_RULED = year_start(LATE_YEARS.start) * DAY
_ALL_KINDS = 30 * 366 * DAY


@frozen
class Gaps:
    """The shortest and the longest gap, each with the firing before it (seconds since the epoch).

    They hold for all of time if `until` is None, else for the firings up to that instant. `zones` names the zones whose
    clock changes they rest on.
    """

    shortest: Gap
    longest: Gap
    until: int | None
    zones: tuple[str, ...]


def gaps(compiled: Compiled) -> Gaps | None:
    """The shortest and longest gap between the firings of a schedule; None if it fires only once."""
    instants = compiled.instants
    first = instants.ceil(MIN_INSTANT)
    if first is None:
        raise ValueError("a compiled schedule fires at least once")

    def exactly(made: InstantSet) -> tuple[Extremes | None, int | None]:
        return _exactly(made, first)

    def by_laying_out() -> tuple[Extremes | None, int | None]:
        return _laid_out(plain(compiled), first)

    both, until = by_laying_out() if is_spread(instants) else asked(exactly, by_laying_out, instants)
    return None if both is None else Gaps(both.shortest, both.longest, until, zone_rules(instants))


def _exactly(instants: InstantSet, first: int) -> tuple[Extremes | None, int | None]:
    base = instants.base if isinstance(instants, Bounded) else instants
    found, until = _gaps(base, first, instants.floor(MAX_INSTANT) or first)
    return extremes(found), until


def _laid_out(instants: InstantSet, first: int) -> tuple[Extremes | None, int | None]:
    """The gaps that come first, as far as a set can be laid out, and up to where."""
    laid = laid_out(instants, first)
    last = laid.floor(laid.last) or first
    found, until = _found(laid, first, last, _MOST_LAID)
    return extremes(found), last if until is None and laid.last < MAX_INSTANT and not _is_all(laid, first) else until


def _is_all(laid: Laid, first: int) -> bool:
    """Whether one period of a set is laid out, and the gap after it."""
    period = period_of(laid, first, laid.last)
    return period is not None and laid.meets(first + period, laid.last)


def _gaps(base: InstantSet, first: int, last: int) -> tuple[Iterable[Gap], int | None]:
    """Gaps that hold the shortest and the longest, and up to where, if that is not the end."""
    match base:
        case Step(period=period):
            return [Gap(period, first)] if first < last else [], None
        case Pattern():
            return wall_gaps(stretches(base, first, _repeated(base, first, last))), None
        case Zoned():
            return _in_zones(base, first, last)
        case _:
            return _found(base, first, last)


def _in_zones(base: Zoned, first: int, last: int) -> tuple[Iterable[Gap], int | None]:
    """The same of a set in zones: of so many years that all gaps have come up, if the kind of year tells its days."""
    if not follows_kinds(base):
        until = max(first + _YEARS, *islice(base.between(first, min(last, first + CYCLE)), 100))
        return wall_gaps(stretches(base, first, min(until, last))), until if until < last else None
    found = list(wall_gaps(stretches(base, first, min(max(first, _RULED) + _ALL_KINDS, last))))
    if not found or max(gap.length for gap in found) > _YEAR:
        found = list(wall_gaps(stretches(base, first, min(max(first, _RULED) + 2 * CYCLE, last))))
    return found, None


def _repeated(base: Pattern, first: int, last: int) -> int:
    """When a set has shown all its gaps: after one period, and as much as another to end the last."""
    period = period_of(base, first, last)
    return last if period is None else min(last, first + 2 * period)


def _found(base: InstantSet, first: int, last: int, most: int = _MOST) -> tuple[list[Gap], int | None]:
    """The gaps that come first, and up to where, if they are not all that there will ever be."""
    period = period_of(base, first, last)
    end = last if period is None else min(last, first + period)
    found = list(islice(takewhile(lambda gap: gap.start < end, _in_order(base, first, last)), most))
    until = found[-1].start + found[-1].length if len(found) == most else last
    return found, until if until < end else None


def _in_order(base: InstantSet, first: int, last: int) -> Iterator[Gap]:
    """The gaps from member to member; those of a step within one stretch of its clock's times are alike: one stands."""
    if isinstance(base, Sieved) and isinstance(base.step, Step):
        yield from _by_stretches(base, base.step, first, last)
    else:
        yield from (Gap(other - one, one) for one, other in pairwise(base.between(first, last)))


def _by_stretches(base: Sieved, step: Step, first: int, last: int) -> Iterator[Gap]:
    outside = held(negation(base.base.formula))
    found: int | None = first
    while found is not None:
        end = outside.ceil(found)
        final = step.floor(last if end is None else min(end - 1, last)) or found
        if found < final:
            yield Gap(step.period, found)
        found = next(base.between(final + 1, last), None)
        if found is not None:
            yield Gap(found - final, final)
