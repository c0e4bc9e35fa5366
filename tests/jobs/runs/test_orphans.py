"""A run whose shim was killed can be watched to its end, and stopped, and no stranger is touched."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from everly.jobs.runs import platform, records
from everly.jobs.runs.directory import RunDirectory, identity, is_locked
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.orphans import hold_command, stop_marked
from everly.jobs.runs.tree import marked
from tests.jobs.runs.shims import Shims, log_of, python, shims, until

__all__ = ["shims"]

CLEANED = "import os\nif os.fork(): print('ready', flush=True)\nos.execve('/bin/sleep', ['sleep', '60'], {})"


def orphaned(shims: Shims, *argv: str) -> RunDirectory:
    """A run whose command lives and has said something, and whose shim is dead."""
    directory = shims.start(shims.launch(*argv))
    until(lambda: log_of(directory))
    shims.started[0].kill()
    shims.started[0].wait()
    until(lambda: not is_locked(directory))
    return directory


def test_a_command_without_a_shim_is_watched_to_its_end(shims: Shims) -> None:
    directory = orphaned(shims, "sh", "-c", "echo ready; exec sleep 60")
    held = hold_command(directory)
    assert held is not None
    assert select.select([held], [], [], 0)[0] == []
    assert platform.send(held, signal.SIGKILL)
    assert select.select([held], [], [], 20)[0] == [held]
    platform.release(held)


def test_a_command_that_never_began_or_has_ended_is_not_held(shims: Shims) -> None:
    assert hold_command(RunDirectory(str(shims.root / "nothing"))) is None
    shims.run("true")
    assert hold_command(shims.directories[0]) is None


@pytest.mark.parametrize("told", [{"began": "1"}, {"boot": "another"}])
def test_no_stranger_is_taken_for_a_command(shims: Shims, told: dict[str, str]) -> None:
    """Its number is that of the command, but it began at another time, or after another start of the machine."""
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        run = RunDirectory(str(shims.root / "run"))
        (shims.root / "run").mkdir(mode=0o700)
        records.reserve(run.file("started"))
        records.write(run.file("started"), {**identity(stranger.pid), **told, "token": "0" * 32})
        assert hold_command(run) is None
        stop = stop_marked(run, 0.0, 0.0)
        assert stop.advance(0.0)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_what_is_left_is_stopped_though_it_bears_no_mark(shims: Shims) -> None:
    """The command and its child have both emptied their environment; the command is known by what its shim wrote."""
    directory = orphaned(shims, *python(CLEANED))
    held = hold_command(directory)
    assert held is not None
    stop = stop_marked(directory, 5.0, time.monotonic())
    until(lambda: stop.advance(time.monotonic()))
    assert stop.survivors == ()
    assert select.select([held], [], [], 0)[0] == [held]
    platform.release(held)


def test_a_stop_of_what_is_left_knows_when_it_may_not(shims: Shims) -> None:
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: directory.read("started"))
    with pytest.raises(RunError, match=r"lives, and stops the run when asked"):
        stop_marked(directory, 1.0, 0.0)
    with pytest.raises(RunError, match="never began"):
        stop_marked(RunDirectory(str(shims.root / "nothing")), 1.0, 0.0)


def test_who_looks_is_no_member_nor_what_it_has_started() -> None:
    """As a runner that was started by the command of a run, and bears its mark; the command is one, of course."""
    script = (
        "import subprocess\n"
        "from everly.jobs.runs.tree import marked\n"
        "child = subprocess.Popen(['/bin/sleep', '60'], env={})\n"
        "print(len(marked('x' * 32)()))\n"
        "child.kill()"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[3]), "EVERLY_RUN": "x" * 32}
    command = ["/bin/sh", "-c", '"$@"; exit 0', "sh", sys.executable, "-c", script]
    made = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
    assert made.stdout == b"1\n"


def test_what_descends_from_a_marked_process_is_a_member() -> None:
    script = "import os\nif not os.fork(): os.execve('/bin/sleep', ['sleep', '60'], {})\nos.wait()"
    parent = subprocess.Popen([sys.executable, "-S", "-c", script], env={"EVERLY_RUN": "y" * 32})
    try:
        found = until(lambda: len(found := marked("y" * 32)()) == 2 and found)
        assert parent.pid in found
    finally:
        for pid in {**marked("y" * 32)()}:
            os.kill(pid, signal.SIGKILL)
        parent.wait()
