"""What keeps a schedule to certain days and times, in words: `but only from Monday to Friday`, `except in December`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from operator import or_

from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.days import any_of
from everly.scheduling.engine.dayset import ALL, NONE
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.times import ALL_DAY, NEVER, Times, span, spans
from everly.scheduling.engine.wall import NOTHING, WallSet, wall_set
from everly.scheduling.explanation.bounds import Bounds
from everly.scheduling.explanation.counted import describe_days
from everly.scheduling.explanation.plain import EVERY_DAY
from everly.scheduling.explanation.proof import is_same
from everly.scheduling.explanation.times import IRREGULAR, between_text
from everly.scheduling.explanation.walls import WallText, wall_texts
from everly.scheduling.explanation.yearly import alone, is_of_all, left_out, limited

_MOST_CELLS = 3
_MOST_RUNS = 3
_MOST_LOST = 3
_LONGEST = 120  # of the days of a limit
_BETTER = 8  # so much longer may be what says when instead of when not
_ROUND = (3600, 1800, 900, 300, 60, 1)
_COUNTED = "counted from"
_TOO_MUCH = re.compile(rf"{_COUNTED}|^every day except |, but |, and (?:in|from|not in) \d")  # to be said of a limit
_NESTED = re.compile(rf"{_COUNTED}|{IRREGULAR}|^(?!at ).* except |, but |every second from")  # to be left out
_BUT_FOR_SOME = re.compile(rf"{EVERY_DAY}(?: except|, but) ")
_NOT_IN_YEARS = re.compile(r"(?P<days>.*?), (?:but|and) (?P<years>(?:(?:in|from) \d[^,]* not|not (?:in|from) \d{4}).*)")

Taken = Callable[[WallSet], InstantSet]
"""From what a clock shows to the members of a schedule's step at that time."""


class Said(NamedTuple):
    """Words, and all that a clock may show by them, whether or not a schedule goes on for so long."""

    text: str
    wall: WallSet


class Limit(NamedTuple):
    """What a clock shows while a step is kept, and while it is left out; between them it shows none of its members."""

    kept: WallSet
    lost: WallSet


def limit_text(limit: Limit, bounds: Bounds, taken: Taken) -> Said | None:
    """What keeps a step to a clock in the fewest words: the times that it has left, or those that it has lost.

    The wall set is what is left.
    """
    kept, removed = window_text(limit.kept, bounds), _whole_days(limit.lost, taken)
    if all(first < last for times, _ in removed.cells for first, last in times.runs()):
        lost = window_text(removed, bounds)
    else:
        lost = _lost(removed, bounds, taken)
    if kept is not None and (lost is None or len(kept.text) <= len(lost.text) + _BETTER):
        return Said(f"but only {kept.text}", kept.wall)
    options = [None if lost is None else Said(left_out(lost.text), ~lost.wall), _by_years(limit.kept, bounds)]
    return min((each for each in options if each is not None), key=lambda each: len(each.text), default=None)


def _whole_days(lost: WallSet, taken: Taken) -> WallSet:
    """The days of what is lost, where nothing is left on them."""
    days = wall_set(ALL_DAY, any_of(days for _, days in lost.cells))
    return days if is_same(taken(days), taken(lost)) else lost


def window_text(wall: WallSet, bounds: Bounds) -> Said | None:
    """`from Monday to Friday between 09:00 and 17:00`: a wall set of few stretches as a window."""
    first, last = _days_of(bounds)
    if not 0 < len(wall) <= _MOST_CELLS or any(len(times.runs()) > _MOST_RUNS for times, _ in wall.cells):
        return None
    parts, said = [], NOTHING
    for times, days in wall.cells:
        found = describe_days(days, first, last) if days.next_day(first, last) is not None else None
        if (
            found is None
            or len(found.text) > _LONGEST
            or _TOO_MUCH.search(found.text)
            or any(first == last for first, last in times.runs())
        ):
            return None
        between = between_text(times)
        parts.append(_between(found.text, between))
        said |= wall_set(times, found.days)
    *others, final = parts
    return Said(f"{', '.join(others)}, and {final}" if others else final, said)


