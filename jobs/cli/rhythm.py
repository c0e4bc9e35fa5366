"""How often a schedule fires and how far apart, in a sentence: the last line of a listing."""

from __future__ import annotations

from collections.abc import Iterator

from everly.jobs.cli.columns import cell, joined
from everly.jobs.cli.console import wrapped
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.frequency import Average, Frequency, frequency
from everly.scheduling.decisions.gaps import Gaps, gaps
from everly.scheduling.decisions.periods import CYCLE, CYCLE_YEARS
from everly.scheduling.durations import duration
from everly.scheduling.engine.zones import Zone

# The units that a range may be told in, and up to how many of them.
_UNITS = (("day", 86_400, None), ("hour", 3600, 48), ("minute", 60, 120), ("second", 1, 120))


def rhythm_lines(compiled: Compiled, zone: Zone, width: int) -> Iterator[str]:
    """A blank line and the sentence, wrapped to the width."""
    often, spaced = frequency(compiled), gaps(compiled)
    parts = [how_often(often)]
    if often.until is not None:
        parts[0] += f" up to {cell(often.until, zone)[:10]}"
    if spaced is not None:
        parts.append(_apart(spaced, zone, only=often.total == 2))
    if often.zones:
        parts.append(f"by the clock changes known for {joined(often.zones)}")
    sentence = ", ".join(parts)
    yield ""
    yield from wrapped(f"{sentence[0].upper()}{sentence[1:]}.", width)


def how_often(often: Frequency) -> str:
    """`only once`, `twice in all`, `260 times in all`, `about 52 times a year`, `once in 4 years`."""
    if often.total == 1:
        return "only once"
    if often.total is not None or often.average is None:
        return f"{_times(f'{often.total:,}')} in all"
    return _yearly(often.average)


def _yearly(average: Average) -> str:
    """As times a year or years between two; `about` where that is not exact."""
    times, years = average.times * CYCLE, average.seconds * CYCLE_YEARS
    if times >= years:
        return f"{'about ' if times % years else ''}{_times(_short(times / years))} a year"
    between = _short(years / times)
    return f"{'about ' if years % times else ''}once {'a year' if between == '1' else f'in {between} years'}"


def _times(number: str) -> str:
    return {"1": "once", "2": "twice"}.get(number, f"{number} times")


def _short(number: float) -> str:
    """A number from 1 on: below 10 with one decimal, if that is not 0."""
    return f"{number:,.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")


def _apart(spaced: Gaps, zone: Zone, *, only: bool) -> str:
    shortest, longest = spaced.shortest.length, spaced.longest.length
    if shortest != longest:
        apart = f"{_range(shortest, longest)} apart"
    else:
        apart = f"{'' if only or spaced.until is not None else 'always '}{duration(shortest)} apart"
    return apart if spaced.until is None else f"{apart} up to {cell(spaced.until, zone)[:10]}"


def _range(shortest: int, longest: int) -> str:
    """`1 to 3 days`, `23 to 25 hours`, `6 hours to 2 days 6 hours`."""
    for unit, size, most in _UNITS:
        if shortest % size == longest % size == 0 and (most is None or longest <= most * size):
            return f"{shortest // size} to {longest // size} {unit}s"
    return f"{duration(shortest)} to {duration(longest)}"
