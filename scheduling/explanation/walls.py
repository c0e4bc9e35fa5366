"""Times of day on days in words: what a wall clock shows when a schedule fires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from everly.frozen import frozen
from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.engine.times import Times
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.explanation.counted import Counted, describe_days
from everly.scheduling.explanation.readings import between
from everly.scheduling.explanation.times import times_text
from everly.scheduling.explanation.words import clauses
from everly.scheduling.explanation.yearly import EVERY_DAY, limited

_MOST_CELLS = 32
_MOST_GROUPS, _FEW_GROUPS, _FEW_TIMES = 7, 4, 3
_SOME_YEARS = 28 * 366

Cell = tuple[Times, Days]


@frozen
class WallText:
    """A wall set in words, and the set that the words say, which may go on beyond what was asked for.

    `counts` tells whether the words say from when the days are counted.
    """

    text: str
    wall: WallSet
    counts: bool
    parts: int


class _Group(NamedTuple):
    times: Times
    days: Counted


def wall_texts(wall: WallSet, first: int, last: int) -> Iterator[WallText]:
    """Words for the members from one wall second to another, the simplest first; none where no few words will do.

    On the first day and the last the clock shows a part of the times only. The first words are made without these two
    days, so that what is hidden there plays no part, and say what may go on beyond; the others of what is seen alone.
    """
    start, end = first // DAY, last // DAY
    if (found := _described(wall, start + 1, end - 1, start)) is not None:
        yield found
    if (found := _described(wall & between(first, last), start, end, start)) is not None:
        yield found


def _described(wall: WallSet, first: int, last: int, since: int) -> WallText | None:
    """The words for the days from one to another, day by day or time by time, whichever are fewer."""
    cells = [(times, days) for times, days in wall.cells if days.next_day(first, last) is not None]
    if not 0 < len(cells) <= _MOST_CELLS:
        return None
    both = _groups(cells, first, last, since), _groups(_by_time(cells, first, last), first, last, since)
    texts = [_joined(each, first) for each in both if each is not None]
    return min(texts, key=lambda text: (text.parts, len(text.text)), default=None)


def _joined(groups: Sequence[_Group], start: int) -> WallText:
    """Groups in words, by the first time of each and how often it comes."""

    def place(group: _Group) -> tuple[int | None, int, int]:
        return group.times.first(0), -group.days.days.count(start, start + _SOME_YEARS), group.times.bits

    ordered = sorted(groups, key=place)
    return WallText(
        clauses([_group_text(group) for group in ordered]),
        reduce(or_, (wall_set(group.times, group.days.days) for group in ordered)),
        any(group.days.counts for group in ordered),
        len(groups),
    )


def _groups(cells: Sequence[Cell], first: int, last: int, since: int) -> list[_Group] | None:
    if not 0 < len(cells) <= _MOST_GROUPS:
        return None
    if len(cells) > _FEW_GROUPS and any(times.count > _FEW_TIMES for times, _ in cells):
        return None
    found = [(times, describe_days(days, first, last, since=since)) for times, days in cells]
    groups = [_Group(times, days) for times, days in found if days is not None]
    return groups if len(groups) == len(found) else None


def _by_time(cells: Sequence[Cell], first: int, last: int) -> list[Cell]:
    """The same the other way round: which days have each time, times of the same days together."""
    found: list[Cell] = [(times, NONE) for times in _distinct_times([times for times, _ in cells])]
    joined = [(times, reduce(or_, (days for others, days in cells if times & others), NONE)) for times, _ in found]
    merged: list[Cell] = []
    for times, days in joined:
        same = next((index for index, (_, other) in enumerate(merged) if _is_same(days, other, first, last)), None)
        if same is None:
            merged.append((times, days))
        else:
            merged[same] = (merged[same][0] | times, days)
    return merged


def _distinct_times(parts: Iterable[Times]) -> list[Times]:
    """The times cut up so that each piece is within or outside each part."""
    pieces: list[Times] = []
    for part in parts:
        rest = part - reduce(or_, pieces) if pieces else part
        pieces = [each for piece in pieces for each in (piece & part, piece - part) if each]
        pieces += [rest] if rest else []
    return pieces


def _is_same(left: Days, right: Days, first: int, last: int) -> bool:
    return (left - right).next_day(first, last) is None and (right - left).next_day(first, last) is None


def _group_text(group: _Group) -> str:
    times = times_text(group.times)
    days = group.days.text
    if all(group.times.index.pieces):
        if days == EVERY_DAY:
            return times
        days = limited(days)
    is_long = "every" in times and (", " in times or (" from " in times and days.startswith("from")))
    return f"{times}{',' if is_long else ''} {days}"
