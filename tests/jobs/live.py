"""A folder of jobs with a runner of its own, for tests that run jobs for real. Nothing of it outlives its tests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.client import shut_down
from everly.jobs.ledger import LedgerReader, MissingError
from everly.jobs.places import VARIABLE, Places
from everly.jobs.presence import runner_of
from everly.jobs.runs.platform import environment, processes
from tests.jobs.cli.runs import Result, clean_environment, run

__all__ = ["Live", "ending", "live", "live_home", "until"]

PATIENCE = 20.0  # seconds; far more than anything takes


def until(what: Callable[[], Any]) -> Any:
    """Wait for something to be true, and give it."""
    end = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)
    return found


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that does not outlive this, so that a test which fails is not kept waiting."""
    with process:
        try:
            yield process
        finally:
            process.kill()


class Live:
    """Commands and jobs of one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.places = Places(root)
        self.settings = {VARIABLE: str(root)}

    def everly(self, *arguments: str, stdin: bytes = b"", settings: Mapping[str, str] | None = None) -> Result:
        """Run a command line in this process."""
        return run(*arguments, stdin=stdin, settings={**self.settings, **(settings or {})})

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment of a command line that is a process of its own."""
        return clean_environment(**self.settings, **settings)

    def ok(self, *arguments: str) -> str:
        """What a command line that succeeds writes."""
        result = self.everly(*arguments)
        assert result.code == 0, result
        return result.out

    def status(self, name: str) -> str:
        """How a job is."""
        with self.reader() as reader:
            from everly.jobs.views.jobs import view_jobs

            (view,) = view_jobs(reader, int(time.time() * 1000), [name])
            return str(view.status)

    def waits_for(self, name: str, *statuses: str) -> str:
        """Wait until a job is so."""
        found: str = until(lambda: each if (each := self.status(name)) in statuses else "")
        return found

    def output(self, name: str) -> bytes:
        """All that is kept of what the newest run of a job has put out so far."""
        from everly.jobs.runs.log_reader import read

        with self.reader() as reader:
            (newest,) = reader.runs([name], limit=1)
            paths = [
                str(self.places.attempt(reader.identity(), each.run, each.step, each.number))
                for each in reader.attempts(newest.id)
            ]
        found = b""
        for path in paths:
            offset = 0
            while (piece := read(path, offset, 1 << 24)).data:
                found += piece.data
                offset = piece.end
        return found

    def reader(self) -> LedgerReader:
        return LedgerReader(self.places.ledger)

    def names(self) -> tuple[str, ...]:
        """The jobs that there are."""
        try:
            with self.reader() as reader:
                return reader.names()
        except MissingError:
            return ()

    def kill_runner(self) -> int:
        """Kill the runner, as a fault would."""
        pid = runner_of(self.places)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: runner_of(self.places) is None)
        return pid

    def clear(self) -> None:
        """Take all jobs away."""
        if self.names():
            self.ok("delete", "jobs", "--all", "-y")

    def close(self) -> None:
        """End the runner, and what bears the mark of this folder."""
        self.clear()
        shut_down(self.places)
        mark = f"{VARIABLE}={self.root}".encode()
        end = time.monotonic() + PATIENCE
        while left := [pid for pid in processes() if pid != os.getpid() and mark in environment(pid).split(b"\0")]:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            assert time.monotonic() < end, left
            time.sleep(0.01)


@pytest.fixture(scope="module")
def live_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A folder of jobs for all tests of a module."""
    made = Live(tmp_path_factory.mktemp("everly") / "home")
    yield made
    made.close()


@pytest.fixture
def live(live_home: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A folder of jobs without any, which the library finds too."""
    monkeypatch.setenv(VARIABLE, str(live_home.root))
    yield live_home
    live_home.clear()