def _between(days: str, between: str) -> str:
    """`from Monday to Friday between 09:00 and 17:00, except on 25 December`: what is left out comes last."""
    if not between:
        return limited(days)
    head, word, less = days.partition(" except ")
    hours = between.strip() if head == EVERY_DAY else limited(head) + between
    return f"{hours}, {alone(f'except {less}')}" if word else hours


def _by_years(wall: WallSet, bounds: Bounds) -> Said | None:
    """`but only from Monday to Friday, and in 2027 not on the 1st of the month`, `but in 2027 not on Mondays`."""
    if len(wall) != 1:
        return None
    ((times, days),) = wall.cells
    found = describe_days(days, *_days_of(bounds)) if len(times.runs()) <= _MOST_RUNS else None
    between = between_text(times)
    if found is None or _COUNTED in found.text:
        return None
    if is_of_all(found.text):
        return None
    if not between and _BUT_FOR_SOME.match(found.text):
        return Said(alone(found.text), wall_set(times, found.days))
    split = _NOT_IN_YEARS.fullmatch(found.text)
    kept, years = (found.text, "") if split is None else (split["days"], f", and {split['years']}")
    is_said = years or (between and _BUT_FOR_SOME.match(kept))
    return Said(f"but only {_between(kept, between)}{years}", wall_set(times, found.days)) if is_said else None


def _days_of(bounds: Bounds) -> tuple[int, int]:
    """The first and the last day as the clock shows them."""
    return bounds.zone.reading(bounds.first) // DAY, bounds.zone.reading(bounds.last) // DAY


def _lost(removed: WallSet, bounds: Bounds, taken: Taken) -> Said | None:
    """The times that a step has lost."""
    ends = bounds.zone.reading(bounds.first), bounds.zone.reading(bounds.last)
    gone = taken(removed)
    for found in wall_texts(removed, ends, lambda _: NONE, _MOST_LOST):
        if _is_plain(found) and is_same(taken(found.wall), gone):
            return Said(found.text, found.wall)
    return None


def _is_plain(found: WallText) -> bool:
    """Whether words can stand after `except` and an interval: they name times, or intervals on certain days."""
    is_interval = found.text.startswith("every") and any(days == ALL for _, days in found.wall.cells)
    return not (is_interval or found.counts or _NESTED.search(found.text))


def outer(wall: WallSet) -> WallSet:
    """The times from the first to the last of a wall set, on all its days."""
    times = times_of(wall)
    whole = span(times.first(0) or 0, times.last(DAY - 1) or 0)
    return wall_set(whole, any_of(days for _, days in wall.cells))


def kept_apart(kept: WallSet, missing: WallSet) -> Times:
    """The times of one wall set with all between them, but none of another, which has no times in common with it.

    A stretch begins and ends at the roundest time that leaves the others out.
    """
    times = times_of(kept)
    found = ((*free, times.first(free[0]), times.last(free[1])) for free in (ALL_DAY - times_of(missing)).runs())
    return spans(
        (_round_start(start - 1, first), _round_end(last, end + 1))
        for start, end, first, last in found
        if first is not None and last is not None and first <= last
    )


def _round_start(before: int, first: int) -> int:
    """The roundest time after one up to another; midnight if nothing is before."""
    rounded = (first // unit * unit for unit in _ROUND)
    return 0 if before < 0 else next(each for each in rounded if each > before)


def _round_end(last: int, after: int) -> int:
    """The roundest time from one on before another; the last of the day if nothing is after."""
    rounded = (-(-last // unit) * unit for unit in _ROUND)
    return DAY - 1 if after == DAY else next(each for each in rounded if each < after)


def times_of(wall: WallSet) -> Times:
    """All times of day of a wall set."""
    return reduce(or_, (times for times, _ in wall.cells), NEVER)
