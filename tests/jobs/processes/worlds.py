"""A user's jobs with everything real: a folder, a runner, a spawner, shims. All of it is gone when a test ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.client import Answer, RunnerError, ping, request
from everly.jobs.commands import KEPT, environment_of
from everly.jobs.ledger import Attempt, LedgerReader, Run
from everly.jobs.places import Places, prepare
from everly.jobs.presence import is_up, runner_of
from everly.jobs.runs import cgroup, platform, records, tree
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.launch import TOKEN
from everly.jobs.settings import from_options, to_options
from tests.jobs.checker import Window
from tests.jobs.runs.shims import kill_run, state, until

NOTE = 'echo "$EVERLY_RUN_NUMBER.$0.$EVERLY_ATTEMPT" >> ran; '
"""The beginning of a script that notes down each of its executions: the run, its step (its first argument), the try."""


def script(text: str, step: int = 1) -> tuple[str, ...]:
    """A step that notes down its execution, and then does something."""
    return ("/bin/sh", "-c", NOTE + text, str(step))


def _outside(*argv: str) -> list[str]:
    return list(argv)


class World:
    """The jobs of one folder, and what runs them. `failpoints` are set in what is started from then on.

    `inside` gives a command as it is started where the manager of the executor systemd is.
    """

    def __init__(self, folder: Path, executor: str = "local", inside: Callable[..., list[str]] = _outside) -> None:
        self.folder, self.executor, self.inside = folder, executor, inside
        self.places = Places(folder / "home")
        self.failpoints = ""
        self.scripts: list[subprocess.Popen[bytes]] = []
        self._started: set[int] = set()

    # Asking

    def ask(self, verb: str, **asked: Any) -> tuple[Answer, ...]:
        with self._surroundings():
            answers = request(self.places, verb, **asked)
        self.note()
        return answers

    def make(
        self, name: str, *steps: tuple[str, ...], schedule: str | None = None, zone: str = "UTC", **options: Any
    ) -> Answer:
        """Make a job and start it."""
        asked: dict[str, Any] = {} if schedule is None else {"schedule": {"text": schedule, "zone": zone}}
        settings = from_options(tuple({"grace": 2.0, "executor": self.executor, **options}.items()))
        env = environment_of((), {"PATH": os.environ["PATH"]}, kept=KEPT)
        (answer,) = self.ask(
            "create", name=name, steps=steps, cwd=str(self.folder), env=env, options=to_options(settings), **asked
        )
        return answer

    def do(self, verb: str, *names: str, **asked: Any) -> tuple[Answer, ...]:
        answers = self.ask(verb, names=names, **asked)
        assert all(each.ok for each in answers), answers
        return answers

    def come_up(self) -> int:
        """Have a runner up; its process."""
        with self._surroundings():
            pid: int = ping(self.places)["pid"]
        self.note()
        return pid

    def keep_up(self) -> None:
        """Have a runner up again if it was killed, also while it came up."""
        if not is_up(self.places):
            with suppress(RunnerError):
                self.come_up()

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        if self.failpoints:
            os.environ["EVERLY_FAILPOINTS"] = self.failpoints
        try:
            yield
        finally:
            os.environ.pop("EVERLY_FAILPOINTS", None)

    def run_script(self, text: str) -> subprocess.Popen[bytes]:
        """A runner of another kind: a script that ends in the call of its `main`."""
        program = f"{text}\nimport sys; from everly.jobs.runner.main import main; sys.exit(main())"
        kept = ("PATH", "EVERLY_HOME", "XDG_RUNTIME_DIR")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        prepare(self.places)
        command = self.inside(sys.executable, "-B", "-c", program)
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        self.scripts.append(process)
        until(lambda: self.places.socket.exists() and runner_of(self.places) == process.pid, "it does not come up")
        return process

    # Looking

    @contextmanager
    def ledger(self) -> Iterator[LedgerReader]:
        with LedgerReader(self.places.ledger) as reader:
            yield reader

    def runs(self, *names: str) -> list[Run]:
        """All runs of some jobs, or of all, the oldest first."""
        with self.ledger() as reader:
            return sorted(reader.runs(names or None), key=lambda run: run.id)

    def attempts(self, run: Run) -> tuple[Attempt, ...]:
        with self.ledger() as reader:
            return reader.attempts(run.id)

    def ended(self, name: str, count: int = 1) -> list[Run]:
        """Wait until so many runs of a job have ended."""

        def enough() -> list[Run] | None:
            self.keep_up()
            found = [run for run in self.runs(name) if run.ending is not None]
            return found if len(found) >= count else None

        found: list[Run] = until(enough, f"'{name}' does not end")
        return found

    def directory(self, run: Run, step: int = 1, number: int = 1) -> RunDirectory:
        with self.ledger() as reader:
            return RunDirectory(str(self.places.attempt(reader.identity(), run.id, step, number)))

    def watcher(self, run: Run) -> int:
        """Who holds the lock of a run's first attempt: its shim, or the parent that this has in a unit."""
        told = records.read(self.directory(run).file("lock"))
        assert told is not None
        return int(told["pid"])

    def begun(self, name: str) -> tuple[Run, dict[str, Any]]:
        """Wait until the newest run of a job has been executed; what its record says."""
        run = until(lambda: next((run for run in reversed(self.runs(name)) if run.started is not None), None), name)
        attempt = self.attempts(run)[-1]
        record = self.directory(run, attempt.step, attempt.number).read("started")
        assert record is not None
        return run, record

    def executed(self) -> Counter[str]:
        """How often each attempt was executed, as `run.step.try`."""
        path = self.folder / "ran"
        return Counter(path.read_text().split() if path.exists() else ())

    def log(self) -> str:
        return self.places.log.read_text()

    @property
    def runner(self) -> int:
        pid: int = until(lambda: runner_of(self.places), "no runner")
        return pid

    def children(self) -> list[int]:
        """What the runner has started and what came to it: its spawner above all."""
        runner = self.runner
        return [each.pid for each in platform.processes().values() if each.parent == runner and each.state != "Z"]

    def find_spawner(self) -> int | None:
        """Its shims are forked from it and not executed, so they look alike, but each has its run's files open."""
        for pid in self.children():
            if b"runs.spawner" in command_line(pid) and not _has_files_of(self.places.runs, pid):
                return pid
        return None

    def spawner(self) -> int:
        pid: int = until(self.find_spawner, "no spawner")
        return pid

    # Ending

    def kill(self) -> None:
        """End the runner as a crash does, and wait until it is gone, also one that was coming up in its place."""

        def is_gone() -> bool:
            pid = runner_of(self.places)
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return not is_up(self.places)

        until(is_gone, "the runner does not die")
        self.reap()

    def reap(self) -> None:
        """Take in runners that have ended, which are children of this process."""
        for pid in list(self._started):
            with suppress(ChildProcessError):
                if os.waitpid(pid, os.WNOHANG) == (0, 0):
                    continue
            self._started.discard(pid)

    def note(self) -> None:
        pid = runner_of(self.places)
        if pid is not None:
            self._started.add(pid)

    def others(self) -> list[int]:
        """Runners of this folder that are up, or were not quick enough and are about to leave."""
        mine = os.fsencode(f"EVERLY_HOME={self.places.root}")
        return [
            pid
            for pid in platform.processes()
            if b"runner.main" in command_line(pid) and mine in platform.environment(pid).split(b"\0")
        ]

    def close(self) -> None:
        self.note()
        for each in set(self.others()) - {runner_of(self.places)}:  # lest one takes the place of the one that is up
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        pid = runner_of(self.places)
        below = [] if pid is None else tree.below(pid)().keys()
        if pid is not None:
            os.kill(pid, signal.SIGCONT)
            self.kill()
        for each in below:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        marks = _marks()
        for path in self.places.runs.iterdir() if self.places.runs.exists() else ():
            _end(RunDirectory(str(path)), marks)
        for script_of in self.scripts:
            script_of.kill()
            script_of.wait()
        self.reap()


