"""What a run measures, and how long it takes its time."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.corpus import LINES, NEVER, Line
from benchmarks.peers import PEERS, Peer


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured.

    `rounds`, of which the median counts, `firings` of each line, `bulk` firings at once, `many` for memory, `pairs` of
    schedules to decide, `starts` of commands, `output_bytes` of one. Of the runner: jobs that are `scheduled` and wait
    for `idle_seconds`, `schedules` that fire, `fires` of them a second apart, `live` runs to adopt.
    """

    rounds: int = 7
    firings: int = 100
    bulk: int = 10_000
    many: int = 1_000_000
    pairs: int = 200
    starts: int = 50
    output_bytes: int = 200_000_000
    scheduled: int = 10_000
    idle_seconds: float = 10.0
    schedules: int = 1000
    fires: int = 30
    live: int = 100
    lines: tuple[Line, ...] = LINES
    never: tuple[Line, ...] = NEVER
    peers: tuple[Peer, ...] = PEERS
    zone: str = "America/New_York"
