"""How often a schedule fires: how many times in a range, in all, or a year on average."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from everly.frozen import frozen
from everly.named import NamedTuple
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.periods import CYCLE, CYCLE_YEARS, period_of
from everly.scheduling.decisions.spread import asked, is_spread, laid_out, plain, start_of
from everly.scheduling.decisions.zone_rules import zone_rules
from everly.scheduling.engine.anew import anew
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.counting import count
from everly.scheduling.engine.effort import TooMuchWorkError, at_most
from everly.scheduling.engine.nodes import ASKED_ABOUT, InstantSet, is_asked_in_turn

if TYPE_CHECKING:
    from fractions import Fraction

# A firing is listed in about a thousandth of the time that laying out takes for so many points of a part.
_A_FIRING = 1 << 11
_MOST_LISTED = 1 << 21
# One that another set is asked about takes so many times as long.
_ASKED_IN_TURN = 64
# Some seconds of work.
_MOST_COUNTED = 1_000_000
# Of a schedule that fires less often in 400 years, they would be no fair sample.
_SELDOM = 1000


class Average(NamedTuple):
    """So many firings in so many seconds."""

    times: int
    seconds: int


@frozen
class Frequency:
    """How often a schedule fires.

    `first` and `last` are its first and last firings (seconds since the epoch), `total` is how many there are. `last`
    and `total` are None where it goes on for 400 years at least, and into the last 400 before year 10000. `in_cycle` is
    how many times it fires in the 400 years from the first firing on, or None for a schedule that ends sooner, which
    has no `average` either. `zones` names the zones whose clock changes this rests on.

    `until` is None for nearly all schedules. Of one that is too many pieces to be counted for ever it is the instant up
    to which it was: then the average is that of the time until there, `last` and `total` are None, and so is `in_cycle`
    unless it reaches that far.

    The average is taken over the time after which the schedule repeats, so that it is exact, or over 400 years where
    that is longer. What fires less than a thousand times in these is averaged over as many times 400 years as bring it
    back to where it began, or else over all of its firings.
    """

    first: int
    last: int | None
    total: int | None
    in_cycle: int | None
    average: Average | None
    zones: tuple[str, ...]
    until: int | None = None

    @property
    def yearly(self) -> Fraction | None:
        """How often it fires a year on average; None for a schedule that ends within 400 years."""
        from fractions import Fraction

        if self.average is None:
            return None
        return Fraction(self.average.times * CYCLE, self.average.seconds * CYCLE_YEARS)


def frequency(compiled: Compiled) -> Frequency:
    """How often a schedule fires, from its first firing on.

    Raises:
        TooMuchWorkError: Not even a first firing is found in as much of it as can be laid out.
    """
    instants = compiled.instants

    def by_laying_out() -> Frequency | None:
        return frequency_laid_out(plain(compiled), start_of(compiled))

    found = by_laying_out() if is_spread(instants) else asked(frequency_of, by_laying_out, instants)
    if found is None:
        raise TooMuchWorkError("how often it fires takes too much work to find: say the schedule with fewer parts")
    return found


def frequency_of(instants: InstantSet) -> Frequency | None:
    """How often a set of instants has a member, from its first on; None if it has none."""
    first, last = instants.ceil(MIN_INSTANT), instants.floor(MAX_INSTANT)
    if first is None or last is None:
        return None
    in_cycle = count(instants, first, first + CYCLE - 1) if last >= first + CYCLE else None
    ends = in_cycle is None or last <= MAX_INSTANT - CYCLE
    return Frequency(
        first,
        last if ends else None,
        count(instants, first, last) if ends else None,
        in_cycle,
        None if in_cycle is None else _average(instants, first, last, in_cycle),
        zone_rules(instants),
    )


def frequency_laid_out(instants: InstantSet, start: int) -> Frequency | None:
    """The same of a set without members before a start, put together plainly, from as much of it as can be laid out."""
    laid = laid_out(instants, start)
    first = laid.ceil(laid.first)
    if first is None:
        return None
    if laid.last >= MAX_INSTANT:
        return frequency_of(laid)
    period = period_of(instants, first, MAX_INSTANT)
    if period is not None and first + period - 1 <= laid.last:
        times = laid.count(first, first + period - 1)
        in_cycle = CYCLE // period * times + laid.count(first, first + CYCLE % period - 1)
        return Frequency(first, None, None, in_cycle, Average(times, period), zone_rules(instants))
    seconds = min(laid.last - first + 1, CYCLE)
    times = laid.count(first, first + seconds - 1)
    return Frequency(
        first, None, None, times if seconds == CYCLE else None, Average(times, seconds), zone_rules(instants), laid.last
    )


def _average(instants: InstantSet, first: int, last: int, in_cycle: int) -> Average:
    """The average of a set that has members before and after 400 years from its first on."""
    period = period_of(instants, first, last)
    if period is not None and period < CYCLE:
        return Average(count(instants, first, first + period - 1), period)
    if in_cycle >= _SELDOM:
        return Average(in_cycle, CYCLE)
    ends = range(first + (last - first) // CYCLE * CYCLE, first, -CYCLE)
    end = next(filter(instants.contains, ends), last)
    return Average(count(instants, first, end - 1), end - first)


def count_between(compiled: Compiled, first: int, last: int) -> int:
    """How many times a schedule fires from one instant to another, both ends in (seconds since the epoch).

    The firings are not listed, but for those of a union whose parts share firings in tens of thousands of ways, and of
    a step longer than ten days on a clock. What takes over 300,000 counted steps for that is listed or laid out,
    whichever is less work; what would take too long so too has 1,000,000 steps.

    Raises:
        TooMuchWorkError: All of these are too much: a shorter range is to be asked for.
    """
    instants = compiled.instants
    if not is_spread(instants):
        return asked(
            lambda made: count(made, first, last), lambda: _count_laid_out(compiled, first, last), compiled.instants
        )
    return _count_laid_out(compiled, first, last)


def _count_laid_out(compiled: Compiled, first: int, last: int) -> int:
    """The same by laying out, but for few firings, which are listed with no more work than that would take."""
    from everly.scheduling.engine.laid import MOST_WORK, Laid, beginning, laying

    said, instants = plain(compiled), compiled.instants
    first = max(first, beginning(said))
    cost = laying(said, first, last)
    most = min(cost // _A_FIRING, _MOST_LISTED) // (_ASKED_IN_TURN if is_asked_in_turn(instants) else 1)
    try:
        with at_most(most * ASKED_ABOUT):
            listed = sum(1 for _ in islice(instants.between(first, last), most + 1))
    except TooMuchWorkError:
        listed = most + 1
    if listed <= most:
        return listed
    return Laid(said, first, last).count(first, last) if cost <= MOST_WORK else _count_patiently(instants, first, last)


def _count_patiently(instants: InstantSet, first: int, last: int) -> int:
    """The same by the algebra, with more steps: an answer that takes some seconds is better than none."""
    try:
        with at_most(_MOST_COUNTED):
            return count(anew(instants), first, last)
    except TooMuchWorkError:
        raise TooMuchWorkError("to count the firings takes too much work: ask for a shorter range") from None