def code_of(run: Run) -> int | None:
    """What a run exited with."""
    return None if run.ending is None else run.ending.code


def stands_still(pid: int) -> bool:
    """Whether a process is suspended, by itself or with its control group."""
    group = cgroup.own(Path(f"/proc/{pid}/cgroup").read_text(), Path("/proc/self/mountinfo").read_text())
    is_frozen = group is not None and "frozen 1" in Path(group, "cgroup.events").read_text().splitlines()
    return is_frozen or state(pid) == "T"


def windows_of(world: World, *names: str) -> list[Window]:
    """All fire times of stopped jobs, each from its first run to its newest."""
    found = []
    with world.ledger() as reader:
        for name in names:
            job, schedule = reader.the_job(name), reader.schedule(name)
            assert schedule is not None
            fires = [run.fire for run in reader.runs([name]) if run.fire is not None]
            window = Window(job.id, schedule.text, schedule.zone, schedule.anchor, min(fires), max(fires) + 1)
            found.append(window)
    return found


def _marks() -> set[bytes]:
    """The marks of runs that processes bear."""
    mark = f"{TOKEN}=".encode()
    variables = (each for pid in platform.processes() for each in platform.environment(pid).split(b"\0"))
    return {each.removeprefix(mark) for each in variables if each.startswith(mark)}


def _end(directory: RunDirectory, marks: set[bytes]) -> None:
    """Kill a run with its shim; who bears no mark is none of it, and there may be thousands of directories."""
    with suppress(Exception):  # a test has damaged it
        told = records.read(directory.file("lock"))
        if told and platform.started_at(told["pid"]) == told["began"]:
            os.kill(told["pid"], signal.SIGKILL)
    with suppress(Exception):
        started = directory.read("started")
        if started is None or started["token"].encode() not in marks:
            return
    kill_run(directory)


def _has_files_of(folder: Path, pid: int) -> bool:
    with suppress(OSError):
        return any(str(each.readlink()).startswith(str(folder)) for each in Path(f"/proc/{pid}/fd").iterdir())
    return False


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@contextmanager
def local_world(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world whose jobs everly's own runner runs. Linux only: it looks at processes through /proc."""
    if sys.platform != "linux":
        pytest.skip("looks at processes through /proc")
    folder.chmod(0o700)
    made = World(folder)
    monkeypatch.setenv("EVERLY_HOME", str(made.places.root))
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world of its own."""
    with local_world(tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def hoarder() -> Iterator[None]:
    """This process takes all orphans below it, and reaps none, as the first process of many containers."""
    library = ctypes.CDLL(None)
    library.prctl(36, 1, 0, 0, 0)
    yield
    library.prctl(36, 0, 0, 0, 0)
