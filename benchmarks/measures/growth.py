"""Growth: with how far away the next firing is, with the number of terms, and of memory with the number of firings."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from math import log
from statistics import linear_regression

from benchmarks.mixed import mixed_tree
from benchmarks.options import Options
from benchmarks.results import Row, Section, Target, worst_target
from benchmarks.timing import in_turn, time_calls
from everly import compile_schedule, parse_schedule

_NOW = datetime(2024, 5, 2, tzinfo=UTC)
_YEARS = (2025, 2030, 2100, 2500, 9000)
_FAR = ("every 10 seconds & jan & {year}", "daily & mon-fri & {year}", "every 7 minutes and every 3 days & {year}")
_TERMS = (2, 4, 8, 16, 32)
_WARM = 200_000
_RULES_ALONE = 2200
"""A year after which all zones follow rules."""


def distance(options: Options) -> Section:
    """The next firing after now when it is one year or thousands of years away: the slowest by the fastest."""
    runs = {
        (text.format(year=year), zone): _search(text.format(year=year), zone)
        for text in _FAR
        for zone in ("UTC", options.zone)
        for year in _YEARS
    }
    times = in_turn({f"{text}, {zone}": run for (text, zone), run in runs.items()}, options.rounds)
    names = list(times)
    groups = [names[place : place + len(_YEARS)] for place in range(0, len(names), len(_YEARS))]
    spreads = {group[-1]: max(times[name] for name in group) / times[group[0]] for group in groups}
    return Section(
        "growth with distance",
        "time to find the next firing",
        tuple(Row(name, time) for name, time in times.items()),
        (worst_target("any distance beside the next year", 2, spreads, most=True),),
    )


def terms(options: Options) -> Section:
    """Parse and compile, and a firing, of ever longer unions; the exponent of growth, 1 where it is linear."""
    trees = {count: mixed_tree(count).text for count in _TERMS}
    compiling = {count: time_calls(partial(compile_schedule, text, now=_NOW)) for count, text in trees.items()}
    stepping = {count: _stepping(text, options.firings) for count, text in trees.items()}
    compiled = in_turn({str(count): run for count, run in compiling.items()}, options.rounds)
    stepped = in_turn({str(count): run for count, run in stepping.items()}, options.rounds)
    rows = [Row(f"compile {count} terms", time) for count, time in compiled.items()]
    rows += [Row(f"next() of {count} terms", time) for count, time in stepped.items()]
    return Section(
        "growth with terms",
        "time of a call",
        tuple(rows),
        (
            Target("compile, exponent", 1.1, _exponent(compiled), "", most=True),
            Target("next(), exponent", 1.1, _exponent(stepped), "", most=True),
        ),
    )


def memory(options: Options) -> Section:
    """What a trigger holds after very many firings, beyond what it held after the first two hundred thousand.

    What is kept once is there before: the years that were read of a zone, and what the kinds of year hold.
    """
    cases = (("* * * * *", "UTC"), ("hourly & mon-fri", options.zone))
    rows = [_memory(text, zone, options) for text, zone in cases]
    grown = {row.name: float(row.note.split()[0]) for row in rows}
    target = worst_target("growth, most", 64, grown, unit="kB", most=True)
    return Section("growth of memory", f"what {options.many} firings leave behind", tuple(rows), (target,))


def _search(text: str, zone: str) -> Callable[[], float]:
    trigger = parse_schedule(text, now=_NOW, timezone=zone)
    return time_calls(partial(trigger.after, _NOW))


def _stepping(text: str, count: int) -> Callable[[], float]:
    def run() -> float:
        trigger = parse_schedule(text, now=_NOW)
        trigger.next()
        step = trigger.next
        return time_calls(lambda: [step() for _ in range(count)])() / count

    return run


def _exponent(times: dict[str, float]) -> float:
    """The slope of time over size, both in logarithms."""
    return linear_regression([log(float(size)) for size in times], [log(time) for time in times.values()]).slope


def _memory(text: str, zone: str, options: Options) -> Row:
    trigger = parse_schedule(text, now=_NOW, timezone=zone)
    step = trigger.next
    _read_years(zone)
    for _ in range(min(_WARM, options.many)):
        step()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        for _ in range(options.many):
            step()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Row(f"{text}, {zone}", 0.0, note=f"{(peak - before) / 1000:.1f} kB more at its peak")


def _read_years(zone: str) -> None:
    """Look at the zone once a month, until its rules repeat with the kind of the year."""
    trigger = parse_schedule("0 12 1 * *", now=_NOW, timezone=zone)
    while (moment := trigger.next()) and moment.year < _RULES_ALONE:
        pass
