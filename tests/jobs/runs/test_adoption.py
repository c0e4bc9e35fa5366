"""Whoever comes later knows what has become of a run, and takes no process for one that it is not."""

import errno
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from everly.jobs.runs import platform, records
from everly.jobs.runs.adoption import Found, find, hold_shim, look, settle
from everly.jobs.runs.directory import RunDirectory, identity, is_locked
from everly.jobs.runs.errors import RunError
from tests.jobs.runs.shims import Shims, log_of, shims, signal_shim, stands_still, until

__all__ = ["shims"]

ROOT = Path(__file__).parents[3]


def dead(shims: Shims, point: str, *argv: str, name: str = "run") -> RunDirectory:
    """A run whose shim was killed at a failpoint."""
    directory = shims.start(shims.launch(*(argv or ("sleep", "60")), name=name), f"{point}=kill")
    shims.started[-1].wait()
    until(lambda: not is_locked(directory))  # a child at the closed gate holds it for a moment longer
    return directory


def test_every_run_is_found_with_what_has_become_of_it(shims: Shims) -> None:
    shims.end(shims.start(shims.launch("sh", "-c", "exit 6", name="a")))
    running = shims.start(shims.launch("sleep", "60", name="b"))
    until(lambda: running.read("started"))
    dead(shims, "shim.reserved", name="c")
    dead(shims, "shim.opened", name="d")
    (shims.root / "e").symlink_to("a")
    shims.started[0].wait()
    found = {Path(each.directory.path).name: each for each in find(str(shims.root))}
    states = {name: each.state for name, each in found.items()}
    assert states == {"a": "ended", "b": "running", "c": "never", "d": "lost", "e": "damaged"}
    assert found["a"].ended is not None
    assert found["a"].ended["code"] == 6
    assert found["d"].is_of_this_boot


def test_the_end_of_an_adopted_run_is_seen(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "read line; exit 6"))
    until(lambda: directory.read("started"))
    held = hold_shim(directory)
    assert held is not None
    assert select.select([held], [], [], 0)[0] == []
    assert signal_shim(directory, signal.SIGTERM)
    assert select.select([held], [], [], 20)[0] == [held]
    platform.release(held)
    assert look(directory).state == "ended"
    assert not signal_shim(directory, signal.SIGTERM)
    assert hold_shim(directory) is None


def test_a_run_that_stands_still_is_told(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "sleep 60 & sleep 60"))
    until(lambda: directory.read("started"))
    assert not stands_still(directory)
    for _ in range(3):
        assert signal_shim(directory, signal.SIGUSR1)
        until(lambda: stands_still(directory))
        assert signal_shim(directory, signal.SIGUSR2)
        until(lambda: not stands_still(directory))
    shims.started[0].terminate()
    shims.end(directory)
    shims.started[0].wait()
    assert not stands_still(directory)


def test_a_held_lock_does_not_make_a_stranger_a_shim(shims: Shims) -> None:
    """A lock file that names a process which is not the one that wrote it."""
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        run = shims.root / "run"
        run.mkdir(mode=0o700)
        for told in ({**identity(stranger.pid), "began": "1"}, {**identity(stranger.pid), "boot": "another"}):
            (run / "lock").write_bytes(records.encode(told))
            with (run / "lock").open() as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                assert not signal_shim(RunDirectory(str(run)), signal.SIGKILL)
        (run / "lock").write_bytes(records.encode(identity(stranger.pid)))  # the right one, and the lock is free
        assert not signal_shim(RunDirectory(str(run)), signal.SIGKILL)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("name", ["started", "exit", "lock"])
