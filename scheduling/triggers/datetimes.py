"""From instants to the datetimes of a zone, many at a time: by additions, where one does for each.

To make a datetime takes as long as to find its instant, and most of that is making the timedelta to add. So evenly
spaced instants are told by adding the same one again, and others by those between a firing and the next, of which
a schedule has few. While a zone's clock stands still against UTC, what it shows moves on by the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import accumulate, chain, islice, repeat
from operator import add, sub
from zoneinfo import ZoneInfo

from everly.scheduling.engine.civil import DAY
from everly.scheduling.engine.numbers import Numbers
from everly.scheduling.engine.zones import Phase, Piece, Zone
from everly.scheduling.instants import EPOCH

# Where firings are this far apart in the mean, to ask the zone about each is less work than about its clock changes.
_SELDOM = 4 * DAY
_FEW = 4


def datetimes(blocks: Iterator[Iterable[int]], zone: Zone) -> Iterator[datetime]:
    """The datetimes of instants, which are in order and in blocks, made as they are asked for."""
    tzinfo = zone.tzinfo
    begin = EPOCH.replace(tzinfo=tzinfo)
    if type(tzinfo) not in (timezone, ZoneInfo):  # it alone knows what its datetimes are like
        return map(tzinfo.fromutc, chain.from_iterable(_counted(block, begin) for block in blocks))
    if zone.fixed is not None:
        begin += timedelta(0, zone.fixed)
        return chain.from_iterable(_counted(block, begin) for block in blocks)
    return chain.from_iterable(_shown(blocks, zone, begin, tzinfo.fromutc))


def _shown(
    blocks: Iterator[Iterable[int]], zone: Zone, begin: datetime, fromutc: Callable[[datetime], datetime]
) -> Iterator[Iterator[datetime]]:
    """What a clock that changes shows at the instants of each block; `begin` is what it would show in UTC in 1970."""
    piece = Piece(0, -1, 0, 0, Phase.ORDINARY)
    for block in blocks:
        rest = block if isinstance(block, range | tuple) and _is_dense(block) else ()
        if not rest:
            yield map(fromutc, _counted(block, begin))
        while rest:
            if not piece.start <= rest[0] <= piece.last:
                piece = zone.piece(rest[0])
            here = rest if rest[-1] <= piece.last else rest[: bisect_right(rest, piece.last)]
            if piece.phase is Phase.REPEATED:  # the datetime says so
                yield map(fromutc, _counted(here, begin))
            else:
                yield _counted(here, begin + timedelta(0, piece.offset))
            rest = rest[len(here) :]


def _is_dense(block: Numbers) -> bool:
    return len(block) > _FEW and block[-1] - block[0] < len(block) * _SELDOM


def _counted(block: Iterable[int], begin: datetime) -> Iterator[datetime]:
    """The datetimes so many seconds after a beginning, as if each day had 24 hours."""
    if not isinstance(block, range | tuple) or len(block) < _FEW:
        return map(begin.__add__, map(timedelta, repeat(0), block))
    lasting: Iterator[timedelta] = (
        repeat(timedelta(0, block.step), len(block) - 1)
        if isinstance(block, range)
        else map(_lasting, map(sub, islice(block, 1, None), block))
    )
    return accumulate(lasting, _later, initial=begin + timedelta(0, block[0]))


@lru_cache(maxsize=1024)
def _lasting(seconds: int) -> timedelta:
    return timedelta(0, seconds)


_later: Callable[[datetime, timedelta], datetime] = add
