"""A warm spawner forks shims that are as good as any, and nothing depends on it once they are forked."""

from __future__ import annotations

import json
import select
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.runs import lines, platform, tree
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import dump
from everly.jobs.runs.shim import CANNOT, DONE, TAKEN
from everly.jobs.runs.spawner import Spawner
from everly.jobs.runs.spawning import Warm, start
from tests.jobs.runs.shims import Shims, log_of, shims, until

__all__ = ["shims"]


class Talk:
    """A spawner and what it has said."""

    def __init__(self, **environment: str) -> None:
        self.warm = Warm(environment)
        self.said: list[dict[str, Any]] = []

    def listen(self) -> bool:
        """Take in what is said; whether the spawner is there."""
        if not select.select([self.warm.connection], [], [], 0.01)[0]:
            return True
        answers = self.warm.read()
        self.said += answers or []
        return answers is not None

    def heard(self, key: str, count: int = 1) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = until(
            lambda: self.listen() and len(found := [each for each in self.said if key in each]) >= count and found
        )
        return found

    def close(self) -> None:
        """Its shims stay; they end when their commands are killed by the mark."""
        self.warm.process.kill()
        self.warm.close()


@pytest.fixture
def talk() -> Iterator[Talk]:
    made = Talk()
    yield made
    made.close()


def test_a_forked_shim_runs_its_command(shims: Shims, talk: Talk) -> None:
    launch = shims.launch("sh", "-c", "echo out; exit 7")
    directory = shims.watch(launch)
    assert talk.warm.ask(launch)
    assert talk.heard("forked")[0]["directory"] == launch.directory
    assert shims.end(directory)["code"] == 7
    assert log_of(directory) == b"out\n"
    assert talk.heard("ended")[0] == {"ended": talk.said[0]["forked"], "status": DONE}


def test_many_launches_at_once_run_once_each(shims: Shims, talk: Talk) -> None:
    launches = [shims.launch("sh", "-c", f"echo {n} >> ran; exit {n}", name=f"r{n}") for n in range(20)]
    for launch in [*launches, *launches]:
        shims.watch(launch)
        assert talk.warm.ask(launch)
    statuses = sorted(each["status"] for each in talk.heard("ended", 40))
    assert statuses == [DONE] * 20 + [TAKEN] * 20
    assert sorted(map(int, (shims.root / "ran").read_text().split())) == list(range(20))
    assert [shims.end(directory)["code"] for directory in shims.directories[:20]] == list(range(20))


def test_a_run_that_cannot_be_made_is_reported(shims: Shims, talk: Talk) -> None:
    talk.warm.ask(shims.launch("true", name="no/such/folder"))
    assert talk.heard("ended")[0]["status"] == CANNOT


def test_a_launch_that_cannot_be_read_is_told_and_harms_no_other(shims: Shims, talk: Talk) -> None:
    for raw in (b"nonsense", b'{"argv": ["x"], "directory": 5}', b"[]", b""):
        talk.warm.connection.sendall(lines.pack(raw))
    assert all("no launch" in each["failed"] for each in talk.heard("failed", 4))
    launch = shims.launch("sh", "-c", "exit 7")
    talk.warm.ask(launch)
    assert shims.end(shims.watch(launch))["code"] == 7


def test_a_launch_that_cannot_be_forked_is_told(shims: Shims) -> None:
    """Root has no limit of processes to reach, so the system's answer is made here."""
    ours, theirs = socket.socketpair()
    with ours, theirs, patch("everly.jobs.runs.spawner.os.fork", side_effect=BlockingIOError(11, "no more")):
        spawner = Spawner(theirs)
        spawner.fork(dump(shims.launch("true")))
        spawner.flush()
        (told,) = lines.unpack(bytearray(ours.recv(4096)))
    assert json.loads(told) == {"failed": "cannot start a process: no more", "directory": str(shims.root / "run")}


def test_a_spawner_that_hears_no_messages_leaves(talk: Talk) -> None:
    talk.warm.connection.sendall(b"\xff" * 4)
    assert talk.warm.process.wait(20) == 0


def test_nobody_waits_where_many_are_asked_for_before_any_answer_is_read(shims: Shims, talk: Talk) -> None:
    """The name is one that no system makes; so much is answered that no socket holds it."""
    launch = shims.launch("true", name="x" * 4000)
    assert all(talk.warm.ask(launch) for _ in range(300))
    until(lambda: len(tree.below(talk.warm.process.pid)()) <= 2)  # the one that stands by, with its command
    assert len(talk.heard("ended", 300)) == len(talk.heard("forked", 300)) == 300


