"""Where the system does not tell of processes, nothing is said to be stopped that may run on."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.errors import Fault
from everly.jobs.exit_record import ending_of_record
from everly.jobs.ledger import Reason
from everly.jobs.protocol import STATUSES
from everly.jobs.runs import platform
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.launch import Launch, dump
from everly.jobs.runs.records import noted
from everly.jobs.runs.signals import STOP_ONCE
from tests.jobs.cli.runs import run as typed
from tests.jobs.processes.worlds import World, local_world, script
from tests.jobs.runs.shims import Shims, log_of, shims, state, until

__all__ = ["shims"]

BLIND = """
import os
from everly.jobs.runs import platform
real = platform.text
def text(path):
    if not os.path.exists({path!r}):
        return real(path)
    if path == f"/proc/{{os.getpid()}}/stat":
        open({looked!r}, "w").close()
    return ""
platform.text = text
"""
"""A system that tells of no processes while there is a file. The beginning of a program.

It has looked in vain once it has not found itself.
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with local_world(tmp_path, monkeypatch) as made:
        yield made


def blind(path: Path) -> str:
    return BLIND.format(path=str(path), looked=str(path.with_name("looked")))


@pytest.mark.parametrize("verb", ["stop", "pause", "restart", "delete"])
def test_what_cannot_be_seen_is_not_said_to_be_stopped(world: World, verb: str) -> None:
    world.run_script(blind(world.folder / "blind"))
    assert world.make("job", script("exec sleep 600")).ok
    _, record = world.begun("job")
    (world.folder / "blind").touch()
    options = ("-y",) if verb == "delete" else ()
    told = typed(verb, "job", "job", *options)
    assert told.code == 2
    assert told.out == ""
    assert "the system tells of no processes" in told.err
    assert platform.started_at(record["pid"]) == record["began"], "it runs on"
    (world.folder / "blind").unlink()
    assert typed("stop", "job", "job").out == "job: stopped\n"
    assert not platform.started_at(record["pid"])


def test_no_runner_comes_up_that_could_not_stop_what_it_starts(world: World) -> None:
    (world.folder / "blind").touch()
    program = f"{blind(world.folder / 'blind')}\nimport sys; from everly.jobs.runner.main import main; sys.exit(main())"
    told = subprocess.run(
        [sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert told.returncode == STATUSES[Fault.PLACE]
    assert told.stderr.strip().removeprefix("everly: ") == "the system tells of no processes: /proc says nothing"


def signalled_blind(
    shims: Shims, number: int, script: str = "echo ready; exec sleep 600", **rules: Any
) -> RunDirectory:
    """A run whose shim was told something while it sees nothing."""
    directory = begin(shims, shims.launch("sh", "-c", script, grace=0.5, **rules))
    until(lambda: log_of(directory))
    (shims.root / "blind").touch()
    shims.started[0].send_signal(number)
    until((shims.root / "looked").exists, "it did not look")
    assert directory.read("exit") is None
    return directory


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGUSR1])
def test_a_shim_that_sees_nothing_goes_on_with_its_command(shims: Shims, number: int) -> None:
    """It tells no end that it does not know."""
    directory = signalled_blind(shims, number)
    record = directory.read("started")
    assert record
    assert state(record["pid"]) == "S"
    (shims.root / "blind").unlink()
    shims.started[0].terminate()
    assert shims.end(directory)["reason"] == "stopped"


@pytest.mark.parametrize("number", [signal.SIGTERM, STOP_ONCE])
@pytest.mark.parametrize("timeout", [None, 600.0])
def test_a_stop_that_could_not_begin_begins_once_its_processes_are_seen(
    shims: Shims, number: int, timeout: float | None
) -> None:
    """Nobody asks a second time, and it is a stop, also where time would have been up some day."""
    directory = signalled_blind(shims, number, timeout=timeout)
    (shims.root / "blind").unlink()
    assert shims.end(directory)["reason"] == "stopped"


def test_what_a_command_left_is_stopped_too_once_it_is_seen(shims: Shims) -> None:
    """The command has ended by itself meanwhile, so it is not said to have been stopped."""
    leaves = "sleep 600 & echo $! ready; while [ ! -e go ]; do sleep 0.02; done; exit 3"
    directory = signalled_blind(shims, signal.SIGTERM, leaves)
    (shims.root / "go").touch()
    until(lambda: noted(directory.file("started")) is not None, "the command does not end")
    left = int(log_of(directory).split()[0])
    (shims.root / "blind").unlink()
    record = shims.end(directory)
    assert (record["code"], record["reason"], record["left"]) == (3, None, [])
    assert not platform.started_at(left)


def test_a_stop_that_sees_nothing_ends_where_nothing_is_left(shims: Shims) -> None:
    """That needs no sight: a shim has no children then."""
    directory = signalled_blind(shims, signal.SIGTERM, "echo ready; while [ ! -e go ]; do sleep 0.02; done; exit 3")
    (shims.root / "go").touch()
    assert shims.end(directory)["code"] == 3


def test_a_command_whose_time_is_up_is_stopped_once_its_processes_are_seen(shims: Shims) -> None:
    launch = shims.launch("sh", "-c", "touch blind; exec sleep 600", timeout=0.5, grace=0.5)
    directory = begin(shims, launch)
    until((shims.root / "looked").exists, "it did not look")
    assert directory.read("exit") is None
    (shims.root / "blind").unlink()
    assert shims.end(directory)["reason"] == "timeout"


def test_a_stop_that_sees_nothing_any_more_says_so(shims: Shims) -> None:
    """What the command left behind is not called dead."""
    away = "trap 'touch blind; exit 3' TERM; (trap '' TERM; exec sleep 600) & echo ready; while :; do sleep 0.01; done"
    directory = begin(shims, shims.launch("sh", "-c", away, grace=0.5))
    until(lambda: log_of(directory))
    shims.started[0].terminate()
    ending = ending_of_record(shims.end(directory))
    assert (ending.reason, ending.code) == (Reason.STOPPED, 3)
    assert ending.note == "the system did not tell which of its processes live on"


def begin(shims: Shims, launch: Launch) -> RunDirectory:
    """A shim on such a system, in the folder of the test."""
    program = f"{blind(shims.root / 'blind')}\nimport sys; from everly.jobs.runs.shim import main; sys.exit(main())"
    command = [sys.executable, "-B", "-c", program]
    shim = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    shims.started.append(shim)
    assert shim.stdin
    with shim.stdin as stdin:
        stdin.write(dump(launch))
    return shims.watch(launch)
