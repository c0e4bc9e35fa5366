"""The runner, and its socket: with a real runner, which is hindered."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from everly.jobs.client import shut_down
from everly.jobs.doctor import runner_check
from everly.jobs.doctor.control_group import check_control_group
from everly.jobs.doctor.outcome import Outcome, Severity
from everly.jobs.doctor.runner_check import check_runner
from everly.jobs.doctor.scene import Scene, looked_at
from everly.jobs.doctor.socket_check import check_socket
from everly.jobs.presence import end_runner
from tests.jobs.processes.worlds import World, world
from tests.jobs.runs.shims import state, until

__all__ = ["world"]

NAP = ("sleep", "600")


@contextmanager
def scene(world: World) -> Iterator[Scene]:
    with looked_at(world.places, int(time.time() * 1000)) as found:
        yield found


def both(world: World) -> tuple[Outcome, Outcome]:
    with scene(world) as found:
        return check_runner(found), check_socket(found)


def test_that_no_runner_was_ever_up_is_fine(world: World) -> None:
    of_runner, of_socket = both(world)
    assert not of_runner.findings + of_socket.findings
    assert "comes up with the first command" in of_runner.summary


def test_a_runner_that_answers_is_fine(world: World) -> None:
    pid = world.come_up()
    of_runner, of_socket = both(world)
    assert not of_runner.findings + of_socket.findings
    assert of_runner.summary.startswith(f"up, process {pid}, everly ")


def test_a_runner_that_was_ended_without_work_is_fine_and_leaves_no_socket(world: World) -> None:
    world.come_up()
    shut_down(world.places)
    of_runner, of_socket = both(world)
    assert not of_runner.findings + of_socket.findings
    assert not os.path.lexists(world.places.socket)


def test_work_without_a_runner_is_found_and_the_cure_brings_one_up(world: World) -> None:
    world.make("tick", ("true",), schedule="daily")
    shut_down(world.places)
    of_runner, _ = both(world)
    (found,) = of_runner.findings
    assert (found.severity, found.cure) == (Severity.ERROR, "everly start runner")
    subprocess.run([sys.executable, "-m", *found.cure.split()], check=True, stdout=subprocess.DEVNULL)
    assert not both(world)[0].findings


def test_a_runner_that_was_killed_is_found_by_its_socket(world: World) -> None:
    world.come_up()
    world.kill()
    (found,) = both(world)[1].findings
    assert (found.severity, found.where) == (Severity.WARNING, str(world.places.socket))
    world.come_up()
    assert not both(world)[1].findings


def test_a_socket_that_somebody_planted_is_found_without_being_asked(world: World) -> None:
    world.come_up()
    shut_down(world.places)
    before = os.getcwd()  # noqa: PTH109 - to go back to
    with socket.socket(socket.AF_UNIX) as planted:
        os.chdir(world.places.root)
        planted.bind(world.places.socket.name)
        os.chdir(before)
        planted.listen()
        planted.settimeout(0)
        assert both(world)[1].findings
        with pytest.raises(BlockingIOError):
            planted.accept()


def test_a_runner_whose_socket_was_taken_away_is_found(world: World) -> None:
    world.come_up()
    world.places.socket.unlink()
    of_runner, of_socket = both(world)
    (found,) = of_socket.findings
    assert found.severity is Severity.ERROR
    assert "does not answer" in of_runner.findings[0].what


def test_a_runner_that_stands_still_is_found_and_goes_on_by_the_cure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_check, "_PATIENCE", 0.2)
    pid = world.come_up()
    os.kill(pid, signal.SIGSTOP)
    until(lambda: state(pid) == "T")
    (found,) = both(world)[0].findings
    assert (found.what, found.cure) == (f"the runner, process {pid}, was suspended", f"kill -CONT {pid}")
    subprocess.run(found.cure.split(), check=True)
    monkeypatch.undo()
    assert not both(world)[0].findings


@pytest.mark.parametrize("words", ["now", "earlier", "none"])
def test_somebody_else_who_holds_the_lock_is_found_and_not_signalled(world: World, words: str) -> None:
    """Also where the words of the last runner, of this version or an earlier one, have what is a stranger's number."""
    world.come_up()
    shut_down(world.places)
    with subprocess.Popen(NAP) as stranger, world.places.lock.open("r+") as held:
        told = {**json.loads(held.read()), "pid": stranger.pid}
        written = {"now": json.dumps(told), "earlier": json.dumps({"pid": stranger.pid}), "none": ""}
        world.places.lock.write_text(written[words])
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            (found,) = both(world)[0].findings
            assert not end_runner(world.places, 0.1, 0.5)
            assert stranger.poll() is None
        finally:
            stranger.kill()
    assert "something holds the lock" in found.what


def test_a_runner_of_another_version_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.come_up()
    monkeypatch.setattr("everly.__version__", "99.0")
    (found,) = both(world)[0].findings
    assert found.severity is Severity.WARNING
    assert found.what.endswith("this is everly 99.0")


def test_a_runner_without_control_groups_is_worth_a_note(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.come_up()
    monkeypatch.setattr("everly.jobs.doctor.control_group.delegated", lambda _: None)
    with scene(world) as found:
        (note,) = check_control_group(found).findings
    assert (note.severity, "everly service install" in note.cure) == (Severity.NOTE, True)


def test_a_runner_with_control_groups_is_fine(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = world.come_up()
    monkeypatch.setattr(
        "everly.jobs.doctor.control_group.delegated", lambda process: "/group" if process == str(pid) else None
    )
    with scene(world) as found:
        assert not check_control_group(found).findings
