"""One line, everly and its peers: first the answers, then the times of those that agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from benchmarks.corpus import Line
from benchmarks.options import Options
from benchmarks.peers import EVERLY, Peer, Unsaid
from benchmarks.results import Cell, Row
from benchmarks.timing import in_turn, time_steps


def compare(line: Line, zone: str, options: Options) -> Row:
    """The times of one firing, for everly and every peer that gives the same firings."""
    ours = EVERLY.firings(line, zone, options.firings)
    agreed: dict[str, int] = {}
    reasons: dict[str, str] = {}
    for peer in options.peers:
        try:
            agreed[peer.name] = _agreement(peer, line, zone, ours)
        except Unsaid as reason:
            reasons[peer.name] = str(reason)
    runs = {
        peer.name: time_steps(partial(peer.make, line, zone), agreed[peer.name])
        for peer in options.peers
        if peer.name in agreed
    }
    times = in_turn({EVERLY.name: time_steps(partial(EVERLY.start, line, zone), len(ours)), **runs}, options.rounds)
    return Row(line.name, times[EVERLY.name], cells(options.peers, times, reasons))


def cells(peers: Sequence[Peer], times: dict[str, float], reasons: dict[str, str]) -> tuple[Cell, ...]:
    """A cell for each peer: its time and ratio, or the reason why there is none."""
    return tuple(
        Cell(peer.name, times[peer.name], times[peer.name] / times[EVERLY.name])
        if peer.name in times
        else Cell(peer.name, why=reasons[peer.name])
        for peer in peers
    )


def _agreement(peer: Peer, line: Line, zone: str, ours: list[datetime]) -> int:
    """How many firings the peer gave, all of them ours.

    Raises:
        Unsaid: It has no answer, or another one.
    """
    theirs = peer.firings(line, zone, len(ours))
    for mine, other in zip(ours, theirs, strict=False):
        if mine.astimezone(UTC) != other.astimezone(UTC):
            raise Unsaid(f"differs: {other.isoformat()}, where everly has {mine.isoformat()}")
    if not theirs:
        raise Unsaid("differs: no firing at all")
    return len(theirs)
