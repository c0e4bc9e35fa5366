"""Times of day in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from everly.named import NamedTuple
from everly.scheduling.engine.bits import members
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.times import Times, progression
from everly.scheduling.explanation.words import clauses, clock, interval, listed, runs

_HOUR = 3600
_FEW = 4  # so many times are named rather than described
_LIST = 10
_STRETCHES = 3
_INSIDE = 12  # minutes of an hour that are named


class Stretch(NamedTuple):
    """Seconds evenly apart, from first to last; one alone has no distance."""

    first: int
    last: int
    distance: int


def times_text(times: Times) -> str:
    """`at 09:00`, `every 15 minutes from 09:00 to 17:45`; there is at least one time."""
    if times.count <= _FEW:
        return f"at {listed([clock(each) for each in times])}"
    found = _around(times) or _in_stretches(times) or _by_hours(times)
    if found is not None:
        return found
    seconds = tuple(times)
    if len(seconds) <= _LIST:
        return f"at {listed([clock(each) for each in seconds])}"
    return f"at {len(seconds):,} times of day from {clock(seconds[0])} to {clock(seconds[-1])}"


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
    return f"every {interval(distance)} from {clock(first)} to {clock(DAY - distance + first)}"


def _in_stretches(times: Times) -> str | None:
    """`every 10 minutes from 09:00 to 12:50 and at 18:00`."""
    found = stretches(tuple(times), _STRETCHES)
    if found is None:
        return None
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


def _by_hours(times: Times) -> str | None:
    """Times that are the same in each hour that has any: `at minutes 0 and 45 of every hour`."""
    pieces = times.index.pieces
    hours = [hour for hour, bits in enumerate(pieces) if bits]
    inside = pieces[hours[0]]
    if any(pieces[hour] != inside for hour in hours):
        return None
    seconds = members(inside)
    if all(second % 60 == 0 for second in seconds):
        return _inside("minute", [second // 60 for second in seconds], "hour", hours)
    by_second = inside & (1 << 60) - 1
    every_minute = sum(by_second << 60 * minute for minute in range(60))
    return _inside("second", members(by_second), "minute", hours) if inside == every_minute else None


def _inside(part: str, numbers: Sequence[int], whole: str, hours: Sequence[int]) -> str | None:
    """`every 7 minutes from minute 0 to 56, starting again each hour`, and in which hours."""
    found = stretches(numbers, 1)
    when = _hours_text(hours)
    if when is None:
        return None
    if found is not None and found[0].distance and len(numbers) > _FEW:
        (stretch,) = found
        every = part if stretch.distance == 1 else f"{stretch.distance} {part}s"
        restart = "" if stretch.distance == 1 else f", starting again each {whole}"
        return f"every {every} from {part} {stretch.first} to {stretch.last}{restart}{when and f',{when}'}"
    if len(numbers) > _INSIDE:
        return None
    many = f"{part}s" if len(numbers) > 1 else part
    return f"at {many} {listed([str(number) for number in numbers])} of every {whole}{when}"


def _hours_text(hours: Sequence[int]) -> str | None:
    """` from 09:00 to 17:59`, nothing for all hours; None where they are in many pieces."""
    if len(hours) == 24:
        return ""
    spans = [f"from {first:02}:00 to {last:02}:59" for first, last in runs(hours)]
    return f" {listed(spans)}" if len(spans) <= _STRETCHES else None


def between_text(times: Times) -> str:
    """Times as a window, by their outer ends: ` between 09:00 and 17:00`, nothing for the whole day."""
    spans = times.runs()
    if spans == [(0, DAY - 1)]:
        return ""
    return f" {clauses([f'between {clock(first)} and {clock(last)}' for first, last in spans])}"