def test_a_spawner_that_stands_still_is_given_up(shims: Shims, talk: Talk) -> None:
    talk.warm.process.send_signal(signal.SIGSTOP)
    launch = shims.launch("true", cwd="/" + "x" * 4000)
    with patch("everly.jobs.runs.spawning.PATIENCE", 0.1):
        until(lambda: not talk.warm.ask(launch))
    assert talk.warm.process.wait(20) == -signal.SIGKILL


def test_what_cannot_be_started_is_told_in_words(shims: Shims) -> None:
    with patch("sys.executable", "/nowhere/python"):
        with pytest.raises(RunError, match="cannot start a process: No such file"):
            Warm({})
        with pytest.raises(RunError, match="cannot start a process: No such file"):
            start(shims.launch("true"), {})


def test_a_killed_spawner_takes_no_run_with_it(shims: Shims, talk: Talk) -> None:
    launch = shims.launch("sh", "-c", "while ! [ -e go ]; do sleep 0.01; done; exit 6")
    directory = shims.watch(launch)
    talk.warm.ask(launch)
    until(lambda: directory.read("started"))
    talk.warm.process.kill()
    talk.warm.process.wait()
    until(lambda: not talk.listen())
    assert not talk.warm.ask(launch)
    (shims.root / "go").touch()
    assert shims.end(directory)["code"] == 6


def test_a_spawner_leaves_when_nobody_needs_it_and_its_runs_stay(shims: Shims) -> None:
    talk, launch = Talk(), shims.launch("sh", "-c", "while ! [ -e go ]; do sleep 0.01; done; exit 6")
    directory = shims.watch(launch)
    talk.warm.ask(launch)
    until(lambda: directory.read("started"))
    talk.warm.close()
    assert talk.warm.process.returncode == 0
    (shims.root / "go").touch()
    assert shims.end(directory)["code"] == 6


@pytest.mark.parametrize("point", ["spawner.asked", "spawner.forked"])
def test_a_launch_can_be_asked_again_elsewhere_when_the_spawner_dies_over_it(shims: Shims, point: str) -> None:
    talk = Talk(EVERLY_FAILPOINTS=f"{point}=kill")
    launch = shims.launch("sh", "-c", "echo x >> ran; exit 5")
    talk.warm.ask(launch)
    talk.warm.process.wait()
    directory = shims.start(launch)
    assert shims.end(directory)["code"] == 5
    shims.started[0].wait()
    assert (shims.root / "ran").read_text() == "x\n"
    talk.close()


def test_a_spawner_does_not_bear_the_mark_of_the_run_it_was_started_in() -> None:
    talk = Talk(EVERLY_RUN="outer")
    try:
        assert b"EVERLY_RUN" not in platform.environment(talk.warm.process.pid)
    finally:
        talk.close()


def test_a_shim_keeps_no_file_of_its_spawner(shims: Shims, talk: Talk) -> None:
    launch = shims.launch("sleep", "60")
    directory = shims.watch(launch)
    talk.warm.ask(launch)
    started = until(lambda: directory.read("started"))
    shared = files(started["shim"]["pid"]) & files(talk.warm.process.pid)
    assert shared <= {"/dev/null", str(Path("/proc/self/fd/2").readlink())}


def files(pid: int) -> set[str]:
    """What the open files of a process are; each pipe and socket has its own name."""
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            found.add(str(each.readlink()))
    return found


@given(st.lists(st.binary(max_size=50)), st.integers(1, 20))
def test_messages_arrive_whole_however_they_are_cut(messages: list[bytes], size: int) -> None:
    raw, buffer, found = b"".join(map(lines.pack, messages)), bytearray(), []
    for place in range(0, len(raw), size):
        buffer += raw[place : place + size]
        found += lines.unpack(buffer)
    assert found == messages
    assert not buffer


def test_a_length_that_no_message_has_is_refused() -> None:
    with pytest.raises(RunError, match="a message holds"):
        lines.unpack(bytearray(b"\xff\xff\xff\xff"))
    with pytest.raises(RunError, match="a message holds"):
        lines.pack(bytes(lines.LIMIT + 1))
