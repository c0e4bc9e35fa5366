"""How often a schedule fires and how far apart, in a sentence: the last line of a listing."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from everly.jobs.cli.columns import cell, joined
from everly.jobs.cli.console import NARROWEST
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.frequency import CYCLE_YEARS, Frequency, frequency
from everly.scheduling.decisions.gaps import Gaps, gaps
from everly.scheduling.durations import duration
from everly.scheduling.engine.zones import Zone


def rhythm_lines(compiled: Compiled, zone: Zone, width: int) -> Iterator[str]:
    """A blank line and the sentence, wrapped to the width; nothing for a schedule that fires only once."""
    spaced = gaps(compiled)
    if spaced is not None:
        sentence = ", ".join(_parts(spaced, frequency(compiled), zone))
        yield ""
        yield from wrap(f"{sentence[0].upper()}{sentence[1:]}.", max(width, NARROWEST))


def _parts(spaced: Gaps, often: Frequency, zone: Zone) -> Iterator[str]:
    shortest, longest = duration(spaced.shortest.length), duration(spaced.longest.length)
    is_even = shortest == longest and spaced.until is None
    if often.total is not None:
        yield f"{often.total:,} times in all"
    elif often.in_cycle is not None and not is_even:
        yield _yearly(often.in_cycle)
    if is_even:
        yield f"every {shortest.removeprefix('1 ') if shortest.count(' ') == 1 else shortest}"
    else:
        apart = f"{shortest} apart" if shortest == longest else f"{shortest} to {longest} apart"
        yield apart if spaced.until is None else f"{apart} up to {cell(spaced.until, zone)[:10]}"
    if spaced.zones:
        yield f"by the clock changes known for {joined(spaced.zones)}"


def _yearly(in_cycle: int) -> str:
    """So many times in 400 years, as times a year or years between two; `about` where that is not exact."""
    if in_cycle >= CYCLE_YEARS:
        times = _short(in_cycle / CYCLE_YEARS)
        return f"{'about ' if in_cycle % CYCLE_YEARS else ''}{'once' if times == '1' else f'{times} times'} a year"
    years = _short(CYCLE_YEARS / in_cycle)
    return f"{'about ' if CYCLE_YEARS % in_cycle else ''}once {'a year' if years == '1' else f'in {years} years'}"


def _short(number: float) -> str:
    """A number from 1 on: below 10 with one decimal, if that is not 0."""
    return f"{number:,.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")
