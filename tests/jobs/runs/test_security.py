"""What a run makes is closed to every other user from the first instant, and what others made is not believed."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from everly.jobs.runs.adoption import find
from everly.jobs.runs.attach import Attached
from everly.jobs.runs.directory import RunDirectory, give_up_before
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.failpoints import NAMES
from everly.jobs.runs.removal import remove
from everly.jobs.runs.shim import CANNOT
from tests.jobs.runs.shims import Shims, as_stranger, log_of, shims, state, until

__all__ = ["shims"]

STRANGER = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
EACCES = 13


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("shim.")] + ["attach.bound", "log.write"])
def test_at_no_moment_is_anything_open_to_others(shims: Shims, name: str) -> None:
    """The shim starts without a mask, and stands still at every place where something was just made."""
    directory = shims.begin(shims.launch("sh", "-c", "echo x; echo y >&2"), "umask 0", f"{name}=stop")
    until(lambda: state(shims.started[0].pid) == "T")
    assert Path(directory.path).stat().st_mode & 0o777 == 0o700
    assert {each.lstat().st_mode & 0o077 for each in Path(directory.path).iterdir()} <= {0}


def opened(handle: int, name: str) -> Callable[[], object]:
    return lambda: os.open(name, os.O_RDONLY, dir_fd=handle)


def connected(handle: int) -> Callable[[], object]:
    return lambda: socket.socket(socket.AF_UNIX).connect(f"/proc/self/fd/{handle}/sock")


@STRANGER
def test_another_user_reads_and_reaches_nothing(shims: Shims) -> None:
    """By an open directory, so that it is this one which refuses and not one above; and then each file by itself."""
    directory = shims.start(shims.launch("sh", "-c", "echo secret; sleep 60"))
    until(lambda: log_of(directory))
    names = [each.name for each in Path(directory.path).iterdir()]
    assert {"lock", "launch", "started", "exit", "sock", "log.0", "index.0"} <= set(names)
    handle = os.open(directory.path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for mode in (0o700, 0o711):
            os.fchmod(handle, mode)
            for name in names:
                assert as_stranger(opened(handle, name)) == EACCES, name
            assert as_stranger(connected(handle)) == EACCES
        os.fchmod(handle, 0o700)
        assert as_stranger(lambda: list(Path(f"/proc/self/fd/{handle}").iterdir())) == EACCES
    finally:
        os.close(handle)


@STRANGER
@pytest.mark.parametrize("planted", ["folder", "run"])
def test_what_another_user_planted_is_refused(shims: Shims, planted: str) -> None:
    folder, run = shims.root / "folder", RunDirectory(str(shims.root / "folder" / "run"))
    folder.mkdir(mode=0o700)
    Path(run.path).mkdir(mode=0o700)
    shutil.chown(folder if planted == "folder" else run.path, 12345)
    if planted == "folder":
        refusing: list[Callable[[], object]] = [lambda: list(find(str(folder))), lambda: give_up_before(run.path)]
        shims.start(shims.launch("true", name="folder/new"))
        assert shims.started[0].wait() == CANNOT
    else:
        refusing = [lambda: remove(run), lambda: Attached(run)]
    for act in refusing:
        with pytest.raises(RunError):
            act()
    assert [str(each) for each in folder.rglob("*")] == [run.path]


@STRANGER
def test_a_socket_that_another_user_serves_is_not_written_to(shims: Shims) -> None:
    run = RunDirectory(str(shims.root / "run"))
    (shims.root / "run").mkdir(mode=0o700)
    shutil.chown(run.path, 12345)
    ready, leave = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        with suppress(OSError):
            os.chdir(run.path)
            os.setresuid(12345, 12345, 12345)
            server = socket.socket(socket.AF_UNIX)
            server.bind("sock")
            server.listen()
            os.write(ready[1], b"!")
            os.close(leave[1])
            os.read(leave[0], 1)
        os._exit(0)
    os.close(ready[1])
    assert os.read(ready[0], 1)
    with pytest.raises(RunError, match="served by another user"):
        Attached(run)
    for handle in (ready[0], *leave):
        os.close(handle)
    os.waitpid(pid, 0)
