"""Runs of commands: how soon one begins, what its shim keeps to itself, and what its log costs."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep, time_ns

from benchmarks.options import Options
from benchmarks.results import Row, Section, Target
from benchmarks.timing import REST, in_turn
from everly.jobs.runs import spawning
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.launch import Launch
from everly.jobs.runs.log_reader import read

_DATE = ("/bin/date", "+%s%N")


def runs(options: Options) -> Section:
    """From the asking to the command's own clock; the private memory of shims; much output, and straight to a file."""
    with _running() as made:
        begin = median(made.until_exec(made.warm) for _ in range(options.starts))
        anew = median(made.until_exec(made.anew) for _ in range(options.starts))
        memory = median(made.private_bytes() for _ in range(5)) / 1e6
        count = options.output_bytes
        output = in_turn({"log": lambda: made.logged(count), "file": lambda: made.straight(count)}, options.rounds)
    rows = (
        Row("asked to the command's own clock, warm spawner", begin, note=f"median of {options.starts}"),
        Row("the same, an interpreter for each", anew, note=f"median of {options.starts}"),
        Row("private memory of a shim", 0, note=f"{memory:.2f} MB"),
        Row("output through the log", output["log"], note=f"{count / 1e6:g} MB"),
        Row("output straight to a file", output["file"], note=f"{count / 1e6:g} MB"),
    )
    targets = (
        Target("asked to the command's own clock, warm spawner", 10, begin / 1e6, "ms", most=True),
        Target("private memory of a shim", 2, memory, "MB", most=True),
        Target("output through the log, beside a file", 2, output["log"] / output["file"], most=True),
    )
    return Section("runs", "commands as background jobs", rows, targets)


class _Runs:
    """Runs in one folder, each with a directory of its own, by a warm spawner or without."""

    def __init__(self, folder: Path, spawner: spawning.Warm) -> None:
        self.folder, self.spawner, self.count = folder, spawner, 0

    def launch(self, *argv: str) -> Launch:
        self.count += 1
        directory = str(self.folder / f"r{self.count}")
        return Launch(directory=directory, argv=argv, cwd="/", env={"PATH": os.defpath}, log_bytes=50_000_000)

    def warm(self, launch: Launch) -> None:
        """Run it by the spawner, to its end."""
        self.spawner.ask(launch)
        while not any("ended" in each for each in self.spawner.read() or ()):
            pass

    def anew(self, launch: Launch) -> None:
        """Run it by an interpreter of its own, to its end."""
        spawning.start(launch, {}).wait()

    def until_exec(self, run: Callable[[Launch], None]) -> float:
        """Nanoseconds until the command reads its clock, which is a little after it was executed."""
        sleep(REST)
        launch = self.launch(*_DATE)
        begun = time_ns()
        run(launch)
        return int(read(launch.directory, 0).data) - begun

    def private_bytes(self) -> float:
        """What a shim that waits for its command shares with nobody."""
        launch = self.launch("/bin/sleep", "60")
        self.spawner.ask(launch)
        select.select([self.spawner.connection], [], [])
        directory = RunDirectory(launch.directory)
        while (started := directory.read("started")) is None:
            sleep(0.001)
        told = Path(f"/proc/{started['shim']['pid']}/smaps_rollup").read_text("ascii")
        os.kill(started["pid"], 15)
        while not any("ended" in each for each in self.spawner.read() or ()):
            pass
        return sum(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("Private_"))

    def logged(self, count: int) -> float:
        """Nanoseconds to write so many bytes to the log of a run, from the asking to the end."""
        launch = self.launch("/usr/bin/head", "-c", str(count), "/dev/zero")
        begun = time_ns()
        self.warm(launch)
        return time_ns() - begun

    def straight(self, count: int) -> float:
        """The same to a file, by a child process."""
        begun = time_ns()
        with (self.folder / "straight").open("wb") as file:
            subprocess.run(["/usr/bin/head", "-c", str(count), "/dev/zero"], stdout=file, check=True)  # noqa: S603
        return time_ns() - begun


@contextmanager
def _running() -> Iterator[_Runs]:
    with TemporaryDirectory() as folder:
        spawner = spawning.Warm({})
        try:
            yield _Runs(Path(folder), spawner)
        finally:
            spawner.close()
