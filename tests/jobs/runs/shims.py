"""Shims for tests, and the promise that nothing of them is left running."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import ITIMER_REAL, SIGALRM, SIGKILL, setitimer, signal
from typing import Any, NoReturn

import pytest

from everly.jobs.runner.local import Local
from everly.jobs.runner.watched import Watched
from everly.jobs.runs import platform, records, tree
from everly.jobs.runs.adoption import hold_shim
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import Launch, dump
from everly.jobs.runs.log_reader import read
from everly.jobs.runs.spawning import interpreter, start

PATIENCE = 20.0  # seconds until a test gives up; none takes a second


def until(condition: Callable[[], Any], what: str = "") -> Any:
    """Wait for something to become true, and give it."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, what or condition
        time.sleep(0.004)
    return found


@contextmanager
def within(what: str) -> Iterator[None]:
    """Fail where something takes longer than PATIENCE, also where it waits in the system. In the main thread only.

    The alarm of who asks is put back, for pytest-timeout has one.
    """
    begin = time.monotonic()

    def fail(*_: object) -> NoReturn:
        raise AssertionError(what)

    handler = signal(SIGALRM, fail)
    before, interval = setitimer(ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        setitimer(ITIMER_REAL, 0)
        signal(SIGALRM, handler)
        if before:
            setitimer(ITIMER_REAL, max(before - (time.monotonic() - begin), 0.001), interval)


def check_bytes(found: bytes, wanted: bytes) -> None:
    """Hold long output against what it should be, in a sentence; pytest works for minutes to show the difference."""
    is_same = found == wanted
    place = next((n for n, (one, other) in enumerate(zip(found, wanted, strict=False)) if one != other), "the end")
    assert is_same, f"{len(found)} bytes where {len(wanted)} were written; the first that differs is at {place}"


def python(script: str) -> tuple[str, ...]:
    """A command that runs a Python script."""
    return (sys.executable, "-I", "-S", "-c", script)


class Shims:
    """Starts shims in one folder; at the end it kills what it started, by the mark of each run, and nothing else."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.started: list[subprocess.Popen[bytes]] = []
        self.directories: list[RunDirectory] = []

    def launch(self, *argv: str, name: str = "run", **settings: Any) -> Launch:
        settings = {"cwd": str(self.root), "env": {"PATH": os.environ["PATH"]}, "grace": 5.0, **settings}
        return Launch(directory=str(self.root / name), argv=argv, **settings)

    def start(self, launch: Launch, failpoints: str = "", limit: int | None = None) -> RunDirectory:
        """A shim with failpoints, and with a limit on the size of the files that it may write."""
        environment = {"EVERLY_FAILPOINTS": failpoints} if failpoints else {}
        self.started.append(start(launch, environment))
        if limit:
            resource.prlimit(self.started[-1].pid, resource.RLIMIT_FSIZE, (limit, limit))
        return self.watch(launch)

    def begin(self, launch: Launch, before: str, failpoints: str = "") -> RunDirectory:
        """A shim in a process that a shell has prepared."""
        command = ["/bin/sh", "-c", f'{before}; exec "$@"', "sh", *interpreter("everly.jobs.runs.shim")]
        environment = {"EVERLY_FAILPOINTS": failpoints} if failpoints else {}
        shim = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)
        self.started.append(shim)
        assert shim.stdin
        with shim.stdin as stdin:
            stdin.write(dump(launch))
        return self.watch(launch)

    def watch(self, launch: Launch) -> RunDirectory:
        self.directories.append(RunDirectory(launch.directory))
        return self.directories[-1]

    def run(self, *argv: str, **settings: Any) -> dict[str, Any]:
        """What the exit record says of a command that ends by itself."""
        directory = self.start(self.launch(*argv, **settings))
        return self.end(directory)

    def end(self, directory: RunDirectory) -> dict[str, Any]:
        record: dict[str, Any] = until(lambda: directory.read("exit"), "no exit record")
        return record

    def close(self) -> None:
        for shim in self.started:
            shim.kill()
            shim.wait()
        for directory in self.directories:
            kill_run(directory)


def kill_run(directory: RunDirectory) -> None:
    """Kill what is left of a run without a shim."""
    try:
        beginning = directory.read("started")
        is_locked(directory)
    except (RunError, OSError):  # a test has damaged it, after the end
        return
    if beginning:
        members = tree.marked(beginning["token"])
        until(lambda: not tree.signal_all(members, SIGKILL) and not is_locked(directory), "a process does not die")


def signal_shim(directory: RunDirectory, number: int) -> bool:
    """Signal the shim of a run; False if it has none any more."""
    held = hold_shim(directory)
    if held is None:
        return False
    platform.send(held, number)
    platform.release(held)
    return True


def stands_still(directory: RunDirectory) -> bool:
    """Whether a run with a shim stands still, as the runner sees it."""
    told = records.read(directory.file("lock"))
    watched = Watched(directory.path)
    watched.held = hold_shim(directory)
    if told is None or watched.held is None:
        return False
    local = Local.__new__(Local)  # without a loop, for it is only asked
    local.watched = {directory.path: watched}
    try:
        return local.is_still(directory.path)
    finally:
        platform.release(watched.held)


def log_of(directory: RunDirectory) -> bytes:
    """Everything that is kept of a log."""
    parts, offset = [], 0
    while (piece := read(directory.path, offset)).data:
        parts.append(piece.data)
        offset = piece.end
    return b"".join(parts)


def state(pid: int) -> str:
    """The letter that the system gives the state of a process."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has reaped it: this one may be a subreaper that reaps none."""
    found = platform.processes().get(pid)
    return found is None or found.state == "Z"


def as_stranger(act: Callable[[], object]) -> int:
    """What becomes of an act of another user, done in a process of its own: 0, or the number of the system's error."""
    pid = os.fork()
    if not pid:
        code = 255
        try:
            os.setgroups([])
            os.setresgid(12345, 12345, 12345)
            os.setresuid(12345, 12345, 12345)
            act()
            code = 0
        except OSError as error:
            code = error.errno or 254
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture
def shims(tmp_path: Path) -> Iterator[Shims]:
    tmp_path.chmod(0o700)
    made = Shims(tmp_path)
    yield made
    made.close()
