"""A user of a real manager, with a folder of jobs, and a runner that may be a service there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.client import RunnerError, request
from everly.jobs.ledger import LedgerError, LedgerReader, Run
from everly.jobs.places import Places
from everly.jobs.presence import end_runner, runner_of, service_of
from everly.jobs.runs import platform
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.platform import started_at
from everly.jobs.service.identity import of_user
from tests.jobs.live import until
from tests.jobs.systemd.managers import Manager

ROOT = Path(__file__).parents[3]


class Served:
    """Commands of this user, as they are typed in a session of it."""

    def __init__(self, manager: Manager, root: Path) -> None:
        self.manager, self.places = manager, Places(root)
        self.is_usual = root == manager.home / ".local/state/everly"
        self.settings = {"PYTHONPATH": str(ROOT), "TZ": "UTC"}
        if not self.is_usual:
            self.settings["EVERLY_HOME"] = str(root)

    def everly(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command line inside."""
        words = [f"{name}={value}" for name, value in {**self.settings, **settings}.items()]
        return self.manager.run("/usr/bin/env", *words, sys.executable, "-m", "everly", *arguments)

    def ok(self, *arguments: str, **settings: str) -> str:
        """What a command line that succeeds writes."""
        done = self.everly(*arguments, **settings)
        assert done.returncode == 0, done
        return done.stdout

    @property
    def unit(self) -> str:
        """The name of the service, which is the plain one only in the folder that the system's list of users has."""
        return of_user(self.places).unit

    def status(self) -> dict[str, Any]:
        """What `everly service status` tells programs."""
        found: dict[str, Any] = json.loads(self.everly("service", "status", "--json").stdout)
        return found

    @property
    def runner(self) -> int:
        """The runner that is up."""
        found: int = until(lambda: runner_of(self.places))
        return found

    def is_service(self) -> bool:
        """Whether the runner that is up is one."""
        return service_of(self.places) == "user"

    def nap(self, name: str, *command: str) -> int:
        """Make a job that lasts, of a command with options before it; its process, once that is executed."""
        words = command if "--" in command else ("--", *(command or ("sleep", "600")))
        self.ok("start", "job", "--name", name, "--grace", "1s", *words)
        return int(until(lambda: self.record(name))["pid"])

    def record(self, name: str) -> dict[str, Any] | None:
        """What the newest run of a job has written down at its start."""
        with LedgerReader(self.places.ledger) as reader:
            run = next(iter(reader.runs([name], limit=1)), None)
            if run is None or run.started is None:
                return None
            attempt = reader.attempts(run.id)[-1]
            path = self.places.attempt(reader.identity(), run.id, attempt.step, attempt.number)
        return RunDirectory(str(path)).read("started")

    def newest(self, name: str) -> Run:
        with LedgerReader(self.places.ledger) as reader:
            return reader.runs([name], limit=1)[0]

    def ended(self, name: str) -> Run:
        """Wait until the newest run of a job has ended."""
        return until_run(lambda: self.newest(name))

    def kill_runner(self) -> int:
        """Kill the runner, as a fault would."""
        pid = self.runner
        os.kill(pid, signal.SIGKILL)
        until(lambda: runner_of(self.places) != pid)
        return pid

    def close(self) -> None:
        if not self.manager.is_up():
            self.manager.start()
        if list(self.places.root.glob("units/*")):  # which only who is inside can take away
            self.ok("delete", "jobs", "--all", "-y")
        if list(self.places.root.glob("everly*.service")):
            self.ok("service", "uninstall")
        with suppress(LedgerError, RunnerError), LedgerReader(self.places.ledger) as reader:
            request(self.places, "delete", names=reader.names())
        end_runner(self.places, 5.0, 20.0)
        shutil.rmtree(self.places.root, ignore_errors=True)


def until_run(look: Callable[[], Run]) -> Run:
    found: Run = until(lambda: run if (run := look()).ending is not None else None)
    return found


def lives(pid: int, began: str) -> bool:
    """Whether a process is still the one that it was, and does not only wait for its parent, which may be the tests."""
    found = platform.processes().get(pid)
    return found is not None and found.state != "Z" and started_at(pid) == began


@pytest.fixture
def served(manager: Manager) -> Iterator[Served]:
    """A user with the usual folder, in which nothing is yet."""
    made = Served(manager, manager.home / ".local/state/everly")
    yield made
    made.close()
