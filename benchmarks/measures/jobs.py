"""The runner: how soon a job begins, what it costs, how late it is, and what waiting costs."""

from __future__ import annotations

import os
import subprocess
import time
from statistics import median

from benchmarks.executions import executions_of
from benchmarks.options import Options
from benchmarks.results import Row, Section, Target
from benchmarks.runners import Home, cpu_seconds, home, megabytes
from benchmarks.timing import REST, in_turn
from everly.jobs.client import request
from everly.jobs.ledger import LedgerReader, Run
from everly.jobs.runs.log_reader import read

_DATE = ("/bin/date", "+%s%N")
_TRUE = ("/bin/true",)
_FAR = 1_000_000  # seconds


def jobs(options: Options) -> Section:
    """Start to execution, a run beside a process, waiting, lateness, adoption."""
    executed, clock = _beginning(options, REST)
    begin = clock if executed is None else executed
    costs = _costs(options)
    idle = {count: _idle(count, options.idle_seconds) for count in (0, options.scheduled // 10, options.scheduled)}
    apart, at_once = _apart(options), _at_once(options)
    alone, among = _adoption(0), _adoption(options.live)
    cpu, memory = idle[options.scheduled]
    rows = (
        *([] if executed is None else [Row("asked to executed", executed, note=f"median of {options.starts}")]),
        Row("asked to the command's own clock", clock),
        Row("the same, each start right after the other", _beginning(options, 0)[1]),
        *(Row(name, value) for name, value in costs.items()),
        *(
            Row(f"the runner, {count} jobs waiting", 0, note=f"{percent:.2f} % of a core, {size:.1f} MB")
            for count, (percent, size) in idle.items()
        ),
        Row(f"lateness, {options.schedules} schedules, one a second", apart[0], note=f"p99 {apart[1] / 1e6:.0f} ms"),
        Row(f"lateness, {options.schedules} schedules at once", at_once[0], note=f"p99 {at_once[1] / 1e6:.0f} ms"),
        Row("the runner comes up, nothing runs", alone),
        Row(f"the runner comes up, {options.live} runs live", among),
    )
    targets = (
        Target("asked to executed", 10, begin / 1e6, "ms", most=True),
        Target(f"{options.scheduled} jobs waiting, memory", 100, memory, "MB", most=True),
        Target(f"{options.scheduled} jobs waiting, of a core", 1, cpu, "%", most=True),
        Target("lateness, one a second, p99", 250, apart[1] / 1e6, "ms", most=True),
    )
    return Section("jobs", "the runner of jobs", rows, targets)


def _beginning(options: Options, rest: float) -> tuple[float | None, float]:
    """Nanoseconds from the asking until a command is executed, where that can be told, and to its own clock.

    So many seconds lie between two starts.
    """
    with home() as made, executions_of(_DATE[0]) as executions:
        made.up()
        os.sync()  # a start waits for the disk, and is not to wait for what was measured before
        executed, clock = [], []
        for number in range(options.starts):
            time.sleep(rest)
            begun = time.time_ns()
            made.make(f"date-{number}", _DATE[0] if executions is None else executions.program, *_DATE[1:])
            clock.append(_clock_of(made) - begun)
            if executions is not None:
                executed.append(executions.next() - begun)
    return median(executed) if executed else None, median(clock)


def _clock_of(made: Home) -> int:
    """What the newest run wrote."""
    with LedgerReader(made.places.ledger) as reader:
        run = max(reader.runs(), key=lambda each: each.id)
        directory = str(made.places.attempt(reader.identity(), run.id, 1, 1))
    while not (data := read(directory, 0).data).endswith(b"\n"):
        time.sleep(0.001)
    return int(data)


def _costs(options: Options) -> dict[str, float]:
    """Nanoseconds of one of many runs that are started at once, and of as many processes."""
    count = options.starts

    def by_runner() -> float:
        begun = time.perf_counter_ns()
        request(made.places, "start", names=names)
        return (time.perf_counter_ns() - begun) / count

    def by_subprocess() -> float:
        begun = time.perf_counter_ns()
        for _ in range(count):
            subprocess.run(_TRUE, check=True)  # noqa: S603 - a command of ours
        return (time.perf_counter_ns() - begun) / count

    def by_fork() -> float:
        begun = time.perf_counter_ns()
        for _ in range(count):
            os.waitpid(os.posix_spawn(_TRUE[0], _TRUE, {}), 0)
        return (time.perf_counter_ns() - begun) / count

    with home() as made:
        names = [f"true-{number}" for number in range(count)]
        for name in names:
            made.make(name, *_TRUE)
        return in_turn(
            {f"a run, {count} at once": by_runner, "a subprocess": by_subprocess, "a fork and exec": by_fork},
            options.rounds,
        )


def _idle(count: int, seconds: float) -> tuple[float, float]:
    """The share of a processor in percent, and the megabytes, of a runner with so many jobs that wait."""
    with home() as made:
        made.fill(count, _TRUE, "every hour", lambda number: int(time.time()) + _FAR + number)
        pid = made.up()
        time.sleep(min(seconds, 1))
        before, begun = cpu_seconds(pid), time.perf_counter()
        time.sleep(seconds)
        used = (cpu_seconds(pid) - before) / (time.perf_counter() - begun)
        return 100 * used, megabytes(pid)


def _apart(options: Options) -> tuple[float, float]:
    """Lateness, median and 99th of a hundred, of schedules that come one after the other, each in its second."""
    with home() as made:
        begin = int(time.time()) + 3
        made.fill(options.schedules, _TRUE, f"every {options.schedules} seconds", lambda number: begin + number)
        made.up()
        return _lateness(made.wait(lambda runs: len(runs) >= options.fires))


def _at_once(options: Options) -> tuple[float, float]:
    """The same of schedules that come all in the same second."""
    with home() as made:
        begin = int(time.time()) + 5
        made.fill(options.schedules, _TRUE, "every hour", lambda _number: begin)
        made.up()
        return _lateness(made.wait(lambda runs: len(runs) == options.schedules))


def _lateness(runs: list[Run]) -> tuple[float, float]:
    late = sorted(((run.started or 0) - (run.fire or 0) * 1000) * 1e6 for run in runs)
    return median(late), late[min(len(late) - 1, len(late) * 99 // 100)]


def _adoption(live: int) -> float:
    """Nanoseconds until a runner is up that finds so many runs of a killed one."""
    with home() as made:
        made.up()
        for number in range(live):
            made.make(f"sleep-{number}", "/bin/sleep", "600")
        made.kill()
        begun = time.perf_counter_ns()
        made.up()
        return time.perf_counter_ns() - begun