@pytest.mark.parametrize("how", ["truncate", "link", "rewrite"])
def test_planted_and_broken_files_are_refused(shims: Shims, name: str, how: str) -> None:
    directory = shims.start(shims.launch("true"))
    shims.end(directory)
    shims.started[0].wait()
    file = Path(directory.file(name))
    if how == "link":
        file.rename(file.with_suffix(".real"))
        file.symlink_to(file.with_suffix(".real"))
    else:
        file.write_bytes(b"" if how == "truncate" else b"\xff" * records.SIZE)
    found = look(directory)
    if name == "lock" and how != "link":  # what it says is only asked of the living
        assert found.state == "ended"
    else:
        assert (found.state, bool(found.problem)) == ("damaged", True)


@pytest.mark.parametrize("mode", [0o755, 0o711, 0o770])
def test_an_open_directory_is_not_believed(shims: Shims, mode: int) -> None:
    shims.end(shims.start(shims.launch("true")))
    shims.started[0].wait()
    (shims.root / "run").chmod(mode)
    assert look(shims.directories[0]).state == "damaged"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_directory_of_another_user_is_not_believed(shims: Shims) -> None:
    (shims.root / "run").mkdir(mode=0o700)
    shutil.chown(shims.root / "run", 12345)
    found = look(RunDirectory(str(shims.root / "run")))
    assert (found.state, "12345" in found.problem) == ("damaged", True)
    assert list((shims.root / "run").iterdir()) == []


def test_a_run_of_another_boot_is_told(shims: Shims) -> None:
    directory = dead(shims, "shim.forked")
    records.write(directory.file("started"), {**identity(1), "boot": "another", "token": "0" * 32})
    found = look(directory)
    assert (found.state, found.is_of_this_boot) == ("lost", False)


def test_a_shim_that_was_killed_loses_no_exit_code_below_a_subreaper(shims: Shims) -> None:
    """The command outlives its shim and is reaped by the process above, which settles the run."""
    launch = shims.launch("sh", "-c", "read line < go; exit 6")
    os.mkfifo(shims.root / "go")
    shims.watch(launch)
    script = f"""
import os, sys
from everly.jobs.runs import adoption, platform, spawning
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.launch import load
assert platform.become_subreaper()
directory = RunDirectory({launch.directory!r})
shim = spawning.start(load(sys.stdin.buffer.read()), {{"EVERLY_FAILPOINTS": "shim.opened=kill"}})
while True:
    pid, status = os.wait()
    started = directory.read("started")
    if pid == shim.pid:
        with open("go", "w") as go: go.write("x\\n")
    if started and pid == started["pid"]:
        adoption.settle(adoption.look(directory), status, 1234)
        break
"""
    from everly.jobs.runs.launch import dump

    subprocess.run(
        [sys.executable, "-c", script],
        input=dump(launch),
        cwd=shims.root,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
        timeout=60,
    )
    found = look(RunDirectory(launch.directory))
    assert found.ended is not None
    assert (found.ended["code"], found.ended["reason"], found.ended["time"]) == (6, "shim-lost", 1234)


def test_a_run_that_is_not_lost_cannot_be_settled(shims: Shims) -> None:
    directory = shims.start(shims.launch("echo", "x"))
    shims.end(directory)
    shims.started[0].wait()
    for state in ("lost", "ended"):
        with pytest.raises(RunError, match="not lost"):
            settle(Found(directory, state), 0, 0)
    assert log_of(directory) == b"x\n"


def test_a_system_without_files_says_nothing_about_a_run(shims: Shims) -> None:
    """It is neither damaged nor lost: who looks is to look again."""
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: directory.read("started"))
    scarce = OSError(errno.EMFILE, "too many open files")
    with (
        patch("everly.jobs.runs.adoption.is_locked", side_effect=scarce),
        pytest.raises(OSError, match="too many open files"),
    ):
        look(directory)
    assert look(directory).state == "running"


def test_a_kill_between_the_reaping_and_the_record_loses_no_exit_code(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "exit 7"), "shim.ended=kill")
    shims.started[0].wait()
    assert look(directory).state == "lost"
    assert records.noted(directory.file("started")) == 7 << 8
