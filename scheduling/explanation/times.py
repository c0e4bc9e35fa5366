"""Times of day in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import chain, groupby, islice
from operator import and_, attrgetter, or_

from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.times import Times, progression
from everly.scheduling.explanation.hours import hours_text, of_hours
from everly.scheduling.explanation.words import clauses, clock, interval, listed

_HOUR = 3600
_FEW = 4  # so many times are named rather than described
_LIST, _LONG_LIST = 10, 40
_CLEAR, _MOST_STRETCHES = 2, 4
_MOST_MEMBERS = 5000
_DISTANCES = 60

IRREGULAR = "irregular times"
"""What times are called that are too many to be named; the words are true of others, too."""


class Stretch(NamedTuple):
    """Seconds evenly apart, from first to last; one alone has no distance."""

    first: int
    last: int
    distance: int


def times_text(times: Times) -> str:
    """`at 09:00`, `every 15 minutes from 09:00 to 17:45`; there is at least one time."""
    if times.count <= _FEW:
        return _list(times)
    found = _around(times) or _clear(times)
    if found is not None:
        return found
    options = [_in_stretches(times, _MOST_STRETCHES), hours_text(times), _but_for_few(times)]
    if times.count > _LIST:
        options.append(_in_layers(times))
    if times.count <= _LIST or (times.count <= _LONG_LIST and not any(options)):
        options.append(_list(times))
    return min((text for text in options if text is not None), key=len, default=_irregular(times))


def _list(times: Times) -> str:
    return f"at {listed([clock(each) for each in times])}"


def _irregular(times: Times) -> str:
    first, last = times.first(0) or 0, times.last(DAY - 1) or 0
    return f"at {times.count:,} {IRREGULAR} from {clock(first)} to {clock(last)}"


def _around(times: Times) -> str | None:
    """Times evenly apart around the whole day: `every 15 minutes`, `every hour at minute 30`."""
    first = times.first(0) or 0
    distance = (times.first(first + 1) or first + DAY) - first
    if DAY % distance or times != progression(distance, first):
        return None
    if not first and _HOUR % distance == 0:
        return f"every {interval(distance)}"
    if distance == _HOUR:
        second = f" and second {first % 60}" if first % 60 else ""
        return f"every hour at minute {first // 60}{second}"
    if distance == 60:
        return f"every minute at second {first}"
    if distance < _HOUR and _HOUR % distance == 0 and distance % 60 == first % 60 == 0:
        return hours_text(times)
    return f"every {interval(distance)} from {clock(first)} to {clock(DAY - distance + first)}"


def _clear(times: Times) -> str | None:
    """The words of one or two stretches, which beat any other."""
    runs = times.runs()
    if len(runs) <= _CLEAR and all(first < last for first, last in runs):
        return _stretches_text([Stretch(first, last, 1) for first, last in runs])
    return _in_stretches(times, _CLEAR)


def _in_stretches(times: Times, most: int) -> str | None:
    """`every 10 minutes from 09:00 to 12:50 and at 18:00`."""
    found = stretches(tuple(times), most) if times.count <= _MOST_MEMBERS else None
    return None if found is None else _stretches_text(found)


def _stretches_text(found: Sequence[Stretch]) -> str:
    parts: list[str] = []
    for distance, alike in groupby(found, key=attrgetter("distance")):
        if distance:
            spans = listed([f"from {clock(each.first)} to {clock(each.last)}" for each in alike])
            parts.append(f"every {interval(distance)} {spans}")
        else:
            parts.append(f"at {listed([clock(each.first) for each in alike])}")
    return listed(parts)


def stretches(seconds: Sequence[int], most: int) -> list[Stretch] | None:
    """Seconds as stretches of three or more evenly apart and single ones between; None where there are too many."""
    found: list[Stretch] = []
    index = 0
    while index < len(seconds):
        if len(found) == most:
            return None
        end = _even_end(seconds, index)
        if end - index >= 2:
            found.append(Stretch(seconds[index], seconds[end], seconds[index + 1] - seconds[index]))
            index = end + 1
        else:
            found.append(Stretch(seconds[index], seconds[index], 0))
            index += 1
    return found


def _even_end(seconds: Sequence[int], start: int) -> int:
    """The index up to which the seconds are as far apart as the first two from a start are."""
    end = start
    while end + 1 < len(seconds) and seconds[end + 1] - seconds[end] == seconds[start + 1] - seconds[start]:
        end += 1
    return end


def _but_for_few(times: Times) -> str | None:
    """`every 7 minutes from minute 0 to 56 of every hour and at 20:04`, `every 10 minutes except at 12:00`."""
    pieces = times.index.pieces
    hours = [hour for hour, piece in enumerate(pieces) if piece]
    for join, word in ((and_, "and"), (or_, "except")):
        regular = of_hours(reduce(join, (pieces[hour] for hour in hours)), hours)
        others = times - regular if join is and_ else regular - times
        if regular and 0 < others.count <= _FEW and (text := _around(regular) or hours_text(regular)) is not None:
            return f"{text} {word} {_list(others)}"
    return None


def _in_layers(times: Times) -> str | None:
    """`every 16 minutes from 00:00 to 23:44 and every 18 minutes from 00:18 to 23:42`: stretches that overlap."""
    if times.count > _MOST_MEMBERS:
        return None
    left, found = tuple(times), list[Stretch]()
    while left:
        if len(found) == _MOST_STRETCHES:
            return None
        layer = _longest(left, times)
        found.append(layer)
        taken = set(range(layer.first, layer.last + 1, layer.distance or 1))
        left = tuple(each for each in left if each not in taken)
    return _stretches_text(found)


def _longest(left: Sequence[int], times: Times) -> Stretch:
    """The stretch of most members that begins with the first of some seconds."""
    best = Stretch(left[0], left[0], 0)
    most = 2
    for other in islice(chain.from_iterable(times.within(left[0] + 1, DAY - 1)), _DISTANCES):
        distance = other - left[0]
        last = other
        while last + distance < DAY and times.has(last + distance):
            last += distance
        if (last - left[0]) // distance + 1 > most:
            most, best = (last - left[0]) // distance + 1, Stretch(left[0], last, distance)
    return best


def between_text(times: Times) -> str:
    """Times as a window, by their outer ends: ` between 09:00 and 17:00`, nothing for the whole day."""
    spans = times.runs()
    if spans == [(0, DAY - 1)]:
        return ""
    return f" {clauses([f'between {clock(first)} and {clock(last)}' for first, last in spans])}"
