"""Conjunctions that APScheduler steps through or gives up on, and schedules that never fire."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter_ns

from benchmarks.compare import cells, compare
from benchmarks.corpus import Line
from benchmarks.options import Options
from benchmarks.peers import APSCHEDULER, EVERLY, Peer, Unsaid
from benchmarks.results import Row, Section, worst_target
from benchmarks.timing import in_turn, time_calls
from everly import ScheduleError, parse_schedule


def conjunctions(options: Options) -> Section:
    """One firing after the other where APScheduler steps; the first firing of a fresh trigger where it gives up."""
    lines = [line for line in options.lines if line.conjunction]
    stepped = [compare(line, "UTC", options) for line in lines]
    first = [_first_answer(line, zone, options.rounds) for line in lines for zone in ("UTC", options.zone)]
    section = Section("conjunctions", "", tuple(stepped))
    ratios = section.ratios(APSCHEDULER.name)
    return Section(
        "conjunctions",
        "time of one firing, then of the first answer of a fresh trigger",
        (*stepped, *first),
        (
            worst_target("APScheduler, least where it steps", 200, ratios),
            worst_target(
                "first answer, most", 50, {row.name: row.nanoseconds / 1000 for row in first}, unit="µs", most=True
            ),
        ),
        tuple(peer.name for peer in options.peers),
    )


def never(options: Options) -> Section:
    """The time until it is known that a schedule never fires: everly's from text to the refusal with its reason."""
    rows = tuple(_never(line, options) for line in options.never)
    return Section("never", "time from the text to the answer", rows, peers=tuple(peer.name for peer in options.peers))


def _first_answer(line: Line, zone: str, rounds: int) -> Row:
    """The first `next()` of triggers that were made just for it."""

    def run() -> float:
        step = EVERLY.start(line, zone)
        begun = perf_counter_ns()
        step()
        return perf_counter_ns() - begun

    times = in_turn({"everly": run}, max(rounds, 3) * 5)
    return Row(f"{line.name}, first answer, {zone}", times["everly"])


def _never(line: Line, options: Options) -> Row:
    reasons: dict[str, str] = {}
    runs: dict[str, Callable[[], float]] = {EVERLY.name: time_calls(partial(_refused, line))}
    for peer in options.peers:
        begun = perf_counter_ns()
        try:
            _none(peer, line)
            runs[peer.name] = time_calls(partial(_none, peer, line))
        except Unsaid as reason:
            reasons[peer.name] = f"{reason}, after {(perf_counter_ns() - begun) / 1e6:.2f} ms"
    times = in_turn(runs, min(options.rounds, 3))
    return Row(line.name, times[EVERLY.name], cells(options.peers, times, reasons))


def _refused(line: Line) -> ScheduleError:
    try:
        parse_schedule(line.text, now=line.now_in("UTC"))
    except ScheduleError as error:
        return error
    raise AssertionError(f"{line.text} fires")


def _none(peer: Peer, line: Line) -> None:
    """Ask a peer until it knows that there is no firing.

    Raises:
        Unsaid: It does not come to know it.
    """
    if found := peer.firings(line, "UTC", 1):
        raise Unsaid(f"differs: {found[0].isoformat()}")
