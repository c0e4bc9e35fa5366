"""Timing in turn: each round runs every contestant once, and the median of the rounds counts."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from statistics import median
from time import perf_counter_ns
from types import FrameType

Step = Callable[[], datetime | None]
"""Gives the next firing each time it is called, None when there is none left."""

_LEAST = 1_000_000
"""Nanoseconds that a run lasts at least, by being repeated; far above what reading the clock costs."""

REST = 0.1
"""Seconds between two starts, unless they are to be in a row; two that somebody types are further apart."""


class TooSlow(Exception):  # noqa: N818 - a verdict, no error
    """What was asked for took longer than allowed."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TooSlow in whatever runs longer; in the main thread of a POSIX system only."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow(f"no answer within {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def first_firings(step: Step, count: int, *, patience: float = 2.0, share: float = 0.05) -> list[datetime]:
    """The first firings: `count`, or as many as come within `share` seconds, but at least one.

    Raises:
        TooSlow: The first did not come within `patience` seconds.
    """
    found: list[datetime] = []
    until = perf_counter_ns() + share * 1e9
    try:
        with limited(patience):
            while len(found) < count and (not found or perf_counter_ns() < until) and (moment := _taken(step)):
                found.append(moment)
    except TooSlow:
        if not found:
            raise
    return found


def _taken(step: Step) -> datetime | None:
    try:
        return step()
    except StopIteration:
        return None


def time_steps(make: Callable[[], Step], count: int) -> Callable[[], float]:
    """A run that gives the nanoseconds of one of the first `count` steps, on average; making is not timed."""
    once = _calls(make(), count)
    repeats = max(1, int(_LEAST // max(once, 1)))
    return lambda: sum(_calls(make(), count) for _ in range(repeats)) / (repeats * count)


def time_calls(call: Callable[[], object]) -> Callable[[], float]:
    """A run that gives the nanoseconds of one call, on average."""
    repeats = max(1, int(_LEAST // max(_calls(call, 1), 1)))
    return lambda: _calls(call, repeats) / repeats


def in_turn(runs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each run over the rounds; in a round each runs once, so that all meet the same machine."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return {name: median(times) for name, times in found.items()}


def _calls(call: Callable[[], object], count: int) -> int:
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = perf_counter_ns()
        for _ in range(count):
            call()
        return perf_counter_ns() - begun
    finally:
        if collecting:
            gc.enable()
