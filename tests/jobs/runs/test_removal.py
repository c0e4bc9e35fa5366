"""A run is taken away whole or not at all, and one that is not there can be kept from beginning."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path
from unittest.mock import patch

import pytest

from everly.jobs.runs.adoption import find, look
from everly.jobs.runs.directory import RunDirectory, TakenError, claim, give_up, give_up_before
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.removal import remove
from everly.jobs.runs.shim import CANNOT, TAKEN
from tests.jobs.runs.shims import Shims, shims, state, until

__all__ = ["shims"]


def ended(shims: Shims) -> RunDirectory:
    shims.run("echo", "x")
    shims.started[0].wait()
    return shims.directories[0]


def test_a_run_is_removed_and_nothing_outside_of_it(shims: Shims) -> None:
    directory = ended(shims)
    (shims.root / "kept").mkdir()
    (shims.root / "kept" / "file").touch()
    Path(directory.file("link")).symlink_to(shims.root / "kept")
    remove(directory)
    remove(directory)
    assert [each.name for each in shims.root.rglob("*")] == ["kept", "file"]
    assert look(directory).state == "absent"


def test_a_live_run_is_not_removed(shims: Shims) -> None:
    directory = shims.start(shims.launch("sleep", "60"))
    until(lambda: directory.read("started"))
    with pytest.raises(RunError, match="goes on; stop it first"):
        remove(directory)
    assert look(directory).state == "running"


@pytest.mark.parametrize("deleted", [0, 1])
def test_a_removal_that_was_killed_is_told_and_finished(shims: Shims, deleted: int) -> None:
    directory = ended(shims)

    def partly(path: str) -> None:
        for each in sorted(Path(path).iterdir())[:deleted]:
            each.unlink()
        os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if not pid:
        with patch("shutil.rmtree", partly):
            remove(directory)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert [(each.directory, each.state) for each in find(str(shims.root))] == [(directory, "removed")]
    remove(directory)
    assert list(find(str(shims.root))) == []
    assert list(shims.root.iterdir()) == []


@pytest.mark.parametrize("planted", ["link", "open"])
def test_what_is_no_run_of_ours_is_not_removed(shims: Shims, planted: str) -> None:
    (shims.root / "other").mkdir(mode=0o755)
    (shims.root / "other" / "file").touch()
    if planted == "link":
        (shims.root / "run").symlink_to("other")
    else:
        (shims.root / "other").rename(shims.root / "run")
    with pytest.raises(RunError, match=r"link|open to other users"):
        remove(RunDirectory(str(shims.root / "run")))
    assert (shims.root / "run" / "file").exists()


def test_a_removal_that_the_system_refuses_is_told(shims: Shims) -> None:
    directory = ended(shims)
    refused = patch("shutil.rmtree", side_effect=OSError(30, "read only"))
    with refused, pytest.raises(RunError, match=r"cannot remove '.*': read only"):
        remove(directory)
    assert look(directory).state == "removed"


def test_a_shim_that_comes_late_finds_its_run_removed(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo x > ran"), "shim.claimed=stop")
    until(lambda: Path(directory.path).exists())
    until(lambda: state(shims.started[0].pid) == "T")
    remove(directory)
    shims.started[0].send_signal(signal.SIGCONT)
    assert shims.started[0].wait() == CANNOT
    assert list(shims.root.iterdir()) == []


def test_no_run_has_the_name_of_one_that_is_being_removed(shims: Shims) -> None:
    shims.start(shims.launch("true", name="run.leaving"))
    assert shims.started[0].wait() == CANNOT
    assert list(shims.root.iterdir()) == []


def test_a_run_that_is_not_there_can_be_kept_from_beginning(shims: Shims) -> None:
    launch = shims.launch("sh", "-c", "echo x > ran")
    assert look(RunDirectory(launch.directory)).state == "absent"
    assert not Path(launch.directory).exists()
    assert give_up_before(launch.directory) == "never"
    directory = shims.start(launch)
    assert shims.started[0].wait() == TAKEN
    assert not (shims.root / "ran").exists()
    assert look(directory).state == "never"
    assert give_up_before(launch.directory) == "taken"


def test_the_directory_of_a_run_is_made_by_one_and_by_no_other(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    path = str(tmp_path / "run")
    assert claim(path) == RunDirectory(path)
    with pytest.raises(TakenError, match="was made by another run already"):
        claim(path)


def test_several_who_look_take_each_other_for_no_shim(shims: Shims) -> None:
    directory = ended(shims)
    with Path(directory.file("lock")).open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        assert look(directory).state == "ended"


def test_a_run_is_given_up_on_a_full_disk_too(shims: Shims) -> None:
    run = RunDirectory(str(shims.root / "run"))
    (shims.root / "run").mkdir(mode=0o700)
    with patch("everly.jobs.runs.directory.os.pwrite", side_effect=OSError(28, "full")):
        assert give_up(run)
    assert look(run).state == "never"
