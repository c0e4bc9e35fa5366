"""Times of day on days in words: what a wall clock shows when a schedule fires."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_

from everly.frozen import frozen
from everly.named import NamedTuple
from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.dayset import NONE, Days
from everly.scheduling.engine.times import Times, span
from everly.scheduling.engine.wall import WallSet, wall_set
from everly.scheduling.explanation.counted import describe_days
from everly.scheduling.explanation.cycles import Counted
from everly.scheduling.explanation.plain import EVERY_DAY
from everly.scheduling.explanation.readings import between
from everly.scheduling.explanation.times import times_text
from everly.scheduling.explanation.words import clauses
from everly.scheduling.explanation.yearly import alone

_MOST_CELLS = 32
_FEW_GROUPS, _FEW_TIMES = 4, 3
_SOME_YEARS = 28 * 366

Cell = tuple[Times, Days]
Free = Callable[[Times], Days]
"""From times of day to the days on which it does not matter whether they are among them."""


@frozen
class WallText:
    """A wall set in words, and the set that the words say, which may go on beyond what was asked for.

    `counts` tells whether some of the words say from when they count. `since` is the first day of what they count from,
    None where others leave that open.
    """

    text: str
    wall: WallSet
    counts: bool
    since: int | None
    parts: int


class _Group(NamedTuple):
    times: Times
    days: Counted


def wall_texts(wall: WallSet, ends: tuple[int, int], free: Free, most: int) -> Iterator[WallText]:
    """Words for the members from one wall second to another, the simplest first; none where no few words will do.

    They have at most so many parts. On the first day and the last the clock shows a part of the times only. The first
    words are made without these two days, so that what is hidden there plays no part, and say what may go on beyond;
    the others of what is seen alone.
    """
    if len(wall) > _MOST_CELLS:
        return
    start, end = (each // DAY for each in ends)
    for each, begin, finish in ((wall, start + 1, end - 1), (wall & between(*ends), start, end)):
        found = _described(each, _Asked((begin, finish), start, free, most))
        if found is not None:
            yield found


class _Asked(NamedTuple):
    """The first and the last day that are asked of, the day that cycles count from, and what else there is to know."""

    ends: tuple[int, int]
    since: int
    free: Free
    most: int


def _described(wall: WallSet, asked: _Asked) -> WallText | None:
    """The words for the days from one to another, day by day or time by time, whichever are fewer."""
    cells = [
        (times, days) for times, days in wall.cells if (days - asked.free(times)).next_day(*asked.ends) is not None
    ]
    if not cells:
        return None
    options = [cells, _by_time(cells, asked)] if len(cells) > 1 else [cells]
    both = (_groups(each, asked) for each in options)
    texts = [_joined(each, asked.ends) for each in both if each is not None]
    return min(texts, key=lambda text: (text.parts, len(text.text)), default=None)


def _joined(groups: Sequence[_Group], ends: tuple[int, int]) -> WallText:
    """Groups in words, by the first time of each and how often it comes."""

    def place(group: _Group) -> tuple[int | None, int, int]:
        return group.times.first(0), -group.days.days.count(ends[0], ends[0] + _SOME_YEARS), group.times.bits

    ordered = sorted((_rounded(group, groups, ends) for group in groups), key=place)
    begun = [group.days.since for group in ordered]
    return WallText(
        clauses([_group_text(group) for group in ordered]),
        reduce(or_, (wall_set(group.times, group.days.days) for group in ordered)),
        any(each is not None for each in begun),
        None if None in begun else min(each for each in begun if each is not None),
        len(groups),
    )


def _rounded(group: _Group, groups: Sequence[_Group], ends: tuple[int, int]) -> _Group:
    """A group with the times between its own that others have on its days too, if that makes its words shorter."""
    wider = [each.times for each in groups if each is not group and _is_part(group.days.days, each.days.days, ends)]
    if not wider:
        return group
    within = span(group.times.first(0) or 0, group.times.last(DAY - 1) or 0)
    rounded = group._replace(times=group.times | reduce(or_, wider) & within)
    return min(group, rounded, key=lambda each: len(times_text(each.times)))


def _groups(cells: Sequence[Cell], asked: _Asked) -> list[_Group] | None:
    if not 0 < len(cells) <= asked.most:
        return None
    if len(cells) > _FEW_GROUPS and any(times.count > _FEW_TIMES for times, _ in cells):
        return None
    groups: list[_Group] = []
    for times, days in cells:
        found = describe_days(days, *asked.ends, since=asked.since, free=asked.free(times))
        if found is None:
            return None
        groups.append(_Group(times, found))
    return groups


def _by_time(cells: Sequence[Cell], asked: _Asked) -> list[Cell]:
    """The same the other way round: which days have each time, times of the same days together."""
    found: list[Cell] = [(times, NONE) for times in distinct_times([times for times, _ in cells])]
    joined = [(times, reduce(or_, (days for others, days in cells if times & others), NONE)) for times, _ in found]
    merged: list[Cell] = []
    for times, days in joined:
        for index, (others, other) in enumerate(merged):
            if _is_same(days, other, asked.ends, asked.free(times | others)):
                # Of two that differ on free days only, the one that holds more.
                merged[index] = (others | times, other | days)
                break
        else:
            merged.append((times, days))
    return merged


def distinct_times(parts: Iterable[Times]) -> list[Times]:
    """The times cut up so that each piece is within or outside each part."""
    pieces: list[Times] = []
    for part in parts:
        rest = part - reduce(or_, pieces) if pieces else part
        pieces = [each for piece in pieces for each in (piece & part, piece - part) if each]
        pieces += [rest] if rest else []
    return pieces


def _is_same(left: Days, right: Days, ends: tuple[int, int], free: Days) -> bool:
    return left == right or (_is_part(left - free, right, ends) and _is_part(right - free, left, ends))


def _is_part(inner: Days, outer: Days, ends: tuple[int, int]) -> bool:
    return (inner - outer).next_day(*ends) is None


def _group_text(group: _Group) -> str:
    times = times_text(group.times)
    days = group.days.text
    if all(group.times.index.pieces) and ":" not in times:
        if days == EVERY_DAY:
            return times
        days = alone(days)
    is_list = ":" in times and "from" not in times  # only points on the clock
    is_long = (", " in times and not is_list) or (" from " in times and days.startswith("from"))
    return f"{times}{',' if is_long or days.startswith('but ') else ''} {days}"
