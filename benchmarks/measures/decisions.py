"""Decisions over generated pairs of schedules: whether both can fire at once, and how the two relate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter_ns

from benchmarks.options import Options
from benchmarks.results import Row, Section, Target, median_target, worst_target
from benchmarks.timing import TooSlow, in_turn, limited
from everly import ScheduleError, compile_schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.decisions.comparison import compare
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.civil import MIN_INSTANT

Pair = tuple[str, str, str]
Decision = Callable[[Compiled, Compiled], object]

_NOW = datetime(2024, 5, 2, tzinfo=UTC)
_PATIENCE = 2.0


def decisions(options: Options) -> Section:
    """Emptiness of the conjunction, and equality with overlap, each on schedules compiled just for it."""
    pairs = _pairs(options)
    empty = {_name(pair): _time(pair, _can_fire, options.rounds) / 1e6 for pair in pairs}
    related = {_name(pair): _time(pair, compare, options.rounds) / 1e6 for pair in pairs}
    rows = [_row("emptiness", empty), _row("equality and overlap", related)]
    return Section(
        "decisions",
        f"median time over {len(pairs)} generated pairs",
        tuple(rows),
        (*_targets("emptiness", empty), *_targets("equality and overlap", related)),
    )


def _row(name: str, times: dict[str, float]) -> Row:
    slow = sum(time > 20 for time in times.values())
    return Row(name, median(times.values()) * 1e6, note=f"most {max(times.values()):.2f} ms, {slow} above 20 ms")


def _targets(name: str, times: dict[str, float]) -> tuple[Target, Target]:
    middle = median_target(f"{name}, median", 1, times, most=True)
    return (
        Target(middle.name, middle.bound, middle.found, "ms", most=True),
        worst_target(f"{name}, most", 20, times, unit="ms", most=True),
    )


def _can_fire(left: Compiled, right: Compiled) -> bool:
    return intersection([left.instants, right.instants]).ceil(MIN_INSTANT) is not None


def _time(pair: Pair, decide: Decision, rounds: int) -> float:
    """Nanoseconds of one decision, at most the patience that is had with it."""

    def run() -> float:
        left, right = _compiled(pair)
        begun = perf_counter_ns()
        try:
            with limited(_PATIENCE):
                decide(left, right)
        except TooSlow:
            return _PATIENCE * 1e9
        return perf_counter_ns() - begun

    return in_turn({"decision": run}, rounds)["decision"]


def _compiled(pair: Pair) -> tuple[Compiled, Compiled]:
    left, right, zone = pair
    return compile_schedule(left, now=_NOW, timezone=zone), compile_schedule(right, now=_NOW, timezone=zone)


def _pairs(options: Options) -> list[Pair]:
    """Pairs of schedules that fire, the same each time."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    from everly.grammar.printer import print_schedule
    from everly.grammar.tree import Schedule
    from everly.scheduling.testing import schedules

    found: list[Pair] = []

    @settings(
        max_examples=options.pairs,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(schedules(1), schedules(1), st.sampled_from(("UTC", options.zone)))
    def collect(left: Schedule, right: Schedule, zone: str) -> None:
        pair = print_schedule(left), print_schedule(right), zone
        try:
            _compiled(pair)
        except ScheduleError:
            return
        found.append(pair)

    collect()
    return found


def _name(pair: Pair) -> str:
    return " ~ ".join(pair)
