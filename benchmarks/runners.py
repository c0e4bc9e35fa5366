"""A runner in a folder of its own, with as many jobs as are wanted."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from everly.jobs.client import ping, request
from everly.jobs.ledger import Ledger, LedgerReader, Run, Work
from everly.jobs.places import Places, prepare
from everly.jobs.presence import is_up, signal_runner
from everly.jobs.runs import platform
from everly.jobs.settings import Settings, to_options

_PATIENCE = 120.0  # seconds until something that was started must have ended
_ENV = (("PATH", os.defpath),)


class Home:
    """A folder of jobs, whose runner is up when it was asked for."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        prepare(self.places)

    def fill(self, count: int, argv: tuple[str, ...], text: str, first: Callable[[int], int]) -> None:
        """Make so many scheduled jobs before there is a runner; `first` tells at which fire time each begins."""
        work = Work((argv,), "/", _ENV, to_options(Settings(keep_runs=100_000)))
        now = platform.now()
        with Ledger(self.places.ledger) as ledger, ledger.change():
            for number in range(count):
                name, fire = f"job-{number}", first(number)
                ledger.create_job(name, work, now)
                ledger.set_schedule(name, now, text=text, zone="UTC", anchor=fire, next_fire=fire)

    def up(self) -> int:
        """The process of the runner, which comes up if it is not."""
        return int(ping(self.places)["pid"])

    def make(self, name: str, *argv: str) -> None:
        """Make a job and start it."""
        (answer,) = request(self.places, "create", name=name, steps=[argv], cwd="/", env=_ENV, options=())
        if not answer.ok:
            raise RuntimeError(answer.text)

    def runs(self) -> list[Run]:
        """All that have begun."""
        with LedgerReader(self.places.ledger) as reader:
            return [run for run in reader.runs() if run.started is not None]

    def wait(self, enough: Callable[[list[Run]], bool]) -> list[Run]:
        """Wait until enough runs have begun, and give them."""
        end = time.monotonic() + _PATIENCE
        while not enough(found := self.runs()):
            if time.monotonic() > end:
                raise RuntimeError("the runs do not begin")
            time.sleep(0.2)
        return found

    def kill(self) -> None:
        """End the runner as a crash does."""
        pid = self.up()
        signal_runner(self.places, signal.SIGKILL)
        while is_up(self.places):
            time.sleep(0.001)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)

    def close(self) -> None:
        """Stop all jobs and the runner."""
        with LedgerReader(self.places.ledger) as reader:
            names = reader.names()
        request(self.places, "stop", names=names)
        self.kill()


@contextmanager
def home() -> Iterator[Home]:
    """A folder for one measure."""
    with TemporaryDirectory() as folder:
        made = Home(Path(folder) / "home")
        try:
            yield made
        finally:
            made.close()


def cpu_seconds(pid: int) -> float:
    """What a process has used of a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """The memory that a process holds, with what it shares."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
