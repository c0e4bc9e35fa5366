"""From text to a schedule that can be asked: everly's parse and compile beside its peers' constructors."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import _lru_cache_wrapper, partial
from statistics import median
from time import perf_counter_ns
from typing import Any

from benchmarks.compare import cells
from benchmarks.corpus import Line
from benchmarks.options import Options
from benchmarks.peers import CRONITER, EVERLY, Peer, Unsaid
from benchmarks.results import Row, Section, median_target, worst_target
from benchmarks.timing import in_turn, time_calls
from everly import compile_schedule

_REPEATS = 20


def parsing(options: Options) -> Section:
    """Each line, with what everly remembers of schedules forgotten before each run, and the grammar loaded."""
    caches = _caches()
    rows = tuple(_row(line, options, caches) for line in options.lines)
    section = Section("parse and compile", "time from the text to the schedule", rows)
    return Section(
        section.name,
        section.about,
        rows,
        (
            median_target("croniter, median", 1, section.ratios(CRONITER.name)),
            worst_target("time, most", 0.5, {row.name: row.nanoseconds / 1e6 for row in rows}, unit="ms", most=True),
        ),
        tuple(peer.name for peer in options.peers),
    )


def _row(line: Line, options: Options, caches: list[Any]) -> Row:
    now = line.now_in("UTC")
    runs: dict[str, Callable[[], float]] = {
        EVERLY.name: partial(_cold, partial(compile_schedule, line.text, now=now), caches)
    }
    reasons: dict[str, str] = {}
    for peer in options.peers:
        try:
            runs[peer.name] = _constructor(peer, line)
        except Unsaid as reason:
            reasons[peer.name] = str(reason)
    times = in_turn(runs, options.rounds)
    return Row(line.name, times[EVERLY.name], cells(options.peers, times, reasons))


def _constructor(peer: Peer, line: Line) -> Callable[[], float]:
    peer.start(line, "UTC")
    return time_calls(partial(peer.make, line, "UTC"))


def _cold(call: Callable[[], object], caches: list[Any]) -> float:
    """The median of some runs, each after everything that depends on a schedule was forgotten."""
    times = []
    for _ in range(_REPEATS):
        for cache in caches:
            cache.cache_clear()
        begun = perf_counter_ns()
        call()
        times.append(perf_counter_ns() - begun)
    return median(times)


def _caches() -> list[Any]:
    """Everly's bounded caches: those without a bound hold tables that are made once, such as the grammar's."""
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, _lru_cache_wrapper)
        and (getattr(found, "__module__", None) or "").startswith("everly.")
        and found.cache_parameters()["maxsize"] is not None
    ]
