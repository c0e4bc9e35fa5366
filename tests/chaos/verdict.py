"""What came of it: each fire time has its run, none was executed twice, and what was lost was hit twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from everly.frozen import frozen, replace
from everly.jobs.ledger import Attempt, LedgerReader, Reason, Run, Schedule, State
from everly.jobs.places import Places
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.instants import utc_datetime
from tests.chaos.faults import Kill
from tests.chaos.load import Made

_SLACK = 2000  # milliseconds between a kill and the moment at which it is written down


@frozen
class Verdict:
    """Fire times and runs, counted. `faults` are what must never be, in words."""

    expected: int
    ran: int
    skipped: Mapping[str, int]
    unstarted: int
    lost_twice_hit: int
    lost: int
    doubled: int
    lateness: tuple[float, float, float]
    """Milliseconds from fire time to execution, where no policy makes a run wait: median, 99th of a hundred, most."""
    faults: tuple[str, ...]

    def with_faults(self, more: Sequence[str]) -> Verdict:
        """The same with what else must never be, which goes first."""
        return replace(self, faults=(*more, *self.faults))


def judge(
    ledger: LedgerReader,
    places: Places,
    made: Sequence[Made],
    *,
    until: Mapping[str, Schedule],
    executed: Counter[str],
    kills: Sequence[Kill],
) -> Verdict:
    """Hold the rows of all jobs to their schedules; `until` is each schedule as it was when all had been recorded."""
    faults: list[str] = []
    expected, skipped, late = 0, Counter[str](), list[float]()
    ran = unstarted = lost = lost_twice_hit = 0
    told = _Kills(kills)
    identity = ledger.identity()
    for job in made:
        runs = ledger.runs([job.name])
        expected += _compare(job.name, until[job.name], runs, faults)
        for run in _expected(until[job.name], runs):
            if run.state is State.SKIPPED and run.ending:
                skipped[run.ending.reason.value] += 1
                continue
            attempts = ledger.attempts(run.id)
            path = places.attempt(identity, run.id, 1, attempts[-1].number) if attempts else Path()
            if run.state is State.LOST:
                hit = told.hit_twice(str(path), attempts[-1])
                lost_twice_hit, lost = lost_twice_hit + hit, lost + (not hit)
                if not hit:
                    faults.append(f"run {run.id} of '{job.name}' was lost: {told.around(attempts[-1])}")
            elif run.ending is None:
                faults.append(f"run {run.id} of '{job.name}' never ended")
            elif run.ending.reason is Reason.UNSTARTED:
                unstarted += 1
            else:
                ran += 1
                _check_code(job, run, executed, faults, told)
            if run.started is not None and run.fire is not None and job.waits_for_nothing:
                late.append(run.started - run.fire * 1000)
    doubled = sum(count > 1 for count in Counter(each.partition(".")[0] for each in executed.elements()).values())
    return Verdict(expected, ran, skipped, unstarted, lost_twice_hit, lost, doubled, _spread(late), tuple(faults))


def _compare(name: str, schedule: Schedule, runs: Sequence[Run], faults: list[str]) -> int:
    """Hold the fire times of runs to those of the schedule, up to its next one; how many these are."""
    assert schedule.next_fire is not None
    compiled = compile_schedule(schedule.text, now=utc_datetime(schedule.anchor), timezone=schedule.zone)
    wanted = set(compiled.instants.between(schedule.anchor, schedule.next_fire - 1))
    found = Counter(run.fire for run in runs if run.fire is not None)
    early = {fire for fire in found if fire < schedule.next_fire}
    for what, which in (("no run of", wanted - early), ("a run of no fire time of", early - wanted)):
        if which:
            faults.append(f"{what} '{name}' at {sorted(which)[:5]}")
    if twice := [fire for fire, count in found.items() if count > 1]:
        faults.append(f"two runs of '{name}' at {twice[:5]}")
    return len(wanted)


def _expected(schedule: Schedule, runs: Sequence[Run]) -> list[Run]:
    """Those of some runs whose fire times are counted; others have come since all had been recorded."""
    assert schedule.next_fire is not None
    return [run for run in runs if run.fire is None or run.fire < schedule.next_fire]


def _check_code(job: Made, run: Run, executed: Counter[str], faults: list[str], told: _Kills) -> None:
    """An exit code is that of the command, and nothing succeeds that was never executed."""
    assert run.ending
    ran = any(executed[f"{run.id}.1.{number}"] for number in range(1, 9))
    if run.ending.reason is Reason.CODE and (run.ending.code != job.code or not ran):
        faults.append(f"run {run.id} of '{job.name}' is said to have ended with {run.ending.code}, executed: {ran}")
    if run.ending.reason is Reason.SIGNAL and not told.shims:
        faults.append(f"run {run.id} of '{job.name}' was ended by signal {run.ending.signal}, which nobody sent")


class _Kills:
    """The kills, to be asked what they hit."""

    def __init__(self, kills: Sequence[Kill]) -> None:
        self.kills = kills
        self.runners = [each.at for each in kills if each.kind == "runner"]
        self.shims: dict[str, list[int]] = defaultdict(list)
        for each in kills:
            if each.kind == "shim":
                self.shims[each.directory].append(each.at)

    def around(self, attempt: Attempt) -> str:
        """What was killed while an attempt was under way, by the milliseconds since it was launched."""
        until = (attempt.ended or 0) + _SLACK
        near = (each for each in self.kills if attempt.created - _SLACK <= each.at <= until)
        words = (f"{each.kind} {each.directory.rpartition('/')[2]} {each.at - attempt.created:+}" for each in near)
        return f"{attempt}; killed: {', '.join(words)}"

    def hit_twice(self, directory: str, attempt: Attempt) -> bool:
        """Whether the shim of an attempt was killed, and a runner while it was under way."""
        until = (attempt.ended or 0) + _SLACK
        return directory in self.shims and any(attempt.created - _SLACK <= at <= until for at in self.runners)


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    ordered = sorted(values) or [0.0]
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], ordered[-1]
